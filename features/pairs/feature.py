"""One input of ranking: its expression over the joined frame and the sentences that explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from features.say import Lang, say

HEADS = ("accept", "hire", "stay")


@dataclass(frozen=True, slots=True)
class Feature:
    """Name one ranking input.

    ``monotone`` holds -1, 0 or 1 per head (accept, hire, stay): the direction that common sense
    demands. ``good`` and ``bad`` are true where the sentence ``pair.<name>.good`` or ``.bad`` is a
    fact; a sentence is only said where it is one. ``values`` fill its placeholders, as text.
    """

    name: str
    expr: pl.Expr
    monotone: tuple[int, int, int] = (0, 0, 0)
    good: pl.Expr | None = None
    bad: pl.Expr | None = None
    values: Mapping[str, pl.Expr] = field(default_factory=dict)

    def sentence(self, side: str, lang: Lang, values: Mapping[str, str]) -> str:
        """Say the favourable (``good``) or unfavourable (``bad``) fact in ``lang``."""
        return say(f"pair.{self.name}.{side}", lang, **values)


def up(name: str, expr: pl.Expr, good: pl.Expr | None, bad: pl.Expr | None, **values: pl.Expr) -> Feature:
    """Make a feature of which more is never worse, for any head."""
    return Feature(name, expr, (1, 1, 1), good, bad, values)


def down(name: str, expr: pl.Expr, good: pl.Expr | None, bad: pl.Expr | None, **values: pl.Expr) -> Feature:
    """Make a feature of which more is never better, for any head."""
    return Feature(name, expr, (-1, -1, -1), good, bad, values)


def free(name: str, expr: pl.Expr, good: pl.Expr | None, bad: pl.Expr | None, **values: pl.Expr) -> Feature:
    """Make a feature whose direction is left to the data."""
    return Feature(name, expr, (0, 0, 0), good, bad, values)
