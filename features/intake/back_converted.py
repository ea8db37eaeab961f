"""Write a file that is no .xlsx (.xls, .ods, .csv, .json ...) back as one: the same rows, all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from features.intake.back_marks import MARK, How, by_sheet, faults, open_book, sheet_name
from features.intake.header import SENT_BACK
from features.intake.read import Read
from features.intake.rows import Rejected
from features.intake.sheet import Sheet
from features.intake.table import Table
from features.intake.workbook import read_sheets
from features.say import Lang, say


def convert(read: Read, out: Path, lang: Lang) -> How:
    """Write every sheet cell by cell as text, merged cells merged, what is wrong in a column behind."""
    gone = by_sheet(read)
    names: list[str] = []
    tables = {table.sheet: table for table in read.tables}
    with open_book(out) as book:
        formats = {
            "wrong": book.add_format({"bg_color": MARK, "text_wrap": True}),
            "bold": book.add_format({"bold": True}),
            "": None,
        }
        for sheet in read_sheets(read.path):
            names.append(sheet_name(sheet.name, names))
            page = book.add_worksheet(names[-1])
            table = tables.get(sheet.name)
            marks = _marks(sheet, table, gone.get(sheet.name, {})) if table else {}
            _cells(page, sheet, marks, formats)
            if table:
                _reasons(page, sheet, table, gone.get(sheet.name, {}), formats, lang)
    return "converted"


def _marks(sheet: Sheet, table: Table, gone: dict[int, Rejected]) -> dict[tuple[int, int], str]:
    """Give ``{(row, column) from 0: format}`` of the cells at fault and of the header."""
    at = faults(table)
    marks = {(table.header - sheet.first, column.index): "bold" for column in table.columns}
    wrong = {(row - sheet.first, at[one.column]): "wrong" for row, one in gone.items() if one.column in at}
    return {**marks, **wrong}


def _cells(page: Any, sheet: Sheet, marks: dict[tuple[int, int], str], formats: dict[str, Any]) -> None:
    covered = {}
    for top, left, bottom, right in sheet.merged:
        if bottom < sheet.frame.height and right < sheet.frame.width and (bottom, right) != (top, left):
            page.merge_range(top, left, bottom, right, "")
            covered.update(
                {(r, c): (top, left) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            )
    for row, cells in enumerate(sheet.frame.iter_rows()):
        for column, cell in enumerate(cells):
            head = covered.get((row, column), (row, column))
            mark = formats[marks.get((row, column), "")]
            if head == (row, column) and (cell or mark):
                page.write_string(row, column, cell, mark)


def _reasons(
    page: Any, sheet: Sheet, table: Table, gone: dict[int, Rejected], formats: dict[str, Any], lang: Lang
) -> None:
    earlier = [column.index for column in table.columns if column.field == SENT_BACK]
    place = earlier[-1] if earlier else len(table.columns)
    page.set_column(place, place, 50)
    head = table.header - sheet.first
    if head >= 0:  # a table without names has no row to name the column in
        page.write_string(head, place, say("intake.reason", lang), formats["bold"])
    for row in range(head + 1, sheet.frame.height if earlier else 0):
        page.write_string(row, place, "", None)
    for number, one in gone.items():
        page.write_string(number - sheet.first, place, one.what(lang), formats["wrong"])
