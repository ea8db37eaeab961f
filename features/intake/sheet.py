"""One sheet as people see it: columns of text cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

Range = tuple[int, int, int, int]
_CHUNK = 20_000
"""Rows turned into columns at a time: what is held twice stays small."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold one sheet: text columns named ``0, 1, ...``; empty cells are empty texts.

    ``merged``: first row, first column, last row, last column of merged cells, all from 0. ``first`` is the
    number people see at row 0 of the frame: 1, or 0 for records whose field names stand in no row (.json).
    """

    name: str
    frame: pl.DataFrame
    merged: list[Range] = field(default_factory=list)
    first: int = 1

    def head(self, n: int) -> list[list[str]]:
        """Give the first ``n`` rows as lists of cells."""
        return [list(row) for row in self.frame.head(n).iter_rows()]


def columns(rows: Iterable[Sequence[str]]) -> pl.DataFrame:
    """Turn rows of text cells, of any lengths, into a frame as :class:`Sheet` holds it."""
    parts = list(_parts(iter(rows)))
    if not parts:
        return pl.DataFrame()
    whole = pl.concat(parts, how="diagonal")
    return whole.select(pl.col(name).fill_null("") for name in sorted(whole.columns, key=int))


def _parts(rows: Iterator[Sequence[str]]) -> Iterator[pl.DataFrame]:
    while chunk := list(islice(rows, _CHUNK)):
        width = max(1, *map(len, chunk))
        even = (row if len(row) == width else [*row, *[""] * (width - len(row))] for row in chunk)
        across = {str(at): cells for at, cells in enumerate(zip(*even, strict=True))}
        yield pl.DataFrame(across, schema=dict.fromkeys(across, pl.String()))
