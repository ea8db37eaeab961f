"""What the law keeps out of hiring is read as such and stored nowhere."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.intake.columns import Headings, map_columns
from features.intake.forbidden import forbidden
from features.intake.read import Read, read_file
from features.intake.report import FIELDS
from features.pairs import NAMES
from features.records import Post, Worker
from features.records.field import Use, spec

DAY = date(2026, 3, 1)
PLANTED = {
    "婚姻状况": "已婚标记",
    "户口性质": "农业标记",
    "政治面貌": "党员标记",
    "身高": "标记158cm",
    "民族": "彝族标记",
    "生育状况": "已育标记",
    "病史": "高血压标记",
    "健康状况": "良好标记",
    "宗教信仰": "无标记",
    "籍贯": "昆明标记",
    "血型": "A型标记",
    "体重": "标记55",
    "家庭出身": "贫农标记",
    "残疾类别": "肢体标记",
    "是否党员": "是标记",
}
"""Legacy columns, each with cells nobody else writes, so that a trace of one is found anywhere."""


def _read(folder: Path, kind: str, own: dict[str, str], said: Headings | None = None) -> Read:
    path = folder / f"{kind}.csv"
    cells = own | PLANTED
    path.write_text("\n".join(",".join(row) for row in (cells, cells.values())), encoding="utf-8")
    return read_file(kind, path, DAY, headings=said or Headings())  # type: ignore[arg-type]


WORKER = {"姓名": "模拟甲", "联系电话": "12000000001", "性别": "女", "意向岗位": "缝纫工"}
POST = {"企业名称": "模拟厂", "岗位名称": "缝纫工", "招聘人数": "5", "月薪": "4000", "性别要求": "女标记"}


@pytest.mark.parametrize(("kind", "own"), [("workers", WORKER), ("posts", POST)])
def test_forbidden_columns_are_named_and_leave_no_trace(
    kind: str, own: dict[str, str], tmp_path: Path
) -> None:
    read = _read(tmp_path, kind, own)
    assert set(read.quarantined) == set(PLANTED) | ({"性别要求"} if kind == "posts" else set())
    assert read.records.height == 1
    assert "标记" not in json.dumps(read.records.to_dicts(), default=str, ensure_ascii=False)
    assert "标记" not in str(read.tables[0].frame.to_dicts())


def test_a_workers_sex_is_kept_for_statistics_alone(tmp_path: Path) -> None:
    read = _read(tmp_path, "workers", WORKER)
    assert read.records["sex"].to_list() == ["female"]
    assert spec(Worker)["sex"].use is Use.AUDIT
    assert "sex" not in FIELDS["workers"]
    assert "sex" not in Post.model_fields


def test_nothing_forbidden_is_a_field_of_a_record_or_a_feature_of_the_ranking() -> None:
    barred = {"marital", "register", "politics", "height", "ethnicity", "health", "religion", "sex"}
    assert barred & (set(Worker.model_fields) | set(Post.model_fields)) == {"sex"}
    assert not [name for name in NAMES if any(word in name.split("_") for word in barred)]


def test_nobody_can_say_that_a_forbidden_column_is_something_else(tmp_path: Path) -> None:
    said = Headings(given={"病史": "own_words", "籍贯": "place"}, remembered={"民族": "skills"})
    read = _read(tmp_path, "workers", WORKER, said)
    assert {"病史", "籍贯", "民族"} <= set(read.quarantined)
    assert "标记" not in json.dumps(read.records.to_dicts(), default=str, ensure_ascii=False)


@pytest.mark.parametrize(
    "name",
    [
        "健康证",
        "户籍地址",
        "户口所在地",
        "户籍地",
        "联系电话",
        "姓名",
        "工种",
        "子女入学",
        "岗位名称",
        "月薪",
        "视频面试时间",
    ],
)
def test_what_only_sounds_forbidden_is_kept(name: str) -> None:
    assert forbidden(name, "workers") is None


@given(st.sampled_from(sorted(PLANTED)), st.sampled_from(["", "*", "（选填）", " ", "："]), st.booleans())
def test_marks_around_a_name_hide_nothing(name: str, mark: str, front: bool) -> None:
    heading = mark + name if front and mark != "（选填）" else name + mark
    column = map_columns([heading, "姓名"], [["电工", "模拟甲"]] * 4, "workers")[0]
    assert column.field == forbidden(name, "workers")
    assert column.field is not None


def test_a_forbidden_column_without_a_telling_name_is_known_by_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "workers.csv"
    rows = ["姓名,情况,联系电话", *(f"模拟{sign},{told},1200000000{n}" for n, (sign, told) in enumerate(
        zip("甲乙丙丁戊", ("已婚", "未婚", "离异", "已婚", "未婚"), strict=True)))]  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    read = read_file("workers", path, DAY)
    assert read.quarantined == ("情况",)
    assert "婚" not in str(read.tables[0].frame.to_dicts())


def test_the_report_says_which_columns_were_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from features.intake.told import tell_all

    read = _read(tmp_path, "posts", POST)
    tell_all(read, None, (None, None), "zh")
    said = capsys.readouterr().out
    assert "不得用于招聘和排序" in said
    assert all(name in said for name in PLANTED)
