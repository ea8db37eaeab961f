"""One side of the market held in memory, ready to be searched: posts, or workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.text import post_text, worker_text
from matching.pairing import Engine, Prepared, prepare_posts, prepare_workers
from matching.retrieve import Retriever
from matching.types import Ints

Preparer = Callable[[Engine, pl.DataFrame], Prepared]


@dataclass(frozen=True, eq=False)
class Side:
    """Hold n prepared rows and the retriever over them; replaced as a whole, never changed in place."""

    prepared: Prepared
    ids: Ints
    retriever: Retriever

    @classmethod
    def of_posts(cls, prepared: Prepared) -> Side:
        """Make posts searchable; at most some posts of one employer enter a list."""
        frame = prepared.frame
        ids = frame["post_id"].to_numpy().astype(np.int64)
        employers = frame["employer_id"].to_numpy().astype(np.int64)
        return cls(prepared, ids, Retriever.build(prepared.vectors, ids, post_text(frame), employers))

    @classmethod
    def of_workers(cls, prepared: Prepared) -> Side:
        """Make workers searchable."""
        frame = prepared.frame
        ids = frame["worker_id"].to_numpy().astype(np.int64)
        return cls(prepared, ids, Retriever.build(prepared.vectors, ids, worker_text(frame)))

    def row(self, record_id: int) -> int | None:
        """Give the row of an id, None where it is not held."""
        found = np.flatnonzero(self.ids == record_id)
        return int(found[0]) if found.size else None


def changed_posts(side: Side, engine: Engine, ids: list[int], fresh: pl.DataFrame) -> Side:
    """Give the side with the posts ``ids`` replaced by ``fresh`` (those that are gone stay out)."""
    return Side.of_posts(_replaced(side, ids, prepare_posts(engine, fresh)))


def changed_workers(side: Side, engine: Engine, ids: list[int], fresh: pl.DataFrame) -> Side:
    """Give the side with the workers ``ids`` replaced by ``fresh``."""
    return Side.of_workers(_replaced(side, ids, prepare_workers(engine, fresh)))


def _replaced(side: Side, ids: list[int], fresh: Prepared) -> Prepared:
    kept = side.prepared.take(np.flatnonzero(~np.isin(side.ids, ids)))
    bits = {name: np.concatenate([rows, fresh.bits[name]]) for name, rows in kept.bits.items()}
    return Prepared(
        pl.concat([kept.frame, fresh.frame], how="vertical_relaxed"),
        np.concatenate([kept.vectors, fresh.vectors]),
        np.concatenate([kept.codes, fresh.codes]),
        bits,
    )
