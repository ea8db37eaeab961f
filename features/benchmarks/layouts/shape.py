"""What a simulated sheet is made of: items with columns, lines with their truth, pages, the layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

import numpy as np

Cell = str | int | float | date | None
Truth = dict[str, Any]
"""``{field: right value}``; a field that is there with None must stay empty, one that is not there may be
anything."""
Role = Literal["title", "head", "data", "blank", "total", "note"]
Draw = np.random.Generator
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Head:
    """Name one column: ``flat`` where it stands alone, ``group`` over ``name`` in a header of two rows."""

    flat: str
    group: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what one item says of one row: a cell per column, and what that means."""

    cells: tuple[Cell, ...]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one thing a sheet tells, over one or several neighbouring columns.

    ``make(draw, telling)`` writes one row; ``telling`` asks for a way of writing that cannot be taken for
    anything else, for columns whose header does not say what they hold.
    """

    name: str
    heads: tuple[Head, ...]
    make: Callable[[Draw, bool], Said]
    fields: tuple[str, ...] = ()
    telling: bool = False
    required: bool = False
    own: tuple[Said, ...] = ()
    """Rows drawn beforehand, where they must differ from each other."""


@dataclass(slots=True)
class Line:
    """Hold one row of a page. A data line has one truth per record it holds, or reasons to send it back."""

    role: Role
    cells: list[Cell]
    records: list[Truth] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    """Any of these is right; ``("*",)`` = any reason at all; empty = the row can be taken."""


@dataclass(slots=True)
class Page:
    """Hold one sheet: lines from the top, and merged areas (row, column, last row, last column; from 0)."""

    name: str
    lines: list[Line]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def data(self) -> list[tuple[int, Line]]:
        """Give the data lines with their row numbers, counted from 1 as seen in the sheet."""
        return [(number, line) for number, line in enumerate(self.lines, 1) if line.role == "data"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold one simulated file and what reading it must give."""

    seed: int
    kind: str
    suffix: str
    encoding: str
    pages: tuple[Page, ...]
    troubles: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Count the rows that must be taken or sent back."""
        return sum(len(page.data()) for page in self.pages)

    def truth(self) -> list[tuple[str, int, Line]]:
        """Give page, row and line of all data, rows from 1 as seen in the file; a tree has no header."""
        above = 1 if self.suffix in ("json", "ndjson") else 0
        return [(page.name, number - above, line) for page in self.pages for number, line in page.data()]


def pick(draw: Draw, choices: Sequence[T]) -> T:
    """Draw one of a few things, each as likely."""
    return choices[int(draw.integers(len(choices)))]


def chance(draw: Draw, p: float) -> bool:
    """Say yes with probability ``p``."""
    return bool(draw.random() < p)
