"""Search exactly with numpy: the oracle that every other index is held to."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np

from matching.index import files
from matching.index.base import IndexConfig, check_new, check_query, check_rows, ordered
from matching.types import Floats, Ints, Mask


class ExactIndex:
    """Multiply every query with every allowed row."""

    def __init__(self, vectors: Floats, ids: Ints, config: IndexConfig | None = None) -> None:
        self.vectors, self.ids = check_rows(vectors, ids)
        self.config = config or IndexConfig()
        self.dim: int = self.vectors.shape[1]

    @classmethod
    def build(cls, vectors: Floats, ids: Ints, config: IndexConfig | None = None) -> Self:
        """Make an index of float32 ``(n, d)`` vectors named by distinct int64 ``(n,)`` ids."""
        return cls(vectors, ids, config)

    def search(self, queries: Floats, k: int, allowed: Mask | None = None) -> tuple[Floats, Ints]:
        """Give scores and rows ``(q, min(k, allowed rows))``, best first, ties by row."""
        asked = check_query(queries, allowed, self.dim, len(self.ids))
        rows = np.arange(len(self.ids)) if allowed is None else np.flatnonzero(allowed)
        width = min(max(k, 0), len(rows))
        scores = asked @ self.vectors[rows].T
        # every score that could stand among the first `width`, so that ties are cut by row, not by luck
        order = np.lexsort((np.broadcast_to(rows, scores.shape), -scores), axis=1)[:, :width]
        return ordered(np.take_along_axis(scores, order, 1), rows[order])

    def add(self, vectors: Floats, ids: Ints) -> None:
        """Append rows; an id that is there already raises InputError."""
        rows, names = check_rows(vectors, ids, self.dim)
        check_new(self.ids, names)
        self.vectors, self.ids = np.vstack([self.vectors, rows]), np.concatenate([self.ids, names])

    def remove(self, ids: Ints) -> int:
        """Drop the rows with these ids and give how many there were."""
        kept = ~np.isin(self.ids, ids)
        self.vectors, self.ids = self.vectors[kept], self.ids[kept]
        return int((~kept).sum())

    def save(self, folder: Path) -> None:
        """Write ``index.json``, ``ids.npy`` and ``vectors.npy``."""
        with files.writing(folder, "exact", self.config, len(self.ids), self.dim) as at:
            np.save(at / "ids.npy", self.ids)
            np.save(at / "vectors.npy", self.vectors)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open a saved folder; damaged files raise Integrity."""
        config = files.verified(folder, "exact")
        return cls(np.load(folder / "vectors.npy"), np.load(folder / "ids.npy"), config)
