"""The board: the posts as the public may see them, held in memory and swapped as a whole.

One board answers the feeds, the public pages and the joins of match answers. It is frozen: a reader
keeps a consistent view while the follower builds the next one.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from features.records import LedgerEntry, frame_schema

PUBLIC = (
    "post_id", "title", "employer", "duties", "skills", "certificates", "division", "place", "lat", "lon",
    "headcount", "places_left", "monthly_low", "monthly_high", "pay_basis", "pay_raw", "education",
    "experience_low", "age_low", "age_high", "offers", "form", "opened_on", "closes_on", "contact_name",
    "contact_phone", "origin", "simulated",
)  # fmt: skip
"""Columns of the feeds, in their order; nothing else of a post or its employer leaves the office."""

LEDGER = ("seq", "post_id", "action", "at")


@dataclass(frozen=True, eq=False)
class Board:
    """Hold all posts joined with their employers, and the ledger's cursor they stand at.

    ``posts`` (n rows) has the columns of ``PUBLIC`` and ``status``, ``referred``, ``hired``,
    ``employer_id``; ``ledger`` has seq, post_id, action and at, by seq.
    """

    posts: pl.DataFrame
    ledger: pl.DataFrame

    @property
    def cursor(self) -> int:
        """Give the seq of the newest ledger entry on this board; 0 while there is none."""
        return int(self.ledger["seq"][-1]) if self.ledger.height else 0

    @cached_property
    def live(self) -> pl.DataFrame:
        """Give the published posts, by id."""
        return self.posts.filter(pl.col("status") == "published").sort("post_id")

    @cached_property
    def simulated(self) -> bool:
        """Say whether any post on the board is simulated; the pages say so then."""
        return bool(self.posts["simulated"].any())

    @cached_property
    def _rows(self) -> dict[int, int]:
        return dict(zip(self.posts["post_id"].to_list(), range(self.posts.height), strict=True))

    @cached_property
    def _live_rows(self) -> dict[int, int]:
        return dict(zip(self.live["post_id"].to_list(), range(self.live.height), strict=True))

    @cached_property
    def lines(self) -> bytes:
        """Give the published posts as JSON lines in UTF-8, public columns only."""
        out = io.BytesIO()
        self.live.select(PUBLIC).write_ndjson(out)
        return out.getvalue()

    @cached_property
    def _ends(self) -> Any:
        return np.flatnonzero(np.frombuffer(self.lines, np.uint8) == ord("\n"))

    @cached_property
    def etag(self) -> str:
        """Give a strong validator of the snapshot: same bytes and cursor, same tag."""
        return f'"{self.cursor}-{hashlib.sha256(self.lines).hexdigest()[:16]}"'

    def post(self, post_id: int) -> dict[str, Any] | None:
        """Give one post with all columns, whatever its status; None if there is no such post."""
        row = self._rows.get(post_id)
        return None if row is None else self.posts.row(row, named=True)

    def line(self, post_id: int) -> bytes | None:
        """Give one published post as its JSON line without the line's end; None if it is not published."""
        row = self._live_rows.get(post_id)
        if row is None:
            return None
        return self.lines[int(self._ends[row - 1]) + 1 if row else 0 : int(self._ends[row])]


WHOLE = 5000
"""From so many changed posts on, the whole board is read anew."""


def build(posts: pl.DataFrame, employers: pl.DataFrame, ledger: pl.DataFrame) -> Board:
    """Join posts with employers. A post's own contact goes before the employer's; both are published ones."""
    names = employers.select(
        "employer_id",
        pl.col("name").alias("employer"),
        pl.col("contact_name").alias("_name"),
        pl.col("contact_phone").alias("_phone"),
        pl.col("industry"),
    )
    own = pl.col("contact_phone") != ""
    joined = posts.join(names, on="employer_id", how="left", maintain_order="left").with_columns(
        pl.col("employer").fill_null(""),
        places_left=(pl.col("headcount") - pl.col("hired")).clip(0),  # unknown stays unknown
        contact_name=pl.when(own).then("contact_name").otherwise(pl.col("_name").fill_null("")),
        contact_phone=pl.when(own).then("contact_phone").otherwise(pl.col("_phone").fill_null("")),
    )
    return Board(
        joined.select(*PUBLIC, "status", "referred", "hired", "employer_id", "industry"),
        ledger.select(LEDGER).sort("seq"),
    )


def empty_ledger() -> pl.DataFrame:
    """Give a ledger frame without rows."""
    return pl.DataFrame(schema={k: v for k, v in frame_schema(LedgerEntry).items() if k in LEDGER})


def read(store: Any, before: Board | None = None) -> Board:
    """Build the board from the store; the ledger is read first and only from where ``before`` ends.

    Read in this order a board can be ahead of its cursor, never behind it: a consumer of the change
    feed may see a post twice and misses none.
    """
    ledger = before.ledger if before is not None else empty_ledger()
    newer = store.releases.frame(after_seq=before.cursor if before is not None else 0).select(LEDGER)
    return build(store.posts.frame(), store.employers.frame(), pl.concat([ledger, newer]))


def update(store: Any, before: Board, changes: pl.DataFrame) -> Board:
    """Bring a board up to ``changes`` (seq, kind, id): only the posts they touch are read again."""
    ids = _touched(store, before, changes)
    if ids.len() > WHOLE:
        return read(store, before)
    newer = store.releases.frame(after_seq=before.cursor).select(LEDGER)
    posts = store.posts.frame(ids=ids.to_list())
    fresh = build(posts, store.employers.frame(ids=posts["employer_id"].unique().to_list()), empty_ledger())
    kept = before.posts.filter(~pl.col("post_id").is_in(ids.implode()))
    return Board(pl.concat([kept, fresh.posts]), pl.concat([before.ledger, newer]))


def _touched(store: Any, before: Board, changes: pl.DataFrame) -> pl.Series:
    """Give the ids of the posts that changes of posts, employers and letters touch."""
    of = {
        kind: changes.filter(pl.col("kind") == kind)["id"].unique()
        for kind in ("post", "employer", "referral")
    }
    employed = before.posts.filter(pl.col("employer_id").is_in(of["employer"].implode()))["post_id"]
    letters = (
        store.referrals.frame(ids=of["referral"].to_list())["post_id"]
        if of["referral"].len()
        else employed[:0]
    )
    return pl.concat([of["post"], employed, letters]).unique()
