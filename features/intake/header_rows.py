"""Find the row, or the two rows, that name the columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from features.intake.columns import Headings
from features.intake.header import SENT_BACK, Kind, field_of, field_of_two, plain
from features.intake.merged import spread_head
from features.intake.sheet import Sheet
from features.parse.clean import visible

_CODE = re.compile(r"\s*[a-z]{3}\d{3}\s*$", re.IGNORECASE)
"""A field code of the ministry, which is a name for all its digits."""
SEARCHED = 15
"""Rows in which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hold where the header stands: row ``at`` from 0, ``depth`` rows, one name per column, how sure.

    ``own`` are the names of the last header row alone, without the group that stands above them.
    """

    score: float
    at: int
    depth: int
    names: list[str]
    own: list[str] = field(default_factory=list)


def filled_head(sheet: Sheet) -> list[list[str]]:
    """Give the first rows as they are seen, the value of merged cells in every cell they cover."""
    rows = [[visible(cell) for cell in row] for row in sheet.head(SEARCHED + 2)]
    return spread_head(rows, sheet.merged)


def best_header(rows: list[list[str]], kind: Kind, said: Headings) -> Found | None:
    """Give the row that names most fields; None where no row names any."""
    best: Found | None = None
    for at in range(min(SEARCHED, len(rows))):
        for depth in (1, 2) if at + 1 < len(rows) and _is_second_row(rows, at, kind) else (1,):
            names, own = _names(rows, at, depth), rows[at + 1] if depth == 2 else []
            score = _score(names, own, kind, said) - (0.5 if depth == 2 else 0.0) - 0.01 * at
            if best is None or score > best.score:
                best = Found(score, at, depth, names, list(own))
    return best if best is not None and best.score >= 0.5 else None


def _names(rows: list[list[str]], at: int, depth: int) -> list[str]:
    if depth == 1:
        return list(rows[at])
    lower = rows[at + 1]
    upper = _spread(rows[at], lower)
    return [a if a == b or not b else f"{a}{b}" if a else b for a, b in zip(upper, lower, strict=True)]


def _spread(upper: list[str], lower: list[str]) -> list[str]:
    """Let an upper name reach over the empty cells to its right that have a name below."""
    spread: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        spread.append(above or (spread[-1] if spread and below else ""))
    return spread


def _is_second_row(rows: list[list[str]], at: int, kind: Kind) -> bool:
    """A second header row holds names, not values: most of its own or joined names are known.

    Nor do values stand above it: a header repeated further down has a row of the table over it.
    """
    upper, lower = _spread(rows[at], rows[at + 1]), rows[at + 1]
    below = [b for a, b in zip(upper, lower, strict=True) if b and a != b]
    if not below or any(_is_value(cell) for cell in (*rows[at], *below)):
        return False
    both = [f"{a}{b}" for a, b in zip(upper, lower, strict=True) if b and a != b]
    known = sum(
        field_of(a, kind) is not None or field_of(b, kind) is not None
        for a, b in zip(below, both, strict=True)
    )
    short = all(len(plain(cell)) < (20 if cell.isascii() else 10) for cell in below)
    return known >= len(below) / 2 and len(below) < len([c for c in lower if c]) + 1 and short


def _is_value(cell: str) -> bool:
    return re.search(r"\d{3,}", cell) is not None and _CODE.match(cell) is None


def _score(names: list[str], own: list[str], kind: Kind, said: Headings) -> float:
    """Count the fields a row names; a row of values names few, and long cells are no names."""
    found: dict[str, float] = {}
    for name, alone in zip_longest(names, own, fillvalue=""):
        known = _known(name, alone, kind, said)
        if known and len(name) <= 24:
            found[known[0]] = max(found.get(known[0], 0.0), known[1])
    told = sum(1 for name in names if name)
    return sum(found.values()) * (0.5 + 0.5 * len(found) / told) if told else 0.0


def _known(name: str, alone: str, kind: Kind, said: Headings) -> tuple[str, float] | None:
    told = said.said(name) if name else None
    if told is not None:
        return told[0] or f"-{name}", 1.0
    known = field_of_two(name, alone, kind)
    return known if known is None or known[0] != SENT_BACK else (SENT_BACK, 0.1)
