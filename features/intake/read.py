"""Read one file of one kind: every sheet's table, every row taken or sent back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import file_digest
from importlib import import_module
from pathlib import Path

import polars as pl

from features.errors import InputError
from features.intake.columns import NOTHING_SAID, Column, Headings
from features.intake.errors import NoTable
from features.intake.forbidden import quarantined
from features.intake.header import Kind, plain
from features.intake.notes import Note, notes_of
from features.intake.rows import Asked, Rejected, Taken
from features.intake.sheet import Sheet
from features.intake.table import NEEDED, Table, find_table
from features.intake.workbook import read_sheets

READERS: dict[Kind, str] = {
    "posts": "posts:read_posts", "workers": "workers:read_workers", "employers": "employers:read_employers",
    "referrals": "slips:read_slips", "arrears": "arrears:read_arrears", "courses": "courses:read_courses",
    "attendance": "attendance:read_attendance",
}  # fmt: skip
JUDGED: tuple[Kind, ...] = ("referrals", "attendance")
"""Kinds whose rows name records of the store: it may send rows back as well."""
Tell = Callable[[str, float], None]
"""Hear how far the reading is: a stage's name and a share of the whole in 0..1."""


@dataclass(frozen=True, slots=True)
class Read:
    """Hold what one file gave. ``records`` carries ``sheet`` and ``row`` of where each row stood.

    Several records of one row (posts told in one cell) are counted by ``part``, from 1.
    """

    kind: Kind
    path: Path
    digest: str
    records: pl.DataFrame
    rejected: list[Rejected]
    tables: list[Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rows: int = 0
    """Rows of all sheets of the file, whatever stands in them."""

    @property
    def accepted(self) -> int:
        """Count the rows taken; a row that tells several posts is one row."""
        where = [name for name in ("sheet", "row") if name in self.records.columns]
        return self.records.select(pl.struct(where).n_unique()).item() if self.records.height else 0

    @property
    def columns(self) -> list[Column]:
        """Give the columns of all tables."""
        return [column for table in self.tables for column in table.columns]

    @property
    def quarantined(self) -> tuple[str, ...]:
        """Give the names of the columns that were read but neither stored nor ranked on."""
        found = (c.name or c.field or "" for c in self.columns if quarantined(c.field, c.name, self.kind))
        return tuple(dict.fromkeys(found))


def read_file(
    kind: Kind,
    path: Path,
    today: date,
    near: str = "",
    opened_on: date | None = None,
    *,
    headings: Headings = NOTHING_SAID,
    tell: Tell = lambda stage, share: None,
) -> Read:
    """Read a file without touching the store.

    ``near``: the office's division code; ``opened_on``: the day posts count as received, where the sheet's
    own day shall not count; ``headings``: what people said columns stand for. Raises FileUnreadable, NoTable
    where no sheet holds such a table, InputError for a given heading that no sheet has.
    """
    tell("opening", 0.0)
    sheets = read_sheets(path)
    tell("finding", 0.3)
    notes = notes_of(path, sheets)
    tables, without = _tables(sheets, kind, headings)
    if not tables:
        raise NoTable(where=path.name, fields=",".join(NEEDED[kind]))
    _check_given(headings, tables, path.name)
    rows = sum(sheet.frame.height for sheet in sheets)
    sheets.clear()
    taken = []
    for number, table in enumerate(tables):
        tell("reading", 0.4 + 0.55 * number / len(tables))
        taken.append(_read(kind, table, Asked(today, near, opened_on)))
    records = pl.concat([one.records for one in taken], how="vertical_relaxed")
    rejected = [row for one in taken for row in one.rejected]
    tables = [_slim(table, kind, rejected) for table in tables]
    notes += [Note("no_table", sheet=name) for name in without]
    return Read(kind, path, _digest(path), records, rejected, tables, notes, rows)


def _slim(table: Table, kind: Kind, rejected: list[Rejected]) -> Table:
    """Keep of the cells only the rows that go back, or may yet when the store has judged them."""
    raw = table.raw
    if kind not in JUDGED:
        raw = raw.filter(pl.col("row").is_in([one.row for one in rejected if one.sheet == table.sheet]))
    return replace(table, frame=table.frame.clear(), raw=raw)


def _tables(sheets: list[Sheet], kind: Kind, said: Headings) -> tuple[list[Table], list[str]]:
    """Give the tables, and the names of the sheets with cells in which none was found."""
    tables, without = [], []
    for sheet in sheets:
        table = find_table(sheet, kind, said)
        if table is not None and set(NEEDED[kind]) & table.fields:
            tables.append(table)
        elif not sheet.frame.is_empty():
            without.append(sheet.name)
    return tables, without


def _check_given(said: Headings, tables: list[Table], where: str) -> None:
    names = {plain(c.name): c.name for table in tables for c in table.columns if c.name}
    missing = next((name for name in said.given if name not in names), None)
    if missing is not None:
        raise InputError("map_column", where=where, column=missing, names="、".join(names.values()))


def _read(kind: Kind, table: Table, asked: Asked) -> Taken:
    module, _, name = READERS[kind].partition(":")
    taken: Taken = getattr(import_module(f"features.intake.{module}"), name)(table, asked)
    return taken


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
