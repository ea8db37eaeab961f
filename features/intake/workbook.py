"""Open a file as sheets of text cells: .xlsx .xls .ods .csv .tsv .txt .json .ndjson, told by content.

Formulas are never run: their stored results are read. Macros and links are neither run nor followed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from features.intake.errors import FileUnreadable
from features.intake.json_file import looks_like_json, read_json_file
from features.intake.ods_spans import ods_spans
from features.intake.package import check_zip
from features.intake.sheet import Range, Sheet, columns
from features.intake.text_file import read_text_file

MAX_BYTES = 512 * 2**20
"""Bytes of a file: one above is refused before anything of it is read."""
MAX_CELLS = 60_000_000
"""Cells of one sheet, empty ones counted: a lone cell in the last row would otherwise fill the memory."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"{\\rtf", b"%pdf")


def read_sheets(path: Path) -> list[Sheet]:
    """Read every visible sheet. Raises FileUnreadable with what would be right."""
    head = check_file(path)
    if head.startswith(ZIP) or head.startswith(OLE):
        return _workbook(path, head.startswith(ZIP))
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise FileUnreadable("file_markup", where=path.name)
    if looks_like_json(path):
        return read_json_file(path)
    return [read_text_file(path)]


def check_file(path: Path) -> bytes:
    """Give the first bytes of a file, or raise FileUnreadable by its size, its rights, its absence."""
    if not path.is_file():
        raise FileUnreadable("file_missing", where=str(path))
    size = path.stat().st_size
    if size == 0:
        raise FileUnreadable("file_empty", where=path.name)
    if size > MAX_BYTES:
        raise FileUnreadable("file_too_large", where=path.name, size=size // 2**20, most=MAX_BYTES // 2**20)
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise FileUnreadable("file_closed", where=str(path), detail=error.strerror) from error


def _workbook(path: Path, zipped: bool) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if zipped:
        check_zip(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            names = [meta.name for meta in book.sheets_metadata if worksheet(meta)]
            spans = ods_spans(path) if zipped else {}
            return [_sheet(book.get_sheet_by_name(name), spans.get(name, []), path.name) for name in names]
    except PasswordError as error:
        raise FileUnreadable("file_locked", where=path.name) from error
    except (CalamineError, OSError, ValueError, ParseError) as error:
        code = "file_locked" if "ncrypted" in str(error) or "assword" in str(error) else "file_unreadable"
        raise FileUnreadable(code, where=path.name) from error


def worksheet(meta: Any) -> bool:
    """Say whether a sheet holds cells and is shown."""
    return str(meta.typ).endswith("WorkSheet") and str(meta.visible).endswith("Visible")


def _sheet(sheet: Any, spans: list[Range], name: str) -> Sheet:
    bottom, right = sheet.end or (-1, -1)
    if (bottom + 1) * (right + 1) > MAX_CELLS:
        raise FileUnreadable("file_too_many_cells", where=name, sheet=sheet.name, most=MAX_CELLS)
    merged = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []]
    return Sheet(sheet.name, columns(_rows(sheet)), merged or spans)


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Give the rows from the first on; calamine leaves out empty columns on the left, but no rows."""
    before = [""] * (sheet.start or (0, 0))[1]
    for row in sheet.iter_rows():
        yield before + [cell if type(cell) is str else cell_text(cell) for cell in row]


def cell_text(cell: Any) -> str:
    """Give a cell as a person reads it: whole numbers without a point, days as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, dt.datetime) and (cell.hour, cell.minute, cell.second) != (0, 0, 0):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, dt.date):
        return cell.strftime("%Y-%m-%d")
    return "" if cell is None else str(cell)
