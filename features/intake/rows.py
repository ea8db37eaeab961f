"""What every kind shares: the rows taken, the rows sent back, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from features.intake import quick
from features.parse.bulk import read_column
from features.say import Lang, say


@dataclass(frozen=True, slots=True)
class Rejected:
    """Hold one row sent back: where it stands, the reason's name, the cell it is about and its text."""

    sheet: str
    row: int
    reason: str
    column: str = ""
    cell: str = ""
    value: str = ""

    def what(self, lang: Lang) -> str:
        """Say what is wrong with which cell, and what would be right."""
        return say(f"reason.{self.reason}", lang, column=self.column, cell=self.cell, value=self.value)

    def message(self, lang: Lang) -> str:
        """Say the same with the sheet and the row before it."""
        where = say("intake.where", lang, sheet=self.sheet, row=self.row).strip(" ，,")
        return f"{where}{say('intake.colon', lang)}{self.what(lang)}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what the reading of a table goes by: the day, the office's division, the day posts came in."""

    today: date
    near: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Hold what one table gave: ``records`` (one row each, with ``sheet`` and ``row``) and ``rejected``."""

    records: pl.DataFrame
    rejected: list[Rejected]


SPAN: dict[str, pl.DataType] = {"low": pl.Float64(), "high": pl.Float64()}


def column(frame: pl.DataFrame, name: str) -> pl.Series:
    """Give a column of the table; where the sheet has none, empty texts."""
    if name in frame.columns:
        return frame[name].fill_null("")
    return pl.Series(name, [""] * frame.height, dtype=pl.String)


def parsed(frame: pl.DataFrame, name: str, read: Any, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Read a column cell by cell (each distinct cell once) into the columns of ``schema``."""
    return read_column(column(frame, name), read, schema)


def one(frame: pl.DataFrame, name: str, read: Any, dtype: pl.DataType) -> pl.Series:
    """Read a column into one value a cell."""
    if dtype == pl.List(pl.String):
        return quick.lists(column(frame, name), read).rename(name)
    return parsed(frame, name, lambda cell: (read(cell),), {name: dtype})[name]


def send_back(
    frame: pl.DataFrame, tests: Sequence[tuple[str, str, pl.Series]], sheet: str, names: dict[str, str]
) -> tuple[pl.Series, list[Rejected]]:
    """Give the mask of rows that pass and a Rejected for every row that fails, its first failure named.

    ``tests``: reason, field of the cell it is about, mask of the rows that fail. ``names`` gives the
    sheet's own name of each field. Where a row stands for several records, it passes or fails as one.
    """
    passed = pl.Series([True] * frame.height, dtype=pl.Boolean)
    rejected: list[Rejected] = []
    for reason, field, fails in tests:
        failing = passed & fails.fill_null(False)
        rows, cells = frame.filter(failing)["row"], column(frame, field).filter(failing)
        rejected.extend(
            Rejected(sheet, row, reason, field, names.get(field, field), cell)
            for row, cell in zip(rows, cells, strict=True)
        )
        passed = passed & ~failing
    if "part" in frame.columns and rejected:
        passed &= ~frame["row"].is_in(list({one.row for one in rejected}))
        rejected = list({one.row: one for one in reversed(rejected)}.values())
    return passed, sorted(rejected, key=lambda r: r.row)


def repeated(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """Tell which rows repeat an earlier row in ``keys``; rows with every key empty never do."""
    have = [key for key in keys if key in frame.columns]
    if not have or frame.is_empty():
        return pl.Series([False] * frame.height, dtype=pl.Boolean)
    told = frame.select(pl.any_horizontal(pl.col(key).fill_null("") != "" for key in have)).to_series()
    first = frame.select(pl.struct(have).is_first_distinct()).to_series()
    return told & ~first


def joined(frame: pl.DataFrame, names: Sequence[str], mark: str) -> pl.DataFrame:
    """Join the columns the sheet has into one named ``text``, ``mark`` between what is told."""
    have = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in names if name in frame.columns]
    if not have:
        return pl.DataFrame({"text": [""] * frame.height}, schema={"text": pl.String})
    return frame.select(pl.concat_str(have, separator=mark, ignore_nulls=True).alias("text"))
