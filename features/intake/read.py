"""Read one file of one kind: every sheet's table, every row taken or sent back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl

from features.intake.errors import NoTable
from features.intake.header import QUARANTINED, Kind
from features.intake.rows import Rejected, Taken
from features.intake.table import NEEDED, Table, find_table
from features.intake.workbook import read_sheets

COLUMNS: dict[Kind, str] = {
    "posts": "岗位名称, 企业名称", "workers": "姓名", "employers": "企业名称", "referrals": "介绍信编号",
}  # fmt: skip
"""What a header row must name, as the error says it."""


@dataclass(frozen=True, slots=True)
class Read:
    """Hold what one file gave. ``records`` carries ``sheet`` and ``row`` of where each row stood."""

    kind: Kind
    path: Path
    digest: str
    records: pl.DataFrame
    rejected: list[Rejected]
    tables: list[Table] = field(default_factory=list)

    @property
    def quarantined(self) -> tuple[str, ...]:
        """Give the names of the columns that were read but neither stored nor ranked on."""
        found = (c.name for table in self.tables for c in table.columns if c.field in QUARANTINED)
        return tuple(dict.fromkeys(found))


def read_file(kind: Kind, path: Path, today: date, near: str = "", opened_on: date | None = None) -> Read:
    """Read a file without touching the store.

    ``near``: the office's division code; ``opened_on``: the day posts count as received, where the sheet's
    own day shall not count. Raises FileUnreadable, or NoTable where no sheet holds such a table.
    """
    tables = [table for sheet in read_sheets(path) if (table := find_table(sheet, kind)) is not None]
    tables = [table for table in tables if set(NEEDED[kind]) & table.fields]
    if not tables:
        raise NoTable(where=path.name, columns=COLUMNS[kind])
    taken = [_read(kind, table, today, near, opened_on) for table in tables]
    records = pl.concat([one.records for one in taken], how="vertical_relaxed")
    rejected = [row for one in taken for row in one.rejected]
    return Read(kind, path, _digest(path), records, rejected, tables)


def _read(kind: Kind, table: Table, today: date, near: str, opened_on: date | None) -> Taken:
    if kind == "posts":
        from features.intake.posts import read_posts

        return read_posts(table, today, near, opened_on)
    if kind == "workers":
        from features.intake.workers import read_workers

        return read_workers(table, today, near)
    if kind == "employers":
        from features.intake.employers import read_employers

        return read_employers(table, today, near)
    from features.intake.slips import read_slips

    return read_slips(table, today)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return sha256(file.read()).hexdigest()
