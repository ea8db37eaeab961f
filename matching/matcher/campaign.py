"""Score thousands of workers against the posts of a campaign, in chunks of bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from matching.bundle import Bundle
from matching.eligibility import gates_for_pairs
from matching.matcher.live import Live
from matching.pairing import Prepared, pair_frame, prepare_posts, prepare_workers
from matching.rank import Pairs
from matching.types import Ints, Scores

CHUNK = 200_000
"""Pairs gated and scored at once."""

WIDER = 4
"""Nearest posts looked at per place in the list, before gates; whoever ends with none gets all posts."""

_STAGES = ("accept", "hire", "stay")
_SCHEMA = {
    "worker_id": pl.Int64,
    "post_id": pl.Int64,
    "value": pl.Float32,
    **dict.fromkeys(_STAGES, pl.Float32),
}


def score_campaign(
    bundle: Bundle, live: Live, workers: pl.DataFrame, posts: pl.DataFrame, as_of: date, k: int
) -> pl.DataFrame:
    """Give the best ``k`` open pairs of each worker: worker_id, post_id, value and the learned stages.

    A worker without any open pair has no row.
    """
    if workers.is_empty() or posts.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    hall = Hall(
        bundle, live, prepare_workers(live.tools, workers), prepare_posts(live.tools, posts), as_of, k
    )
    width = min(len(hall.posts), max(k * WIDER, 200))
    found = hall.scored(np.arange(len(hall.workers), dtype=np.int64), width)
    served = hall.workers.frame["worker_id"].is_in(found["worker_id"].unique().to_list())
    left = np.flatnonzero(~served.to_numpy()).astype(np.int64)
    if left.size and width < len(hall.posts):
        found = pl.concat([found, hall.scored(left, len(hall.posts))])
    return found


@dataclass(frozen=True, slots=True)
class Hall:
    """Hold both sides of a campaign and what scores them."""

    bundle: Bundle
    live: Live
    workers: Prepared
    posts: Prepared
    as_of: date
    k: int

    def scored(self, rows: Ints, width: int) -> pl.DataFrame:
        """Score workers ``rows`` against their ``width`` nearest posts, chunk by chunk."""
        step = max(1, CHUNK // width)
        parts = [self._chunk(rows[at : at + step], width) for at in range(0, len(rows), step)]
        return pl.concat([pl.DataFrame(schema=_SCHEMA), *parts])

    def _chunk(self, rows: Ints, width: int) -> pl.DataFrame:
        left, right = self._open(*self._nearest(rows, width))
        if not left.size:
            return pl.DataFrame(schema=_SCHEMA)
        live = self.live
        joined = pair_frame(self.workers, self.posts, live.employers, left, right, self.as_of, live.history)
        table = _table(joined, self.bundle.ranker.score(Pairs.of(joined), threads=2))
        return table.filter(pl.col("value").rank("ordinal", descending=True).over("worker_id") <= self.k)

    def _open(self, left: Ints, right: Ints) -> tuple[Ints, Ints]:
        """Keep the pairs that pass every gate."""
        workers, posts, live = self.workers.frame[left], self.posts.frame[right], self.live
        passed = gates_for_pairs(workers, posts, self.as_of, employers=live.employers, history=live.history)
        return left[passed.mask], right[passed.mask]

    def _nearest(self, rows: Ints, width: int) -> tuple[Ints, Ints]:
        """Give aligned row numbers of each worker with its ``width`` nearest posts."""
        near = np.broadcast_to(np.arange(len(self.posts)), (len(rows), len(self.posts)))
        if width < len(self.posts):
            similar = self.workers.vectors[rows] @ self.posts.vectors.T
            near = np.argpartition(-similar, width - 1, axis=1)[:, :width]
        return np.repeat(rows, width), near.reshape(-1).astype(np.int64)


def _table(joined: pl.DataFrame, scores: Scores) -> pl.DataFrame:
    unknown = pl.repeat(None, joined.height, dtype=pl.Float32, eager=True)
    stages = {name: getattr(scores, name) for name in _STAGES}
    columns = [
        unknown.alias(n) if chance is None else pl.Series(n, chance, pl.Float32)
        for n, chance in stages.items()
    ]
    ids = joined.select(pl.col("w_worker_id").alias("worker_id"), pl.col("p_post_id").alias("post_id"))
    return ids.with_columns(pl.Series("value", scores.value, pl.Float32), *columns)
