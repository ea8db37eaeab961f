"""Open a file as sheets of text cells: .xlsx .xlsm .xls .ods .csv .tsv .txt, told by content, not by name.

Formulas are never run: their stored results are read. Macros and links are not looked at.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from features.intake.errors import FileUnreadable
from features.intake.ods_spans import ods_spans
from features.intake.sheet import Range, Sheet
from features.intake.text_file import read_text_file

MAX_BYTES = 512 * 2**20
MAX_UNPACKED = 2 * 2**30
"""Bytes of a workbook, packed and unpacked: what lies above is refused (memory, zip bombs)."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheets(path: Path) -> list[Sheet]:
    """Read every visible sheet. Raises FileUnreadable with what would be right."""
    if not path.is_file():
        raise FileUnreadable("file_missing", where=str(path))
    size = path.stat().st_size
    if size == 0:
        raise FileUnreadable("file_empty", where=path.name)
    if size > MAX_BYTES:
        raise FileUnreadable("file_too_large", where=path.name, size=size // 2**20, most=MAX_BYTES // 2**20)
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise FileUnreadable("file_closed", where=str(path), detail=error.strerror) from error
    if head.startswith(_ZIP) or head == _OLE:
        return _workbook(path, head.startswith(_ZIP))
    return [read_text_file(path)]


def _workbook(path: Path, zipped: bool) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if zipped:
        _check_zip(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            names = [meta.name for meta in book.sheets_metadata if _worksheet(meta)]
            spans = ods_spans(path) if zipped else {}
            sheets = [_sheet(book.get_sheet_by_name(name), spans.get(name, [])) for name in names]
    except PasswordError as error:
        raise FileUnreadable("file_locked", where=path.name) from error
    except (CalamineError, OSError, ValueError, ParseError) as error:
        code = "file_locked" if "ncrypted" in str(error) or "assword" in str(error) else "file_unreadable"
        raise FileUnreadable(code, where=path.name) from error
    return sheets


def _worksheet(meta: Any) -> bool:
    return str(meta.typ).endswith("WorkSheet") and str(meta.visible).endswith("Visible")


def _check_zip(path: Path) -> None:
    """Refuse what would unpack to more than memory allows, and what is cut off."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise FileUnreadable(where=path.name) from error
    if unpacked > MAX_UNPACKED:
        raise FileUnreadable(
            "file_too_large", where=path.name, size=unpacked // 2**20, most=MAX_UNPACKED // 2**20
        )


def _sheet(sheet: Any, spans: list[Range]) -> Sheet:
    top, left = sheet.start or (0, 0)
    rows: list[list[str]] = [[] for _ in range(top)]
    rows.extend(
        [""] * left + [cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)
    )
    merged = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []]
    return Sheet(sheet.name, rows, merged or spans)


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
