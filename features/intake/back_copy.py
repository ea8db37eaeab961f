"""Copy a workbook of .xlsx with its layout: formulas become their values, macros and links stay out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from features.intake.back_marks import MARK, How, by_sheet, faults
from features.intake.header import SENT_BACK
from features.intake.read import Read
from features.intake.rows import Rejected
from features.intake.table import Table
from features.say import Lang, say

_RGB = MARK.removeprefix("#")
_WIDE = 50
"""Width of the column that says what is wrong, in characters."""


def copy_workbook(read: Read, out: Path, lang: Lang) -> How:
    """Write the copy, the cells at fault marked and one column added behind each table."""
    from openpyxl import load_workbook

    gone = by_sheet(read)
    book = load_workbook(read.path, data_only=True, keep_links=False)
    try:
        for table in read.tables:
            _mark(book[table.sheet], table, gone.get(table.sheet, {}), lang)
        for page in book.worksheets:
            _only_text(page)
        book.save(out)
    finally:
        book.close()
    return "copy"


def _mark(page: Any, table: Table, gone: dict[int, Rejected], lang: Lang) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    fill = PatternFill("solid", start_color=_RGB, end_color=_RGB)
    earlier = [column.index + 1 for column in table.columns if column.field == SENT_BACK]
    place = earlier[-1] if earlier else len(table.columns) + 1
    if earlier:
        _unmark(page, table, place)
    if table.header:
        head = page.cell(table.header, place)
        head.value, head.font = say("intake.reason", lang), Font(bold=True)
        page.column_dimensions[head.column_letter].width = _WIDE
    at = faults(table)
    for row, one in gone.items():
        told = page.cell(row, place)
        told.value, told.fill = one.what(lang), fill
        told.alignment = Alignment(wrap_text=True, vertical="top")
        if one.column in at:
            _whole(page, row, at[one.column] + 1).fill = fill


def _whole(page: Any, row: int, column: int) -> Any:
    """Give the cell, or the one that holds the value where cells are merged."""
    cell = page.cell(row, column)
    for span in page.merged_cells.ranges:
        if span.min_row <= row <= span.max_row and span.min_col <= column <= span.max_col:
            return page.cell(span.min_row, span.min_col)
    return cell


def _unmark(page: Any, table: Table, place: int) -> None:
    """Take out what an earlier copy said and marked."""
    from openpyxl.styles import PatternFill

    for row in page.iter_rows(min_row=table.header + 1):
        for cell in row:
            if cell.fill.fill_type == "solid" and str(cell.fill.start_color.rgb)[-6:] == _RGB:
                cell.fill = PatternFill()
            if cell.column == place:
                cell.value = None


def _only_text(page: Any) -> None:
    """A text that begins like a formula stays a text, marked as such for the office program."""
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "-", "@"):
                cell.data_type = "s"
                cell.quotePrefix = True
