"""Say what speaks for and against a pair, from the scorer's own contributions.

A sentence is only said where its fact holds and points the way the scorer moved: "more pay than you
asked for" is never said of less. Features that tell the same thing are summed and said once.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from features.pairs import PAIR_FEATURES
from features.pairs.themes import themes
from features.say import Lang
from matching.rank import Pairs, Ranker
from matching.types import Floats, Mask, Reason

_LANGUAGES: tuple[Lang, Lang] = ("zh", "en")

LEAST = 0.01
"""A share of log value below this (one per cent) is not worth a sentence."""


def reasons(
    ranker: Ranker, pairs: Pairs, rows: npt.NDArray[np.int64] | None = None, top: int = 3, threads: int = 1
) -> list[tuple[Reason, ...]]:
    """Give at most ``top`` reasons for and ``top`` against, per asked row, the weightiest first.

    ``weight`` is the share of log value summed over the theme; both languages are filled.
    """
    asked = pairs if rows is None else pairs.take(rows)
    shares = ranker.contributions(asked, threads)
    good, bad = facts(asked.joined)
    picked = [_picked(shares[row], good[row], bad[row], top) for row in range(len(asked))]
    return _worded(asked.joined, picked)


def facts(joined: pl.DataFrame) -> tuple[Mask, Mask]:
    """Say per row and feature (n, features) whether the good and whether the bad sentence is true."""
    good = joined.select_seq(_conditions("good")).to_numpy().astype(np.bool_)
    bad = joined.select_seq(_conditions("bad")).to_numpy().astype(np.bool_)
    return good, bad


Pick = tuple[int, float]
"""Column of the feature that speaks for a theme, and the weight of the whole theme."""


def _picked(shares: Floats, good: Mask, bad: Mask, top: int) -> list[Pick]:
    spoken = [_speaker(shares, good, bad, columns) for _, columns in themes()]
    known = sorted((pick for pick in spoken if pick is not None), key=lambda pick: -abs(pick[1]))
    favourable = [pick for pick in known if pick[1] > 0][:top]
    return favourable + [pick for pick in known if pick[1] < 0][:top]


def _speaker(shares: Floats, good: Mask, bad: Mask, columns: tuple[int, ...]) -> Pick | None:
    weight = float(shares[list(columns)].sum())
    if abs(weight) < LEAST:
        return None
    true = good if weight > 0 else bad
    able = [column for column in columns if true[column] and shares[column] * weight > 0]
    return (max(able, key=lambda column: abs(shares[column])), weight) if able else None


def _worded(joined: pl.DataFrame, picked: list[list[Pick]]) -> list[tuple[Reason, ...]]:
    used = sorted({column for picks in picked for column, _ in picks})
    values = joined.select_seq(
        expr.fill_null("").alias(f"{column}:{name}")
        for column in used
        for name, expr in PAIR_FEATURES[column].values.items()
    )
    return [
        tuple(_reason(column, weight, _values(values, row, column)) for column, weight in picks)
        for row, picks in enumerate(picked)
    ]


def _values(values: pl.DataFrame, row: int, column: int) -> dict[str, str]:
    return {name: values[f"{column}:{name}"][row] for name in PAIR_FEATURES[column].values}


def _reason(column: int, weight: float, values: dict[str, str]) -> Reason:
    feature, side = PAIR_FEATURES[column], "good" if weight > 0 else "bad"
    said = [feature.sentence(side, lang, values) for lang in _LANGUAGES]
    return Reason(feature.name, round(weight, 4), said[0], said[1])


@cache
def _conditions(side: str) -> list[pl.Expr]:
    chosen = [(feature.name, getattr(feature, side)) for feature in PAIR_FEATURES]
    return [(pl.lit(False) if expr is None else expr.fill_null(False)).alias(name) for name, expr in chosen]
