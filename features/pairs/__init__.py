"""The only list of ranking inputs, computed alike in training and in serving.

``compute`` reads one joined frame (prefixes w_ worker, p_ post, e_ employer, h_ history; sim_dense,
sim_lexical, occ_relation, km, as_of ...), one row per pair. Nothing here reads sex, groups or age.
"""

from __future__ import annotations

import hashlib

import polars as pl

from features.pairs.feature import HEADS, Feature
from features.pairs.terms import NEEDS_MET, PAYS, PLACES
from features.pairs.times import PAST, TIMES
from features.pairs.work import WORK

__all__ = ["HEADS", "NAMES", "PAIR_FEATURES", "Feature", "compute", "fingerprint"]

PAIR_FEATURES: tuple[Feature, ...] = (*WORK, *PAYS, *PLACES, *NEEDS_MET, *TIMES, *PAST)
NAMES: tuple[str, ...] = tuple(feature.name for feature in PAIR_FEATURES)
_FEW = 5_000
"""Below this, handing 70 short columns to threads costs more than computing them."""

_EXPRESSIONS = [feature.expr.cast(pl.Float32).alias(feature.name) for feature in PAIR_FEATURES]


def compute(joined: pl.DataFrame) -> pl.DataFrame:
    """Give one float32 column per feature, in the order of PAIR_FEATURES; unknown is null."""
    return joined.select_seq(_EXPRESSIONS) if joined.height < _FEW else joined.select(_EXPRESSIONS)


def fingerprint() -> str:
    """Give a sha256 over names and directions: a bundle made for another list is refused."""
    lines = [f"{feature.name}:{feature.monotone}" for feature in PAIR_FEATURES]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
