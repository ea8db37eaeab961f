"""Find the table in a sheet: title rows above, two-row and merged headers, totals and notes below."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.intake.columns import NOTHING_SAID, SAMPLE, Column, Headings, map_columns
from features.intake.content import UNTOLD
from features.intake.forbidden import quarantined
from features.intake.header import SENT_BACK, Kind
from features.intake.header_rows import Found, best_header, filled_head
from features.intake.merged import fill
from features.intake.row_kinds import data_rows
from features.intake.sheet import Sheet
from features.intake.tidy import tidy

NEEDED: dict[Kind, tuple[str, ...]] = {
    "posts": ("title", "employer_name"),
    "workers": ("name",),
    "employers": ("name",),
    "referrals": ("letter_number",),
    "arrears": ("employer_name",),
    "courses": ("title",),
    "attendance": ("name", "phone", "id_number", "worker_number"),
}
"""The columns a table is known by; one is enough in a header row, the rest are asked of each row."""
_SURE = 0.9
"""Score of a header row that is taken at its word."""


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one sheet's table: ``frame`` has one text column per field found, and ``row`` as people see it.

    ``raw`` are all cells of the data rows (columns ``0, 1, ...``); ``header`` is the row of the names, from
    1, and 0 where the names stand in no row.
    """

    sheet: str
    header: int
    columns: tuple[Column, ...]
    frame: pl.DataFrame
    raw: pl.DataFrame

    @property
    def fields(self) -> set[str]:
        """Give the fields that were found."""
        return {column.field for column in self.columns if column.field}

    @property
    def names(self) -> dict[str, str]:
        """Give the sheet's own name of each field."""
        return {column.field: column.name for column in self.columns if column.field}


def find_table(sheet: Sheet, kind: Kind, said: Headings = NOTHING_SAID) -> Table | None:
    """Give the table of a sheet, None where neither names nor cells tell the columns the kind needs."""
    if sheet.frame.is_empty():
        return None
    head = filled_head(sheet)
    found = best_header(head, kind, said)
    frame = fill(tidy(sheet.frame), sheet.merged)
    if found is not None:
        table = _table(sheet, frame, head, found, kind, said)
        if found.score >= _SURE or _enough(table.fields, kind):
            return table
    return _by_content(sheet, frame, head, kind, said)


def _enough(fields: set[str], kind: Kind) -> bool:
    needed = set(NEEDED[kind])
    return bool(needed & fields) if kind == "attendance" else needed <= fields


def _by_content(
    sheet: Sheet, frame: pl.DataFrame, head: list[list[str]], kind: Kind, said: Headings
) -> Table | None:
    """Take the columns by what stands in them, below names nobody knows or below no names at all."""
    width = max((sum(map(bool, row)) for row in head), default=0)
    if width < 2:
        return None
    full = [at for at, row in enumerate(head) if sum(map(bool, row)) > width / 2][:3]
    for at, depth in [(at, 1) for at in full] + [(full[0], 0)]:
        names = head[at] if depth else [""] * len(head[at])
        if depth and any(any(sign.isdigit() for sign in name) for name in names):
            continue
        table = _table(sheet, frame, head, Found(0.0, at, depth, names), kind, said)
        if _enough(table.fields, kind):
            return table
    return None


def _table(
    sheet: Sheet, frame: pl.DataFrame, head: list[list[str]], found: Found, kind: Kind, said: Headings
) -> Table:
    start = found.at + found.depth
    numbers = pl.Series("row", range(sheet.first, sheet.first + frame.height), dtype=pl.Int64)
    body = frame.with_columns(numbers).slice(start)
    body = body.filter(data_rows(body.drop("row"), [found.names, *head[max(found.at - 1, 0) : start]]))
    rows = [list(row) for row in body.drop("row").head(SAMPLE).iter_rows()]
    columns = map_columns(found.names, rows, kind, said, found.own)
    kept = [c for c in columns if c.field != SENT_BACK and not quarantined(c.field, c.name, kind)]
    chosen = [_told(c.index, c.field) for c in kept if c.field]
    header = sheet.first + start - 1 if found.depth and sheet.first else 0
    return Table(sheet.name, header, columns, body.select(*chosen, "row"), body)


def _told(index: int, name: str) -> pl.Expr:
    """Give a column by the name of its field; what stands for "not told" is an empty cell."""
    cell = pl.col(str(index))
    if name == "fee":  # none is a fee as well
        return cell.alias(name)
    return pl.when(cell.str.contains(UNTOLD)).then(pl.lit("")).otherwise(cell).alias(name)
