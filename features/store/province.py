"""What the provincial platform was told of each post, and what it said to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from features.store.database import Database

_SCHEMA: dict[str, pl.DataType] = {
    "post_id": pl.Int64(), "sent": pl.String(), "tried": pl.String(), "batch": pl.String(),
    "error_code": pl.String(), "error_field": pl.String(), "error_message": pl.String(),
    "at": pl.Datetime("us", "UTC"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what came of one row: ``sent`` is the digest the platform has now, "" for none."""

    post_id: int
    sent: str
    tried: str
    batch: str
    error_code: str = ""
    error_field: str = ""
    error_message: str = ""


class Province:
    """Keep the newest word on each post."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def frame(self, ids: Sequence[int] | None = None, *, failed: bool = False) -> pl.DataFrame:
        """Read the rows, all or those of some posts; ``failed`` only those with an error."""
        conditions = ["true"]
        if ids is not None:
            conditions.append("post_id = ANY(%(ids)s)")
        if failed:
            conditions.append("error_code <> ''")
        query = (
            f"SELECT {', '.join(_SCHEMA)} FROM province_row WHERE {' AND '.join(conditions)} ORDER BY post_id"  # noqa: S608 own names
        )
        return self._database.frame(query, _SCHEMA, {} if ids is None else {"ids": [int(i) for i in ids]})

    def keep(self, told: Sequence[Told]) -> None:
        """Write what came of some rows; the newest word on a post counts."""
        with self._database.transaction() as connection:
            connection.cursor().executemany(
                "INSERT INTO province_row"
                " (post_id, sent, tried, batch, error_code, error_field, error_message)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (post_id) DO UPDATE SET"
                " sent = excluded.sent, tried = excluded.tried, batch = excluded.batch, at = now(),"
                " error_code = excluded.error_code, error_field = excluded.error_field,"
                " error_message = excluded.error_message",
                [
                    (one.post_id, one.sent, one.tried, one.batch, one.error_code[:80], one.error_field[:80],
                     one.error_message[:300]) for one in told
                ],
            )  # fmt: skip
