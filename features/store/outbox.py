"""What has changed, in the order of commits, for processes that hold posts or workers in memory."""

from __future__ import annotations

import polars as pl

from features.store.database import Database

CHANNEL = "springwind"
_SCHEMA: dict[str, pl.DataType] = {"seq": pl.Int64(), "kind": pl.String(), "id": pl.Int64()}


class Outbox:
    """Read changes by number. A reader that has seen number n never meets a smaller one later."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, seq: int) -> pl.DataFrame:
        """Give ``seq, kind, id`` of the changes after a number; kinds are worker, employer, post,
        referral, fair and champion."""
        query = "SELECT seq, kind, id FROM outbox WHERE seq > %(after)s ORDER BY seq"
        return self._database.frame(query, _SCHEMA, {"after": seq})

    def last(self) -> int:
        """Give the newest number, 0 when nothing has ever changed."""
        return int(self._database.rows("SELECT coalesce(max(seq), 0) AS seq FROM outbox")[0]["seq"])

    def wait(self, seq: int, seconds: float) -> bool:
        """Wait until something after ``seq`` is there, at most ``seconds``; say whether it is."""
        with self._database.listener(CHANNEL) as connection:
            if self.last() > seq:
                return True
            return any(True for _ in connection.notifies(timeout=seconds, stop_after=1))
