"""Rows that go back: a copy of the same workbook that can be corrected and imported again."""

import csv
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from features.intake import back
from features.intake.back import write_rejects
from features.intake.read import Read, read_file
from features.intake.save import save
from features.store import Store

TODAY = date(2026, 3, 2)
HEAD = ["序号", "企业名称", "岗位名称", "最低年龄", "最高年龄", "招聘人数"]
ROWS = [
    [1, "甲公司", "电工", 18, 50, 2],
    [2, None, "焊工", 18, 50, 2],
    [3, "乙公司", "=cmd|' /C calc'!A0", 50, 18, 2],
    [4, "丙公司", None, 18, 50, 2],
]


def _read(path: Path) -> Read:
    return read_file("posts", path, TODAY)


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "甲镇"
    page.append(["某县招聘会岗位汇总表"])
    page.merge_cells("A1:F1")
    page.append(HEAD)
    for row in ROWS:
        page.append(row)
    page["C5"].data_type = "s"
    page["F3"] = "=1+1"
    page.column_dimensions["B"].width = 33
    book.create_sheet("说明").append(["填表说明"])
    book.save(path)
    return path


def test_a_workbook_comes_back_in_its_own_layout_with_marks_and_reasons(tmp_path: Path) -> None:
    read = _read(_book(tmp_path / "in.xlsx"))
    assert write_rejects(read, tmp_path / "out.xlsx", "zh") == "copy"
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    page = book["甲镇"]
    assert book.sheetnames == ["甲镇", "说明"]
    assert (page["A1"].value, str(page.merged_cells), page.column_dimensions["B"].width) == (
        "某县招聘会岗位汇总表", "A1:F1", 33,
    )  # fmt: skip
    assert [cell.value for cell in page["B"]][2:] == ["甲公司", None, "乙公司", "丙公司"]
    assert page["G2"].value == "退回原因"
    assert [bool(page[f"G{row}"].value) for row in range(3, 7)] == [False, True, True, True]
    assert {at: page[at].fill.start_color.rgb[-6:] for at in ("B4", "D5", "C6")} == dict.fromkeys(
        ("B4", "D5", "C6"), "FFD8D8"
    )
    assert page["B3"].fill.fill_type is None
    # what looks like a formula is a text, and what was one is a value
    assert (page["C5"].data_type, page["C5"].quotePrefix, page["F3"].data_type) == ("s", True, "n")
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o777 == 0o600


def _correct(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    head = next(row for row in page.iter_rows() if any(cell.value == "企业名称" for cell in row))
    column = {cell.value: cell.column for cell in head}
    for row in range(head[0].row + 1, page.max_row + 1):
        if page.cell(row, column["企业名称"]).value in (None, ""):
            page.cell(row, column["企业名称"]).value = "丁公司"
        if str(page.cell(row, column["最低年龄"]).value) == "50":
            page.cell(row, column["最低年龄"]).value, page.cell(row, column["最高年龄"]).value = 18, 50
    book.save(path)


def test_the_corrected_copy_is_taken_and_told_again_only_of_what_is_left(
    store: Store, tmp_path: Path
) -> None:
    read = _read(_book(tmp_path / "in.xlsx"))
    assert save(read, store).added == 1
    copy = tmp_path / "copy.xlsx"
    write_rejects(read, copy, "zh")
    _correct(copy)
    again = _read(copy)
    assert [(r.row, r.reason) for r in again.rejected] == [(6, "missing_title")]
    assert (save(again, store).added, store.posts.count()) == (2, 3)
    write_rejects(again, tmp_path / "third.xlsx", "en")
    page = openpyxl.load_workbook(tmp_path / "third.xlsx")["甲镇"]
    assert [page[f"G{row}"].value is None for row in range(3, 7)] == [True, True, True, False]
    assert page["B4"].fill.fill_type is None
    assert page["H2"].value is None


def _csv(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["某县招聘会岗位汇总表"], HEAD, *ROWS])
    return path


def _json(path: Path) -> Path:
    path.write_text(json.dumps([dict(zip(HEAD, row, strict=True)) for row in ROWS]), "utf-8")
    return path


@pytest.mark.parametrize(("make", "name"), [(_csv, "in.csv"), (_json, "in.json")])
def test_what_is_no_xlsx_comes_back_as_one(make, name: str, tmp_path: Path) -> None:
    read = _read(make(tmp_path / name))
    assert write_rejects(read, tmp_path / "out.xlsx", "zh") == "converted"
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert all(cell.data_type in ("s", "n") for row in page.iter_rows() for cell in row)
    _correct(tmp_path / "out.xlsx")
    again = _read(tmp_path / "out.xlsx")
    assert (again.accepted, [r.reason for r in again.rejected]) == (3, ["missing_title"])


def test_of_a_very_long_file_only_the_refused_rows_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(back, "MOST_ROWS", 3)
    read = _read(_book(tmp_path / "in.xlsx"))
    assert write_rejects(read, tmp_path / "out.xlsx", "zh") == "rows"
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [cell.value for cell in page[1]][-2:] == ["原行号", "退回原因"]
    assert [page.cell(row, 7).value for row in (2, 3, 4)] == [4, 5, 6]
    _correct(tmp_path / "out.xlsx")
    again = _read(tmp_path / "out.xlsx")
    assert (again.accepted, [r.reason for r in again.rejected]) == (2, ["missing_title"])
