"""Fairs, their booths and their plans."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.records import Booth, Fair, Invitation, Record, frame_schema
from features.store.frames import normalised
from features.store.ingest import copy_in
from features.store.repository import Repository


class Fairs(Repository[Fair]):
    """Keep fairs with the booths of their halls and who is invited to what."""

    record, table, key = Fair, "fair", "fair_id"

    def frame(self, ids: Iterable[int] | None = None) -> pl.DataFrame:
        """Read fairs, all or those with ``ids``, in order of id."""
        return self._read(None, ids)

    def set_booths(self, fair_id: int, booths: pl.DataFrame) -> None:
        """Put these booths in place of the fair's present ones; ``fair_id`` need not be a column."""
        self._replace(fair_id, "booth", Booth, booths)

    def booths(self, fair_id: int) -> pl.DataFrame:
        """Read the booths of a fair in order of booth number, unplaced employers last."""
        return self._part(fair_id, "booth", Booth, "booth NULLS LAST, employer_id")

    def save_plan(self, fair_id: int, invitations: pl.DataFrame) -> None:
        """Put these invitations in place of the fair's present ones, in one transaction."""
        self._replace(fair_id, "invitation", Invitation, invitations)

    def invitations(self, fair_id: int) -> pl.DataFrame:
        """Read the plan of a fair by worker and rank; within the scope, like everything of a worker."""
        return self._part(fair_id, "invitation", Invitation, "worker_id, reserve, rank, post_id")

    def _replace(self, fair_id: int, table: str, record: type[Record], frame: pl.DataFrame) -> None:
        with self._database.transaction() as connection:
            self.get(fair_id)
            self._database.rows(
                "SELECT pg_advisory_xact_lock(hashtext('springwind.fair'), %s)", [fair_id % 2**31]
            )
            self._database.run(f"DELETE FROM {table} WHERE fair_id = %s", [fair_id])  # noqa: S608 own names
            rows = frame.with_columns(pl.lit(fair_id, dtype=pl.Int64).alias("fair_id"))
            copy_in(connection, table, normalised(rows, record))

    def _part(self, fair_id: int, table: str, record: type[Record], order: str) -> pl.DataFrame:
        schema = frame_schema(record)
        query = f"SELECT {', '.join(schema)} FROM {table} WHERE fair_id = %(fair)s ORDER BY {order}"  # noqa: S608 own names
        return self._database.frame(query, schema, {"fair": fair_id})
