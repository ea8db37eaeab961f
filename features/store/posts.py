"""Posts with their counted letters and hires."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from features.records import Post
from features.records.vocabulary import PostStatus
from features.store.repository import FOREVER, Repository


def places_left() -> pl.Expr:
    """Give headcount less hires, at least 0; null where the headcount was not said."""
    return (pl.col("headcount") - pl.col("hired")).clip(0).alias("places_left")


class Posts(Repository[Post]):
    """Keep the posts; ``hired`` and ``referred`` are counted from the letters of the whole office."""

    record, table, key = Post, "post", "post_id"
    derived = ("hired", "referred")

    def frame(
        self,
        ids: Iterable[int] | None = None,
        as_of: date | None = None,
        status: PostStatus | None = None,
    ) -> pl.DataFrame:
        """Read posts in order of id. ``as_of`` counts only the letters and slips up to that day."""
        conditions = ["t.status = %(status)s"] if status else []
        return self._read(as_of, ids, *conditions, **({"status": status} if status else {}))

    def open(self, as_of: date) -> pl.DataFrame:
        """Read the posts that are published and open on a day, full ones included."""
        condition = "t.status = 'published' AND %(day)s BETWEEN t.opened_on AND t.closes_on"
        return self._read(as_of, None, condition, day=as_of)

    def of_employer(self, employer_id: int) -> pl.DataFrame:
        """Read the posts of one employer."""
        return self._read(None, None, "t.employer_id = %(employer)s", employer=employer_id)

    def hold(self, post_id: int) -> None:
        """Keep other transactions that hold the same post waiting until this one ends.

        Whoever counts the places left before writing a letter holds the post first.
        """
        self._database.rows(
            "SELECT pg_advisory_xact_lock(hashtext('springwind.post'), %s)", [post_id % 2**31]
        )

    def _select(self) -> str:
        return (
            f"SELECT {self._listed()}, coalesce(c.hired, 0) AS hired, coalesce(c.referred, 0) AS referred"  # noqa: S608 own names
            " FROM post t LEFT JOIN (SELECT post_id, count(*) AS referred,"
            " count(*) FILTER (WHERE hired_on <= %(as_of)s) AS hired"
            " FROM post_letter WHERE referred_on <= %(as_of)s GROUP BY post_id) c USING (post_id)"
        )

    def _values(self, as_of: date | None) -> dict[str, Any]:
        return {"as_of": as_of or FOREVER}
