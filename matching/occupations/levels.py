"""Read the four levels of a CSCO code: ``6-29-01-01`` lies in ``6-29-01-00``, that in ``6-29-00-00``."""

from __future__ import annotations

LEVELS = 4
_EMPTY = "00"


def at_level(code: str, level: int) -> str:
    """Give the code cut to its first ``level`` parts (1..4), the rest filled with zeros."""
    parts = code.split("-")
    return "-".join([*parts[:level], *[_EMPTY] * (LEVELS - level)])


def level_of(code: str) -> int:
    """Give how many parts of the code say something (1..4)."""
    parts = code.split("-")
    return max((n for n, part in enumerate(parts, start=1) if part != _EMPTY), default=0)


def shared_levels(left: str, right: str) -> int:
    """Give how many leading parts two codes share, 0..4; zero parts share nothing."""
    depth = min(level_of(left), level_of(right))
    ours, theirs = left.split("-")[:depth], right.split("-")[:depth]
    return next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b), depth)
