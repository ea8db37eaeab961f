"""The market as it stands in the store: live posts, employers, the office's past, and workers when asked."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import polars as pl

from features.history import History
from matching.bundle import Bundle
from matching.matcher.side import Side, changed_posts, changed_workers
from matching.occupations import code_posts
from matching.pairing import prepare_posts, prepare_workers

RECENT_POSTS = (
    "post_id",
    "employer_id",
    "title",
    "duties",
    "skills",
    "opened_on",
    "monthly_low",
    "monthly_high",
)


class Live:
    """Hold what every answer is computed from; readers keep a consistent view while it is renewed."""

    def __init__(self, store: Any, bundle: Bundle) -> None:
        self._store, self.bundle = store, bundle
        self._workers: Side | None = None
        self._lock = threading.Lock()
        self.employers: pl.DataFrame = store.employers.frame()
        self.posts = Side.of_posts(prepare_posts(bundle, store.posts.frame(status="published")))
        self.history = self._past()

    @property
    def workers(self) -> Side:
        """Give the workers, read and prepared at the first question about one post."""
        with self._lock:
            if self._workers is None:
                self._workers = Side.of_workers(prepare_workers(self.bundle, self._store.workers.frame()))
            return self._workers

    def refresh(self, changes: pl.DataFrame) -> None:
        """Take in an outbox frame (seq, kind, id): changed posts, workers, employers, letters."""
        ids = {kind: _ids(changes, kind) for kind in ("post", "worker", "employer", "referral")}
        if ids["employer"]:
            self.employers = self._store.employers.frame()
        posts = set(ids["post"])
        if ids["referral"]:
            letters: pl.DataFrame = self._store.referrals.frame(ids=ids["referral"])
            posts.update(letters["post_id"].to_list())
            self.history = self._past()
        if posts:
            self._posts(sorted(posts))
        if ids["worker"]:
            self._people(ids["worker"])

    def _posts(self, ids: list[int]) -> None:
        fresh: pl.DataFrame = self._store.posts.frame(ids=ids)
        live = fresh.filter(pl.col("status") == "published")
        self.posts = changed_posts(self.posts, self.bundle, ids, live)

    def _people(self, ids: list[int]) -> None:
        with self._lock:
            if self._workers is not None:
                fresh = self._store.workers.frame(ids=ids)
                self._workers = changed_workers(self._workers, self.bundle, ids, fresh)

    def _past(self) -> History:
        posts: pl.DataFrame = self._store.posts.frame().select(RECENT_POSTS)
        return History.of(self._store.referrals.frame(), code_posts(self.bundle.coder, posts))


def _ids(changes: pl.DataFrame, kind: str) -> list[int]:
    found: Iterable[int] = changes.filter(pl.col("kind") == kind)["id"].unique().sort().to_list()
    return list(found)
