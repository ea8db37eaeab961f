"""Columns are recognised by name and by content; people's corrections count first and are remembered."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from features.errors import InputError
from features.intake.columns import Headings, headings
from features.intake.command import import_
from features.intake.read import Read, read_file
from features.store import open_store

TODAY = date(2026, 3, 2)
WORKERS = [
    ("测试甲", "11010519491231002X", "13800000001", "初中", "汉族", "未婚"),
    ("测试乙", "110105198003070038", "13800000002", "高中", "彝族", "已婚"),
    ("测试丙", "110105197512120017", "0871-63000001", "中专", "汉族", "已婚"),
]


def _csv(path: Path, head: list[str], rows: list[tuple[str, ...]]) -> Path:
    path.write_text("\n".join(",".join(row) for row in [head, *rows]) + "\n", "utf-8")
    return path


def _fields(read: Read) -> dict[str, str | None]:
    return {column.name: column.field for column in read.columns}


def test_columns_with_meaningless_names_are_told_by_their_cells(tmp_path: Path) -> None:
    read = read_file("workers", _csv(tmp_path / "w.csv", list("甲乙丙丁戊己"), WORKERS), TODAY)
    assert _fields(read) == {
        "甲": "name", "乙": "id_number", "丙": "phone", "丁": "education", "戊": "ethnicity", "己": "marital",
    }  # fmt: skip
    assert {column.how for column in read.columns} == {"content"}
    assert all(0.4 < column.sure < 1 for column in read.columns)
    assert read.quarantined == ("戊", "己")


def test_a_sheet_without_any_header_is_read_by_its_cells(tmp_path: Path) -> None:
    read = read_file("workers", _csv(tmp_path / "w.csv", list(WORKERS[0]), WORKERS[1:]), TODAY)
    assert read.tables[0].header == 0
    assert read.records["row"].to_list() + [r.row for r in read.rejected] == [1, 2, 3]


def test_a_misleading_name_yields_to_what_stands_below_it(tmp_path: Path) -> None:
    rows = [(row[0], row[2], row[1]) for row in WORKERS]
    read = read_file("workers", _csv(tmp_path / "w.csv", ["姓名", "身份证号", "联系电话"], rows), TODAY)
    assert _fields(read) == {"姓名": "name", "身份证号": "phone", "联系电话": "id_number"}


def test_a_correction_counts_before_name_and_content(tmp_path: Path) -> None:
    path = _csv(
        tmp_path / "p.csv",
        ["单位", "岗位", "干啥", "钱"],
        [("甲公司", "一车间", "电工", "4000"), ("乙公司", "二车间", "焊工", "5000")],
    )
    said = Headings(
        remembered={"钱": "", "岗位": "place"}, given=headings("posts", ["干啥=title", "岗位=备注"])
    )
    read = read_file("posts", path, TODAY, headings=said)
    assert [(c.name, c.field, c.how) for c in read.columns[1:]] == [
        ("岗位", "remark", "given"), ("干啥", "title", "given"), ("钱", None, "remembered"),
    ]  # fmt: skip
    assert read.records["title"].to_list() == ["电工", "焊工"]
    assert read.records["monthly_low"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("told", "code"), [("干啥", "map_form"), ("=title", "map_form"), ("干啥=wages", "map_field")]
)
def test_a_correction_that_cannot_be_is_refused(told: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        headings("posts", [told])
    assert caught.value.reason == code


def test_a_correction_of_a_column_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    path = _csv(tmp_path / "p.csv", ["单位", "岗位"], [("甲公司", "电工")])
    with pytest.raises(InputError, match="单位、岗位"):
        read_file("posts", path, TODAY, headings=Headings(given={"工种": "title"}))


def test_corrections_are_remembered_and_later_imports_say_so(
    settings, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", database_url)
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_IMPORT_APART", "0")
    path = _csv(
        tmp_path / "p.csv", ["单位", "岗位", "收益"], [("甲公司", "电工", "甲"), ("乙公司", "焊工", "乙")]
    )
    run = CliRunner().invoke
    assert "收益" in run(import_, ["posts", str(path), "--map", "收益=备注"], catch_exceptions=False).output
    with open_store(settings) as store:
        assert store.headings.known("posts") == {"收益": "remark"}
    again = run(import_, ["posts", str(path), "--dry-run"], catch_exceptions=False)
    assert "按本机构记下的列名对应：收益→备注" in again.output
    told = json.loads(
        run(import_, ["posts", str(path), "--preview", "--json"], catch_exceptions=False).output
    )
    assert [c["how"] for c in told["sheets"][0]["columns"]] == ["name", "name", "remembered"]


def test_a_preview_shows_columns_with_confidence_and_masked_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("COLUMNS", "160")
    path = _csv(tmp_path / "w.csv", ["姓名", "证件", "手机", "说明", "民族", "婚否"], WORKERS)
    shown = CliRunner().invoke(import_, ["workers", str(path), "--preview"], catch_exceptions=False).output
    assert "身份证号" in shown
    assert "%" in shown
    for secret in ("测试甲", "19491231", "13800000001", "63000001"):
        assert secret not in shown
    assert not (tmp_path / "none").exists()
