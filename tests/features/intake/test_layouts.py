import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from features.intake.command import import_
from features.intake.errors import FileUnreadable, NoTable
from features.intake.read import Read, read_file
from features.intake.report import to_json

TODAY = date(2026, 3, 2)


def _book(
    path: Path, sheets: dict[str, list[list[object]]], merged: dict[str, list[str]] | None = None
) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for cells in (merged or {}).get(name, []):
            page.merge_cells(cells)
    book.save(path)
    return path


def _csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def _posts(path: Path) -> Read:
    return read_file("posts", path, TODAY)


FAIR = [
    ["某县2026年春风行动招聘会岗位汇总表", None, None, None, None, None, None, None, None],
    ["填报单位：某镇", None, None, None, None, None, None, "2026年2月", None],
    ["序号", "用人单位", "工种", "人数", "年龄要求", None, "待遇(元/月)", "工作地点", "联系人及电话"],
    [None, None, None, None, "最低", "最高", None, None, None],
    [1, "甲纺织有限公司", "缝纫工", 20, 18, 50, "4000-6000", "苏州吴江", "13800000001"],
    [2, None, "质检员", "5人", 18, 45, "4500", "苏州吴江", "13800000001"],
    [3, "乙家具厂", "木工", "若干", None, 60, "日薪260元", "本县城关镇", "0871-63000000"],
    [None, None, None, None, None, None, None, None, None],
    ["合计", None, None, 25, None, None, None, None, None],
    ["备注：以上岗位以现场招聘为准。", None, None, None, None, None, None, None, None],
]
MERGED = ["A1:I1", "E3:F3", "B5:B6"]


def test_a_fair_sheet_with_titles_two_header_rows_merged_cells_and_totals(tmp_path: Path) -> None:
    read = _posts(
        _book(tmp_path / "fair.xlsx", {"甲镇": FAIR, "说明": [["填表说明"]], "乙镇": FAIR}, {"甲镇": MERGED})
    )
    first = read.records.filter(read.records["sheet"] == "甲镇")
    assert first["row"].to_list() == [5, 6, 7]
    assert first["employer_name"].to_list() == ["甲纺织有限公司", "甲纺织有限公司", "乙家具厂"]
    assert first["title"].to_list() == ["缝纫工", "质检员", "木工"]
    assert first["headcount"].to_list() == [20, 5, None]
    assert first["age_low"].to_list() == [18, 18, None]
    assert first["age_high"].to_list() == [50, 45, 60]
    assert first["monthly_low"].to_list() == [4000, 4500, 5655]
    assert first["contact_phone"].to_list() == ["13800000001", "13800000001", "0871-63000000"]
    # without the merge nobody can know whose post the second row is
    assert [(r.sheet, r.row, r.reason) for r in read.rejected] == [("乙镇", 6, "missing_employer")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_files_in_every_encoding_and_separator(tmp_path: Path, encoding: str, mark: str) -> None:
    lines = [
        ["单位名称", "岗位", "待遇", "地址"],
        ["甲公司", "电工", "5000-6000", "昆明"],
        ["乙公司", "焊工", "200元/天", ""],
    ]
    read = _posts(_csv(tmp_path / "a.csv", "\r\n".join(mark.join(line) for line in lines), encoding))
    assert read.records["title"].to_list() == ["电工", "焊工"]
    assert read.records["monthly_low"].to_list() == [5000, 4350]


def test_ministry_codes_name_columns(tmp_path: Path) -> None:
    head = "aab004,aca112,acb240,acb221,acb222,acb202,aae005,acc034"
    read = _posts(_csv(tmp_path / "m.csv", f"{head}\n甲公司,保安,3,18,55,昆明,13800000001,3000\n"))
    row = read.records.row(0, named=True)
    assert (row["employer_name"], row["title"], row["headcount"]) == ("甲公司", "保安", 3)
    assert (row["age_low"], row["age_high"], row["monthly_low"]) == (18, 55, 3000)


def test_columns_without_a_known_name_are_told_by_content(tmp_path: Path) -> None:
    text = "甲,岗位,丙,丁\n" + "".join(
        f"第{i}纺织有限公司,缝纫工{i},1380000000{i},{4000 + i}-6000元\n" for i in range(4)
    )
    read = _posts(_csv(tmp_path / "c.csv", text))
    assert read.records["employer_name"].to_list()[0] == "第0纺织有限公司"
    assert read.records["contact_phone"].to_list()[3] == "13800000003"
    assert read.records["monthly_low"].to_list() == [4000, 4001, 4002, 4003]


def test_a_column_of_requirements_tells_age_education_and_experience(tmp_path: Path) -> None:
    text = "单位,工种,招聘条件\n甲公司,电工,初中以上，18-50岁，2年以上经验，有电工证\n乙公司,保洁,勤快肯干\n"
    first, second = _posts(_csv(tmp_path / "r.csv", text)).records.iter_rows(named=True)
    assert (first["education"], first["age_low"], first["age_high"], first["experience_low"]) == (
        "70",
        18,
        50,
        2,
    )
    assert (second["education"], second["age_high"], second["experience_low"]) == (None, None, None)


def test_a_csv_named_xlsx_is_read_by_its_content(tmp_path: Path) -> None:
    read = _posts(_csv(tmp_path / "a.xlsx", "公司,职位\n甲公司,司机\n"))
    assert read.records["title"].to_list() == ["司机"]


BAD_POSTS = """企业名称,岗位名称,最低年龄,最高年龄,招聘人数
甲公司,电工,18,50,2
,电工,18,50,2
甲公司,,18,50,2
甲公司,焊工,50,18,2
甲公司,钳工,18,180,2
甲公司,电工,18,50,2
"""


def test_bad_rows_of_posts_name_row_and_reason(tmp_path: Path) -> None:
    read = _posts(_csv(tmp_path / "b.csv", BAD_POSTS))
    assert [(r.row, r.reason) for r in read.rejected] == [
        (3, "missing_employer"), (4, "missing_title"), (5, "impossible_age"), (6, "impossible_age"),
        (7, "duplicate"),
    ]  # fmt: skip
    assert "第 5 行" in read.rejected[2].message("zh")
    assert "row 5" in read.rejected[2].message("en")


BAD_WORKERS = """姓名,身份证号,年龄,手机,性别,婚姻状况,户口性质
测试甲,11010519491231002X,76,13800000001,女,已婚,农业
测试乙,110105194912310021,,,男,,
测试丙,110105194913310021,,,男,,
测试丁,12345,,,男,,
,11010519491231002X,,,男,,
测试戊,,150,,男,,
测试甲,11010519491231002X,76,13800000001,女,已婚,农业
"""


def test_bad_rows_of_workers_name_row_and_reason(tmp_path: Path) -> None:
    read = read_file("workers", _csv(tmp_path / "w.csv", BAD_WORKERS), TODAY)
    assert [(r.row, r.reason) for r in read.rejected] == [
        (3, "bad_id_check_digit"), (4, "bad_id_date"), (5, "bad_id_format"), (6, "missing_name"),
        (7, "impossible_age"), (8, "duplicate"),
    ]  # fmt: skip
    assert read.quarantined == ("婚姻状况", "户口性质")


def test_json_masks_people_unless_they_may_be_seen(tmp_path: Path) -> None:
    read = read_file("workers", _csv(tmp_path / "w.csv", BAD_WORKERS), TODAY)
    hidden, shown = json.dumps(to_json(read, "zh")), to_json(read, "zh", reveal=True)
    assert "19491231" not in hidden
    assert "13800000001" not in hidden
    assert shown["records"][0]["id_number"] == "11010519491231002X"
    assert shown["records"][0]["birth_date"] == "1949-12-31"
    assert {"accepted", "rejected", "records"} <= set(shown)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "file_empty"),
        ("half.xlsx", b"PK\x03\x04half", "file_unreadable"),
        ("ole.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_unreadable"),
        ("nul.csv", b"a,b\0c\n", "file_binary"),
        ("bytes.csv", b"\xff\xff\xfa,\xff\n", "file_encoding"),
    ],
)
def test_files_that_are_no_sheets_say_so(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileUnreadable) as caught:
        _posts(path)
    assert caught.value.reason == code
    assert name in caught.value.message("zh")


