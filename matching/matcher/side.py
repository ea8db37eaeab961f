"""One side of the market held in memory, ready to be searched: posts, or workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from features.text import post_text, worker_text
from matching.eligibility import Sided, posts_sided, workers_sided
from matching.pairing import Prepared
from matching.retrieve import Retriever
from matching.types import Ints


@dataclass(frozen=True, eq=False)
class Side:
    """Hold n prepared rows, the retriever over them and what the gates read; replaced as a whole."""

    prepared: Prepared
    ids: Ints
    retriever: Retriever
    sided: Sided

    @classmethod
    def of_posts(
        cls, prepared: Prepared, employers: pl.DataFrame, texts: Sequence[str] | None = None
    ) -> Side:
        """Make posts searchable; at most some posts of one employer enter a list."""
        frame = prepared.frame
        ids = frame["post_id"].to_numpy().astype(np.int64)
        owners = frame["employer_id"].to_numpy().astype(np.int64)
        words = post_text(frame) if texts is None else texts
        retriever = Retriever.build(prepared.vectors, ids, words, owners)
        return cls(prepared, ids, retriever, posts_sided(frame, employers))

    @classmethod
    def of_workers(cls, prepared: Prepared, texts: Sequence[str] | None = None) -> Side:
        """Make workers searchable."""
        frame = prepared.frame
        ids = frame["worker_id"].to_numpy().astype(np.int64)
        retriever = Retriever.build(prepared.vectors, ids, worker_text(frame) if texts is None else texts)
        return cls(prepared, ids, retriever, workers_sided(frame))

    def row(self, record_id: int) -> int | None:
        """Give the row of an id, None where it is not held."""
        found = np.flatnonzero(self.ids == record_id)
        return int(found[0]) if found.size else None

    def changed_posts(self, ids: list[int], fresh: Prepared, employers: pl.DataFrame) -> Side:
        """Give the side with the posts ``ids`` replaced by ``fresh`` (those that are gone stay out)."""
        kept, texts = self._without(ids)
        return Side.of_posts(kept.joined(fresh), employers, [*texts, *post_text(fresh.frame)])

    def changed_workers(self, ids: list[int], fresh: Prepared) -> Side:
        """Give the side with the workers ``ids`` replaced by ``fresh``."""
        kept, texts = self._without(ids)
        return Side.of_workers(kept.joined(fresh), [*texts, *worker_text(fresh.frame)])

    def with_employers(self, employers: pl.DataFrame) -> Side:
        """Give the side of posts with what the gates now read of their employers."""
        return replace(self, sided=posts_sided(self.prepared.frame, employers))

    def _without(self, ids: list[int]) -> tuple[Prepared, list[str]]:
        rows = np.flatnonzero(~np.isin(self.ids, ids))
        return self.prepared.take(rows), self.retriever.texts(rows)
