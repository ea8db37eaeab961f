"""Which pairs are compared at all: neighbours within blocks of records that agree on a key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.types import Ints

Key = Sequence[pl.Expr]


def keys_of(frame: pl.DataFrame, parts: Key) -> Ints:
    """Give one number per row (n,) for the values of ``parts`` together; -1 where one of them is missing."""
    named = [part.alias(str(number)) for number, part in enumerate(parts)]
    whole = pl.all_horizontal(pl.col(str(n)).is_not_null() for n in range(len(named)))
    told = frame.select(named).select(
        pl.when(whole).then(pl.struct(pl.all()).rank("dense").cast(pl.Int64)).otherwise(-1).alias("key")
    )
    return told["key"].to_numpy()


def neighbours(key: Ints, order: npt.NDArray[np.generic], window: int) -> Ints:
    """Give the pairs of one key as ``smaller row * n + larger row``, each row with its next ``window``."""
    rows = np.flatnonzero(key >= 0)
    rows = rows[np.lexsort((order[rows], key[rows]))]
    pairs = [np.empty(0, np.int64)]
    for step in range(1, min(window, len(rows) - 1) + 1):
        a, b = rows[:-step], rows[step:]
        same = key[a] == key[b]
        if not same.any():
            break
        a, b = a[same], b[same]
        pairs.append(np.minimum(a, b) * len(key) + np.maximum(a, b))
    return np.concatenate(pairs)


def candidates(
    frame: pl.DataFrame, keys: Sequence[Key], order: npt.NDArray[np.generic], window: int
) -> tuple[Ints, Ints]:
    """Give the rows (a, b), a < b, of all pairs that share one of ``keys``, each pair once."""
    found = [neighbours(keys_of(frame, key), order, window) for key in keys]
    codes = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
    return codes // max(frame.height, 1), codes % max(frame.height, 1)
