"""What stood on the list in front of worker and staff, and at which place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from features.store.database import Database
from features.store.ingest import copy_in

SHOWN = {
    "list_id": pl.Int64(), "worker_id": pl.Int64(), "post_id": pl.Int64(), "position": pl.Int64(),
    "shown_on": pl.Date(), "simulated": pl.Boolean(),
}  # fmt: skip
"""One row per post of a list, ``position`` from 1."""


class Shown:
    """Keep the lists that were shown; a list is added once and never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_list(
        self, worker_id: int, post_ids: Sequence[int], day: date, ranker: str = "", simulated: bool = False
    ) -> int:
        """Write down one list, best first, and give its number; an empty list gets none and gives 0.

        Shown again on the same day unchanged (a page loaded twice), it is the same list. Conflict for a
        post that does not exist; a worker outside the scope is refused.
        """
        posts = [int(one) for one in post_ids]
        if not posts:
            return 0
        with self._database.transaction() as connection:
            again = self._same(worker_id, posts, day)
            if again:
                return again
            number = int(self._database.rows("SELECT nextval('shown_list_seq') AS n")[0]["n"])
            copy_in(connection, "shown", _rows(number, worker_id, posts, day, ranker, simulated))
        return number

    def add_frame(self, frame: pl.DataFrame) -> int:
        """Write down many lists with their own numbers (columns ``SHOWN``); give the number of rows."""
        with self._database.transaction() as connection:
            written = copy_in(connection, "shown", frame.select(*SHOWN))
            top = frame["list_id"].max()
            if top is not None:
                self._database.rows(
                    "SELECT setval('shown_list_seq', greatest(%s, last_value)) FROM shown_list_seq", [top]
                )
        return written

    def frame(self, since: date | None = None) -> pl.DataFrame:
        """Read the lists (columns ``SHOWN``) in order of list and place, all or those from a day on."""
        where = "WHERE shown_on >= %(since)s" if since else ""
        query = f"SELECT {', '.join(SHOWN)} FROM shown {where} ORDER BY list_id, position"  # noqa: S608 own names
        return self._database.frame(query, SHOWN, {"since": since} if since else {})

    def _same(self, worker_id: int, posts: list[int], day: date) -> int:
        rows = self._database.rows(
            "SELECT list_id FROM shown WHERE worker_id = %s AND shown_on = %s GROUP BY list_id "
            "HAVING array_agg(post_id ORDER BY position) = %s::bigint[] ORDER BY list_id LIMIT 1",
            [worker_id, day, posts],
        )
        return int(rows[0]["list_id"]) if rows else 0


def _rows(
    number: int, worker_id: int, posts: list[int], day: date, ranker: str, simulated: bool
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "list_id": [number] * len(posts), "worker_id": [worker_id] * len(posts), "post_id": posts,
            "position": range(1, len(posts) + 1), "shown_on": [day] * len(posts),
            "ranker": [ranker] * len(posts), "simulated": [simulated] * len(posts),
        }
    )  # fmt: skip
