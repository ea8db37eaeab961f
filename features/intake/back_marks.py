"""What every way of sending rows back shares: which rows, which cells, what they are marked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from features.intake.read import Read
from features.intake.rows import Rejected
from features.intake.table import Table

MARK = "#FFD8D8"
How = Literal["copy", "converted", "rows"]


def by_sheet(read: Read) -> dict[str, dict[int, Rejected]]:
    """Give the rows sent back as ``{sheet: {row: Rejected}}``."""
    found: dict[str, dict[int, Rejected]] = {}
    for one in read.rejected:
        found.setdefault(one.sheet, {})[one.row] = one
    return found


def faults(table: Table) -> Mapping[str, int]:
    """Give ``{field: column from 0}`` of a table."""
    return {column.field: column.index for column in table.columns if column.field}


def sheet_name(name: str, taken: Sequence[str]) -> str:
    """Give a name a workbook takes: no marks it refuses, 31 characters, none twice."""
    plain = "".join("_" if char in "[]:*?/\\'" else char for char in name)[:31] or "Sheet1"
    number, unique = 2, plain
    while unique.lower() in {one.lower() for one in taken}:
        unique, number = f"{plain[:27]}_{number}", number + 1
    return unique


def open_book(out: Path) -> Any:
    """Open a workbook to write: cells are text, nothing becomes a formula or a link."""
    import xlsxwriter

    return xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False})
