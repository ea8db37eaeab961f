"""Search one side of the market: allowed rows in, the best rows out, with both similarities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from matching.index import FaissIndex, Index, IndexConfig
from matching.retrieve.lexical import Lexical
from matching.types import Floats, Ints, Mask


@dataclass(frozen=True, slots=True)
class RetrieveConfig:
    """Say how near by meaning and near by words are weighed, and how much one employer may fill."""

    dense: float = 0.6
    """Weight of the cosine of vectors; the words get the rest. 0.6 was best on Chinese titles; reciprocal
    ranks were worse than the vectors alone."""

    per_employer: float = 0.1
    """Share of the list that posts of one employer may take while others are left, at least ``least``."""

    least: int = 3
    """Posts of one employer that are always allowed."""

    wider: int = 3
    """Times k rows that are looked at where employers are known, so that others can take the places."""

    index: IndexConfig = field(default_factory=IndexConfig)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Hold the rows found, best first, each array ``(n,)``: both cosines and the fused score."""

    rows: Ints
    dense: Floats
    lexical: Floats
    score: Floats


class Retriever:
    """Hold vectors, words and owners of n rows. Nothing changes in it while it is searched."""

    def __init__(
        self, vectors: Floats, index: Index, lexical: Lexical, said: list[str], owners: Ints | None,
        config: RetrieveConfig,
    ) -> None:  # fmt: skip
        self.vectors, self.index, self.lexical = vectors, index, lexical
        self._said, self._owners, self.config = said, owners, config

    @classmethod
    def build(
        cls, vectors: Floats, ids: Ints, texts: Sequence[str], owners: Ints | None = None,
        config: RetrieveConfig | None = None,
    ) -> Self:  # fmt: skip
        """Make searchable: vectors ``(n, d)``, ids and employers ``(n,)``, one text per row."""
        chosen = config or RetrieveConfig()
        index = FaissIndex.build(vectors, ids, chosen.index)
        return cls(vectors, index, Lexical.build(texts), list(texts), owners, chosen)

    def texts(self, rows: Ints) -> list[str]:
        """Give the texts of some rows, as they were indexed."""
        return [self._said[row] for row in rows.tolist()]

    def search(self, queries: Floats, text: str, allowed: Mask | None, k: int) -> Found:
        """Give at most ``k`` allowed rows, best first, for a query said in ``(m, d)`` vectors and a text.

        Several vectors are several wishes: the nearest counts. While other employers are left, none
        takes more than its share of the list; its further posts fill what would stay empty.
        """
        looked = k if self._owners is None else k * self.config.wider
        near, rows = self.index.search(queries, looked, allowed)
        words = self.lexical.scores(text)
        rows = np.union1d(rows.ravel(), _top(words, allowed, looked)) if near.size else np.empty(0, np.int64)
        dense = (self.vectors[rows] @ queries.T).max(axis=1) if rows.size else np.empty(0, np.float32)
        score = self.config.dense * dense + (1 - self.config.dense) * words[rows]
        order = np.lexsort((rows, -score))
        order = order[self._spread(rows[order], k)]
        rows, dense, score = rows[order], dense[order], score[order]
        return Found(rows, dense.astype(np.float32), words[rows], score.astype(np.float32))

    def _spread(self, rows: Ints, k: int) -> Ints:
        """Give the places (sorted) of the k rows kept: first those within their employer's share."""
        if self._owners is None or len(rows) == 0:
            return np.arange(min(k, len(rows)))
        share = max(self.config.least, int(np.ceil(self.config.per_employer * k)))
        within = _nth(self._owners[rows]) < share
        kept = np.concatenate([np.flatnonzero(within), np.flatnonzero(~within)])[:k]
        return np.sort(kept)


def _top(words: Floats, allowed: Mask | None, k: int) -> Ints:
    """Give the k allowed rows that share most words; rows that share none are not among them."""
    hit = np.flatnonzero(words > 0 if allowed is None else (words > 0) & allowed)
    if len(hit) > k:
        hit = hit[np.argpartition(-words[hit], k - 1)[:k]]
    return hit


def _nth(owners: Ints) -> Ints:
    """Give for each place how many earlier places have the same owner."""
    order = np.argsort(owners, kind="stable")
    lined = owners[order]
    starts = np.flatnonzero(np.concatenate(([True], lined[1:] != lined[:-1])))
    counts = np.diff(np.concatenate((starts, [len(lined)])))
    nth = np.empty(len(owners), dtype=np.int64)
    nth[order] = np.arange(len(owners)) - np.repeat(starts, counts)
    return nth
