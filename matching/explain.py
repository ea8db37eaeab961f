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

_SIDES = ("good", "bad")

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
    weights = _weights(shares)
    picked = [_picked(weights[row], shares[row], good[row], bad[row], top) for row in range(len(asked))]
    return _worded(asked.joined, picked)


def facts(joined: pl.DataFrame) -> tuple[Mask, Mask]:
    """Say per row and feature (n, features) whether the good and whether the bad sentence is true."""
    places, asked = _conditions()
    said = joined.select_seq(asked).to_numpy().astype(np.bool_)
    true = np.zeros((joined.height, len(_SIDES) * len(PAIR_FEATURES)), dtype=np.bool_)
    true[:, places] = said
    good, bad = np.split(true, len(_SIDES), axis=1)
    return good, bad


Pick = tuple[int, float]
"""Column of the feature that speaks for a theme, and the weight of the whole theme."""


def _weights(shares: Floats) -> Floats:
    """Sum the shares (n, features) of each theme: (n, themes)."""
    order, starts = _grouped()
    weights: Floats = np.add.reduceat(shares[:, order], starts, axis=1)
    return weights


def _picked(weights: Floats, shares: Floats, good: Mask, bad: Mask, top: int) -> list[Pick]:
    told = themes()
    heavy = np.flatnonzero(np.abs(weights) >= LEAST).tolist()
    spoken = [_speaker(float(weights[n]), shares, good, bad, told[n][1]) for n in heavy]
    known = sorted((pick for pick in spoken if pick is not None), key=lambda pick: -abs(pick[1]))
    favourable = [pick for pick in known if pick[1] > 0][:top]
    return favourable + [pick for pick in known if pick[1] < 0][:top]


def _speaker(weight: float, shares: Floats, good: Mask, bad: Mask, columns: tuple[int, ...]) -> Pick | None:
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
def _conditions() -> tuple[list[int], list[pl.Expr]]:
    """Give the conditions of both sides that there are, and the column of each: good ones, then bad ones."""
    every = [getattr(feature, side) for side in _SIDES for feature in PAIR_FEATURES]
    there = [(place, expr) for place, expr in enumerate(every) if expr is not None]
    return [place for place, _ in there], [expr.fill_null(False).alias(str(place)) for place, expr in there]


@cache
def _grouped() -> tuple[list[int], list[int]]:
    """Give the columns theme by theme, and where each theme begins."""
    columns = [list(members) for _, members in themes()]
    starts = [sum(map(len, columns[:n])) for n in range(len(columns))]
    return [column for members in columns for column in members], starts
