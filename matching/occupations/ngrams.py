"""Count the character n-grams of short titles: the same function learns and serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from matching.types import Floats, Ints

LONGEST = 3
TITLE = 60
"""Characters of a title that are read."""


def ngrams(title: str) -> set[str]:
    """Give the distinct runs of 1 to 3 characters of a cleaned title, spaces left out."""
    text = title.replace(" ", "")[:TITLE]
    return {text[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(text) - n + 1)}


def looked_up(titles: Sequence[str], rows: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Give the known n-grams of all titles as one row of numbers, and how many each title has."""
    found = [sorted(rows[gram] for gram in ngrams(title) if gram in rows) for title in titles]
    counts = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    return np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(counts.sum())), counts


def pooled(flat: Ints, counts: Ints, table: Floats, weight: Floats) -> Floats:
    """Give the tf-idf vectors (unit length) of the titles times ``table``: float32 ``(n, r)``."""
    out = np.zeros((len(counts), table.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(counts)
    if filled.size:
        starts = np.concatenate(([0], np.cumsum(counts[filled])[:-1]))
        total = np.add.reduceat(table[flat] * weight[flat, None], starts, axis=0)
        out[filled] = total / np.sqrt(np.add.reduceat(weight[flat] ** 2, starts))[:, None]
    return out
