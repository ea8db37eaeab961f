"""The feeds of other offices that are followed here, and which of our posts came from which of theirs."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from features.errors import NotFound
from features.store.database import Database

_COLUMNS = (
    "followed_id, scope, url, name, feed_id, cursor, went_back, last_ok, last_error, refused_lines, made_by"
)
_POSTS: dict[str, pl.DataType] = {
    "remote_id": pl.Int64(), "post_id": pl.Int64(), "origin": pl.String(), "digest": pl.String(),
    "live": pl.Boolean(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Followed:
    """Hold one followed feed; ``cursor`` None means that its snapshot was not taken yet."""

    followed_id: int
    scope: str
    url: str
    name: str
    feed_id: str
    cursor: int | None
    went_back: int
    last_ok: datetime | None
    last_error: str
    refused_lines: int
    made_by: str


class Feeds:
    """Keep followed feeds, and the name our own feed goes by."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def identity(self) -> str:
        """Give the name of this office's feed, 16 hexadecimal characters; made at the first asking."""
        found = self._database.rows("SELECT feed_id FROM feed_identity")
        if not found:
            self._database.run(
                "INSERT INTO feed_identity (feed_id) VALUES (%s) ON CONFLICT DO NOTHING",
                [secrets.token_hex(8)],
            )
            found = self._database.rows("SELECT feed_id FROM feed_identity")
        return str(found[0]["feed_id"])

    def add(self, url: str, who: str) -> int:
        """Follow a feed in the name of ``who`` and give its number; one followed already keeps its own."""
        rows = self._database.rows(
            "INSERT INTO followed (scope, url, made_by) VALUES (%s, %s, %s)"
            " ON CONFLICT (scope, url) WHERE ended_at IS NULL DO UPDATE SET made_by = excluded.made_by"
            " RETURNING followed_id",
            [self._database.scope, url, who],
        )
        return int(rows[0]["followed_id"])

    def all(self) -> list[Followed]:
        """Give the feeds that are followed, by number."""
        query = f"SELECT {_COLUMNS} FROM followed WHERE ended_at IS NULL ORDER BY followed_id"  # noqa: S608 own names
        return [Followed(**row) for row in self._database.rows(query)]

    def get(self, followed_id: int) -> Followed:
        """Read one followed feed; NotFound where there is none or it has ended."""
        query = f"SELECT {_COLUMNS} FROM followed WHERE ended_at IS NULL AND followed_id = %s"  # noqa: S608 own names
        rows = self._database.rows(query, [followed_id])
        if not rows:
            raise NotFound("followed_not_found", where="followed_id", id=followed_id)
        return Followed(**rows[0])

    def end(self, followed_id: int) -> None:
        """Follow a feed no longer; the others are read in full next time, for what came by both ways."""
        with self._database.transaction():
            self._database.run("UPDATE followed SET ended_at = now() WHERE followed_id = %s", [followed_id])
            self._database.run("UPDATE followed_post SET live = false WHERE followed_id = %s", [followed_id])
            self._database.run("UPDATE followed SET cursor = NULL WHERE ended_at IS NULL")

    def note(self, followed_id: int, **told: Any) -> None:
        """Write down how a look at the feed ended; the names are columns of ``followed``."""
        named = ", ".join(f"{name} = %({name})s" for name in told)
        query = f"UPDATE followed SET {named} WHERE followed_id = %(followed_id)s"  # noqa: S608 own names
        self._database.run(query, {**told, "followed_id": followed_id})

    def posts(self, followed_id: int | None = None) -> pl.DataFrame:
        """Read ``remote_id, post_id, origin, digest, live`` of what came from a feed, or from any."""
        where = "" if followed_id is None else " WHERE followed_id = %(id)s"
        query = f"SELECT {', '.join(_POSTS)} FROM followed_post{where} ORDER BY post_id"  # noqa: S608 own names
        return self._database.frame(query, _POSTS, {"id": followed_id} if where else {})

    def keep(self, followed_id: int, rows: Sequence[tuple[int, int, str, str]]) -> None:
        """Write (remote_id, post_id, origin, digest) of posts live there, over what was known."""
        with self._database.transaction() as connection:
            connection.cursor().executemany(
                "INSERT INTO followed_post (followed_id, remote_id, post_id, origin, digest)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (followed_id, remote_id) DO UPDATE"
                " SET origin = excluded.origin, digest = excluded.digest, live = true",
                [(followed_id, *row) for row in rows],
            )

    def gone(self, followed_id: int, remote_ids: Iterable[int]) -> None:
        """Note that posts are no longer live there."""
        self._database.run(
            "UPDATE followed_post SET live = false WHERE followed_id = %s AND remote_id = ANY(%s)",
            [followed_id, list(remote_ids)],
        )
