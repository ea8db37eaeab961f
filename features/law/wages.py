"""Minimum wages by place and date. Only sourced figures; a place without one is unknown, never guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from features.law.errors import WageTableBad


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """Hold one figure: yuan a month (full-time) and an hour (part-time), from a day on, with its source."""

    prefix: str
    place: str
    since: date
    monthly: int
    hourly: float
    source: str


class MinimumWages:
    """Answer which minimum holds for a place of work on a day."""

    def __init__(self, rows: Iterable[MinimumWage] = ()) -> None:
        self.rows = tuple(rows)

    def on(self, division: str, day: date) -> MinimumWage | None:
        """Give the figure of the smallest division that has one, the newest in force; None = unknown."""
        held = [
            row for row in self.rows if row.since <= day and row.prefix and division.startswith(row.prefix)
        ]
        return max(held, key=lambda row: (len(row.prefix), row.since), default=None)


def load_wages(path: Path) -> MinimumWages:
    """Read the office's table: division_prefix, place, since, monthly, hourly, source (.csv, UTF-8).

    Raises WageTableBad naming the line; a row without a source is refused.
    """
    return parse_wages(path.read_text("utf-8-sig"), path.name)


def parse_wages(text: str, name: str) -> MinimumWages:
    """Read such a table from its text; ``name`` stands in the message of WageTableBad."""
    return MinimumWages(_read(text.splitlines(), name))


@cache
def shipped_wages() -> MinimumWages:
    """Give the table that comes with the program: the header alone, until an office adds sourced figures."""
    text = files("features.law").joinpath("minimum_wages.csv").read_text("utf-8")
    return MinimumWages(_read(text.splitlines(), "minimum_wages.csv"))


def _read(lines: list[str], name: str) -> list[MinimumWage]:
    rows = []
    for number, line in enumerate(csv.DictReader(lines), start=2):
        try:
            row = MinimumWage(
                line["division_prefix"].strip(),
                line["place"].strip(),
                date.fromisoformat(line["since"].strip()),
                int(line["monthly"]),
                float(line["hourly"]),
                line["source"].strip(),
            )
        except (KeyError, ValueError, AttributeError, TypeError) as error:
            raise WageTableBad(where=f"{name}:{number}", row=number) from error
        if not row.source or not row.prefix.isdigit():
            raise WageTableBad(where=f"{name}:{number}", row=number)
        rows.append(row)
    return rows
