"""Send rows back: a copy of the same workbook, the cells marked, a column saying what is wrong.

A workbook of .xlsx keeps its layout as it is; every other file comes back as .xlsx with the same rows; past
20,000 rows only the rows sent back come, with their row numbers. Each of them can be corrected and imported.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from features.errors import Unavailable
from features.intake.back_marks import MARK, How, by_sheet, faults, open_book, sheet_name
from features.intake.read import Read
from features.intake.rows import Rejected
from features.intake.table import Table
from features.say import Lang, say

MOST_ROWS = 20_000
"""Rows of a file that is copied whole."""


def write_rejects(read: Read, out: Path, lang: Lang, rows: int | None = None) -> How:
    """Write what goes back to ``out`` and say how: ``copy``, ``converted`` to .xlsx, or ``rows`` alone.

    Nothing in a cell can run as a formula. Raises Unavailable where nothing can be written.
    """
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        out.touch(0o600)
        out.chmod(0o600)  # whole rows, with names and numbers: for nobody but who sent them
        if (read.rows if rows is None else rows) > MOST_ROWS:
            return _rows_alone(read, out, lang)
        if is_xlsx(read.path):
            from features.intake.back_copy import copy_workbook

            return copy_workbook(read, out, lang)
        from features.intake.back_converted import convert

        return convert(read, out, lang)
    except (OSError, XlsxWriterException) as error:
        raise Unavailable("file_unwritable", where=str(out), detail=error) from error


def is_xlsx(path: Path) -> bool:
    """Say whether a file is a workbook of Office Open XML, by its content."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _rows_alone(read: Read, out: Path, lang: Lang) -> How:
    gone = by_sheet(read)
    names: list[str] = []
    with open_book(out) as book:
        wrong = book.add_format({"bg_color": MARK, "text_wrap": True})
        bold = book.add_format({"bold": True})
        for table in read.tables:
            names.append(sheet_name(table.sheet, names))
            page = book.add_worksheet(names[-1])
            heads = [*(c.name for c in table.columns), say("intake.row", lang), say("intake.reason", lang)]
            for place, name in enumerate(heads):
                page.write_string(0, place, name, bold)
            _write_rows(page, table, gone.get(table.sheet, {}), wrong, lang)
    return "rows"


def _write_rows(page: Any, table: Table, gone: dict[int, Rejected], wrong: Any, lang: Lang) -> None:
    at, width = faults(table), len(table.columns)
    rows = (row for row in table.raw.iter_rows(named=True) if row["row"] in gone)
    for line, row in enumerate(rows, start=1):
        one = gone[row["row"]]
        for place in range(width):
            marked = wrong if at.get(one.column) == place else None
            page.write_string(line, place, row[str(place)], marked)
        page.write_number(line, width, row["row"])
        page.write_string(line, width + 1, one.what(lang), wrong)
