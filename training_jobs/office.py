"""Everything a training run reads, made ready once: records, vectors, occupations, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from features.errors import InputError
from features.history import History
from features.store.shown import SHOWN
from matching.pairing import Engine, Prepared, pair_frame, prepare_posts, prepare_workers
from matching.rank import Pairs
from matching.types import Ints


@dataclass(frozen=True, slots=True)
class Office:
    """Hold both sides made ready, and the referrals between them."""

    workers: Prepared
    posts: Prepared
    employers: pl.DataFrame
    referrals: pl.DataFrame
    history: History
    shown: pl.DataFrame
    """the lists that were shown (columns of the store's log); empty where none were kept"""

    @classmethod
    def of(
        cls, engine: Engine, workers: pl.DataFrame, posts: pl.DataFrame, employers: pl.DataFrame,
        referrals: pl.DataFrame, shown: pl.DataFrame | None = None,
    ) -> Office:  # fmt: skip
        """Make frames of records ready; InputError for letters about ids that exist nowhere."""
        _check_ids(referrals, "worker_id", workers)
        _check_ids(referrals, "post_id", posts)
        ready = prepare_posts(engine, posts)
        history = History.of(referrals, ready.frame)
        kept = pl.DataFrame(schema=SHOWN) if shown is None else shown
        for column, records in (("worker_id", workers), ("post_id", posts)):
            kept = kept.join(records.select(column), on=column, how="semi", maintain_order="left")
        return cls(prepare_workers(engine, workers), ready, employers, referrals, history, kept)

    def pairs(self, worker_rows: Ints, post_rows: Ints, as_of: date | pl.Series) -> Pairs:
        """Join and compute features for aligned row numbers, each as of its own day or one for all."""
        return Pairs.of(
            pair_frame(self.workers, self.posts, self.employers, worker_rows, post_rows, as_of, self.history)
        )

    def letters(self, rows: pl.DataFrame) -> Pairs:
        """Join the pairs of letters as they stood on the day each was written."""
        return self.pairs(
            self.worker_rows(rows["worker_id"]), self.post_rows(rows["post_id"]), rows["referred_on"]
        )

    def worker_rows(self, ids: pl.Series) -> Ints:
        """Give row numbers (n,) of worker ids."""
        return _rows(self.workers.frame["worker_id"], ids)

    def post_rows(self, ids: pl.Series) -> Ints:
        """Give row numbers (n,) of post ids."""
        return _rows(self.posts.frame["post_id"], ids)


def _rows(known: pl.Series, asked: pl.Series) -> Ints:
    ids = known.to_numpy()
    order = np.argsort(ids, kind="stable")
    return order[np.searchsorted(ids, asked.to_numpy(), sorter=order)].astype(np.int64)


def _check_ids(referrals: pl.DataFrame, column: str, records: pl.DataFrame) -> None:
    unknown = referrals.filter(~pl.col(column).is_in(records[column].implode()))
    if unknown.height:
        first = unknown.row(0, named=True)
        raise InputError(
            "train_unknown_id",
            where=str(first["letter_number"]),
            column=column,
            id=first[column],
            count=unknown.height,
        )
