"""Say what an import did: JSON for programs, sentences for people, a workbook of the rows sent back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from features.codes.identity import mask_id
from features.errors import Unavailable
from features.intake.read import Read
from features.intake.rows import Rejected
from features.parse.phone import mask_phone
from features.say import Lang, say

FIELDS: dict[str, tuple[str, ...]] = {
    "posts": (
        "employer_name",
        "title",
        "headcount",
        "monthly_low",
        "monthly_high",
        "education",
        "age_low",
        "age_high",
        "place",
        "phone",
    ),
    "workers": (
        "name",
        "id_number",
        "birth_date",
        "phone",
        "education",
        "wanted",
        "monthly_low",
        "monthly_high",
        "place",
    ),
    "employers": ("name", "credit_code", "industry", "size", "place", "contact_name", "phone"),
    "referrals": (
        "letter_number",
        "slip",
        "slip_on",
        "slip_detail",
        "interviewed",
        "not_hired",
        "arrived_on",
    ),
}
"""The fields each kind's records show, in order."""
_EMPTY = ("name", "place", "phone", "id_number", "employer_name", "contact_name")


def to_json(read: Read, lang: Lang, reveal: bool = False) -> dict[str, Any]:
    """Give ``accepted, rejected, records``; identifying values are masked unless ``reveal``."""
    records = [_record(row, read.kind, reveal) for row in read.records.iter_rows(named=True)]
    return {
        "accepted": read.records.height,
        "rejected": [
            {
                "sheet": r.sheet,
                "row": r.row,
                "reason": r.reason,
                "message": _message(r, read.kind, lang, reveal),
            }
            for r in read.rejected
        ],
        "records": records,
    }


def _message(row: Rejected, kind: str, lang: Lang, reveal: bool) -> str:
    """Workers' cells stand in a message only when they may be seen."""
    if kind != "workers" or reveal or row.column == "age":
        return row.message(lang)
    hidden = mask_id(row.value) if row.column == "id_number" else "*" * min(len(row.value), 3)
    return Rejected(row.sheet, row.row, row.reason, row.column, row.cell, hidden).message(lang)


def _record(row: dict[str, Any], kind: str, reveal: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"sheet": row["sheet"], "row": row["row"]}
    for name in FIELDS[kind]:
        source = "contact_phone" if name == "phone" and kind != "workers" else name
        value = row[source]
        value = None if value == "" and name in _EMPTY else value
        value = value.isoformat() if isinstance(value, date) else value
        shown[name] = value if reveal else _masked(name, value, kind)
    return shown


def _masked(name: str, value: Any, kind: str) -> Any:
    if value is None or (kind != "workers" and name not in ("phone", "contact_name")):
        return value
    if name == "phone":
        return mask_phone(value)
    if name == "id_number":
        return mask_id(value)
    if name == "birth_date":
        return f"{value[:4]}-**-**"
    return value[:1] + "*" * (len(value) - 1) if name in ("name", "contact_name") else value


def write_rejects(read: Read, out: Path, lang: Lang) -> None:
    """Write the rows sent back as .xlsx: the sheet's own columns, the row number, what is wrong.

    Cells are written as text, so nothing in them can run as a formula; the cell at fault is coloured.
    Raises Unavailable where nothing can be written.
    """
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        _write_rejects(read, out, lang)
    except (OSError, XlsxWriterException) as error:
        raise Unavailable("file_unwritable", where=str(out), detail=error) from error


def _write_rejects(read: Read, out: Path, lang: Lang) -> None:
    import xlsxwriter

    out.touch(0o600)
    out.chmod(0o600)  # whole rows, with names and numbers: for nobody but who sent them
    by_sheet: dict[str, list[Rejected]] = {}
    for row in read.rejected:
        by_sheet.setdefault(row.sheet, []).append(row)
    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        wrong, bold = (
            book.add_format({"bg_color": "#FFD8D8", "text_wrap": True}),
            book.add_format({"bold": True}),
        )
        for table in read.tables:
            rows = by_sheet.get(table.sheet, [])
            page = book.add_worksheet(_sheet_name(table.sheet, read.tables.index(table)))
            names = [*(c.name for c in table.columns), say("intake.row", lang), say("intake.reason", lang)]
            for place, name in enumerate(names):
                page.write_string(0, place, name, bold)
            cells = dict(zip(table.frame["row"], table.raw, strict=True))
            at_fault = {c.field: c.index for c in table.columns if c.field}
            for line, row in enumerate(rows, start=1):
                for place, cell in enumerate(cells.get(row.row, [])):
                    page.write_string(line, place, cell, wrong if at_fault.get(row.column) == place else None)
                page.write_number(line, len(names) - 2, row.row)
                page.write_string(line, len(names) - 1, row.message(lang), wrong)


def _sheet_name(name: str, number: int) -> str:
    plain = "".join("_" if char in "[]:*?/\\'" else char for char in name)[:31]
    return plain or f"Sheet{number + 1}"
