"""The market as it stands in the store: live posts, employers, the office's past, and workers when asked."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from features.history import History
from features.market import Market
from matching.bundle import Bundle
from matching.matcher.kept import Kept
from matching.matcher.side import Side
from matching.matcher.stamp import stamp
from matching.occupations import code_posts
from matching.occupations.frames import BestCodes
from matching.pairing import Prepared, prepare_posts, prepare_workers

PAST = ("post_id", "employer_id", "title", "opened_on", "monthly_low", "monthly_high")
"""Columns of all posts, closed ones too: whose they were, and what the market paid."""

MARKET = timedelta(days=2 * 366)
"""Posts this much older than the newest enter no market that is asked about: a year's posts, for a day
up to a year ago."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Hold the bundle's encoder, and its coder behind the memory of what was coded."""

    encoder: Any
    coder: BestCodes


class Live:
    """Hold what every answer is computed from; readers keep a consistent view while it is renewed."""

    def __init__(self, store: Any, bundle: Bundle, cache: Path | None = None) -> None:
        self._store, self.bundle = store, bundle
        self._workers: Side | None = None
        self._lock = threading.Lock()
        kept = Kept(cache and cache / f"posts-{stamp(bundle)}.npz", bundle.encoder.dim)
        self.tools = Tools(bundle.encoder, BestCodes(bundle.coder, kept.titles))
        self.employers: pl.DataFrame = store.employers.frame()
        posts: pl.DataFrame = store.posts.frame()
        prepared = kept.prepare(self.tools, _published(posts))
        self.posts = Side.of_posts(prepared, self.employers)
        self._past, self._market = posts.select(PAST), self._market_of(posts)
        self.history = self._history()
        kept.save(prepared, self.tools.coder.met)

    @property
    def workers(self) -> Side:
        """Give the workers, read and prepared at the first question about one post."""
        with self._lock:
            if self._workers is None:
                self._workers = Side.of_workers(prepare_workers(self.tools, self._store.workers.frame()))
            return self._workers

    def ready_worker(self, worker: pl.DataFrame) -> Prepared:
        """Make a one-row frame of a worker ready; whoever is held here unchanged is ready already."""
        side = self._workers
        row = None if side is None else side.row(worker["worker_id"][0])
        if side is not None and row is not None:
            held = side.prepared.take(np.array([row]))
            if held.frame.select(worker.columns).equals(worker):
                return held
        return prepare_workers(self.tools, worker)

    def refresh(self, changes: pl.DataFrame) -> None:
        """Take in an outbox frame (seq, kind, id): changed posts, workers, employers, letters."""
        ids = {kind: _ids(changes, kind) for kind in ("post", "worker", "employer", "referral")}
        if ids["employer"]:
            self.employers = self._store.employers.frame()
            self.posts = self.posts.with_employers(self.employers)
        posts = set(ids["post"])
        if ids["referral"]:
            letters: pl.DataFrame = self._store.referrals.frame(ids=ids["referral"])
            posts.update(letters["post_id"].to_list())
        if posts:
            self._take_posts(sorted(posts), bool(ids["post"]))
            self.history = self._history()
        if ids["worker"]:
            self._take_workers(ids["worker"])

    def _take_posts(self, ids: list[int], told: bool) -> None:
        """Read posts anew; where only their letters changed, the market did not."""
        fresh: pl.DataFrame = self._store.posts.frame(ids=ids)
        prepared = prepare_posts(self.tools, _published(fresh))
        self.posts = self.posts.changed_posts(ids, prepared, self.employers)
        self._past = pl.concat([self._past.filter(~pl.col("post_id").is_in(ids)), fresh.select(PAST)])
        if told:
            self._market = self._market_of(self._past)

    def _take_workers(self, ids: list[int]) -> None:
        with self._lock:
            if self._workers is not None:
                fresh = prepare_workers(self.tools, self._store.workers.frame(ids=ids))
                self._workers = self._workers.changed_workers(ids, fresh)

    def _market_of(self, posts: pl.DataFrame) -> Market:
        recent = posts.filter(pl.col("opened_on") > pl.col("opened_on").max() - MARKET)
        return Market.of(code_posts(self.tools.coder, recent.select(PAST)))

    def _history(self) -> History:
        return History.of(self._store.referrals.frame(), self._past, self._market)


def _published(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.filter(pl.col("status") == "published")


def _ids(changes: pl.DataFrame, kind: str) -> list[int]:
    found: Iterable[int] = changes.filter(pl.col("kind") == kind)["id"].unique().sort().to_list()
    return list(found)