def test_a_missing_file_and_a_sheet_without_headers_say_so(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no file"):
        _posts(tmp_path / "gone.csv")
    with pytest.raises(NoTable, match="header"):
        _posts(_csv(tmp_path / "t.csv", "今天天气很好\n明天也是\n"))


_CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=12))
def test_no_row_vanishes(rows: list[tuple[str, str, str]]) -> None:
    import csv
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("企业名称", "岗位名称", "招聘人数"), ("甲公司", "电工", "1"), *rows])
        read = _posts(path)
    from features.intake.row_kinds import is_data
    from features.parse.clean import visible

    names = ["企业名称", "岗位名称", "招聘人数"]
    told = 1 + sum(is_data([visible(cell) for cell in row], names) for row in rows)
    assert read.accepted + len(read.rejected) == told
    assert len({(r.row) for r in read.rejected} | set(read.records["row"])) == told


def test_the_command_checks_without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _csv(tmp_path / "b.csv", BAD_POSTS)
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(tmp_path / "none"))
    result = CliRunner().invoke(import_, ["posts", str(path), "--dry-run", "--json", "--today", "2026-03-02"])
    told = json.loads(result.output)
    assert (result.exit_code, told["accepted"], len(told["rejected"])) == (0, 1, 5)
    assert set(told["rejected"][0]) == {"sheet", "row", "reason", "message"}
    spoken = CliRunner().invoke(
        import_, ["posts", str(path), "--dry-run", "--rejects", str(tmp_path / "r.xlsx")]
    )
    assert "接收 1 行，退回 5 行" in spoken.output
    assert (tmp_path / "r.xlsx").is_file()


def test_the_public_board_imports_without_a_mapping() -> None:
    path = Path(__file__).parents[4] / "shared/data/posts_51job/posts.csv"
    if not path.is_file():
        pytest.skip("the public job-board file is not here")
    read = _posts(path)
    told = read.records.filter(read.records["pay_raw"] != "")
    assert read.records.height + len(read.rejected) == 6824
    assert told.filter(told["pay_basis"].is_not_null()).height / told.height >= 0.99
