"""One sheet as people see it: rows of text cells."""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold one sheet: rows of text cells; row 0 is row 1 of the sheet as people see it.

    ``merged``: first row, first column, last row, last column of merged cells, all from 0.
    """

    name: str
    rows: list[list[str]]
    merged: list[Range] = field(default_factory=list)
