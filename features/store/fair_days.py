"""The day of a fair: its layout, replaced as a whole, and its events, only ever added to."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from features.records import Record, frame_schema
from features.records.fair_day import Arrival, Bus, FairDay, FairEvent, Slot, Stand
from features.store.database import Database
from features.store.frames import normalised
from features.store.ingest import copy_in

PARTS: dict[str, tuple[type[Record], str]] = {
    "fair_day": (FairDay, "fair_id"),
    "fair_stand": (Stand, "employer_id"),
    "fair_bus": (Bus, "bus"),
    "fair_arrival": (Arrival, "wave, bus NULLS LAST, worker_id"),
    "fair_slot": (Slot, "employer_id, starts, desk"),
    "fair_event": (FairEvent, "at, event_id"),
}
"""Table -> record and order of reading."""

QUEUE = {
    "employer_id": pl.Int64(), "sent": pl.Int64(), "waiting": pl.Int64(), "seen": pl.Int64(),
    "intentions": pl.Int64(), "is_full": pl.Boolean(),
}  # fmt: skip


class FairDays:
    """Keep how the day of a fair is laid out and what happened; workers out of scope stay out of sight."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def day(self, fair_id: int) -> FairDay:
        """Give the hours of a fair; the usual ones where none were set."""
        rows = self._part("fair_day", fair_id).to_dicts()
        return FairDay.model_validate(rows[0]) if rows else FairDay(fair_id=fair_id)

    def set_day(self, day: FairDay) -> None:
        """Set the hours of a fair."""
        self._replace("fair_day", day.fair_id, pl.DataFrame([day.model_dump()]))

    def stands(self, fair_id: int) -> pl.DataFrame:
        """Read what the booths ask for; a booth without a row asks for nothing."""
        return self._part("fair_stand", fair_id)

    def set_stands(self, fair_id: int, stands: pl.DataFrame) -> None:
        """Put these wishes in place of the present ones."""
        self._replace("fair_stand", fair_id, stands)

    def save_layout(
        self, fair_id: int, buses: pl.DataFrame, arrivals: pl.DataFrame, slots: pl.DataFrame
    ) -> None:
        """Put buses, waves and slots in place of the present ones, in one transaction."""
        with self._database.transaction():
            self._replace("fair_bus", fair_id, buses)
            self._replace("fair_arrival", fair_id, arrivals)
            self._replace("fair_slot", fair_id, slots)

    def buses(self, fair_id: int) -> pl.DataFrame:
        """Read the buses in order of number."""
        return self._part("fair_bus", fair_id)

    def arrivals(self, fair_id: int) -> pl.DataFrame:
        """Read who comes when, by wave and bus."""
        return self._part("fair_arrival", fair_id)

    def slots(self, fair_id: int) -> pl.DataFrame:
        """Read the interview slots by employer and time."""
        return self._part("fair_slot", fair_id)

    def events(self, fair_id: int) -> pl.DataFrame:
        """Read all that happened in sight, in order of time."""
        return self._part("fair_event", fair_id)

    def add_events(self, events: pl.DataFrame) -> int:
        """Add what happened and give how many were new; an event that is known already changes nothing."""
        with self._database.transaction() as connection:
            rows = normalised(events, FairEvent).unique(["fair_id", "event_id"], keep="first")
            return copy_in(connection, "fair_event", rows, ["fair_id", "event_id"])

    def known(self, fair_id: int, prefix: str) -> list[str]:
        """Give the ids of the events in sight that begin with ``prefix``, in order."""
        query = "SELECT event_id FROM fair_event WHERE fair_id = %s AND starts_with(event_id, %s) ORDER BY 1"
        return [str(row["event_id"]) for row in self._database.rows(query, [fair_id, prefix])]

    def invited(self, fair_id: int, worker_id: int) -> bool:
        """Say whether the plan of a fair invites this person (a reserve is not invited)."""
        query = "SELECT 1 FROM invitation WHERE fair_id = %s AND worker_id = %s AND NOT reserve LIMIT 1"
        return bool(self._database.rows(query, [fair_id, worker_id]))

    def of_worker(self, fair_id: int, worker_id: int) -> pl.DataFrame:
        """Read what happened with one person at one fair, in order of time."""
        schema = frame_schema(FairEvent)
        query = (
            f"SELECT {', '.join(schema)} FROM fair_event "  # noqa: S608 own names
            "WHERE fair_id = %(fair)s AND worker_id = %(worker)s ORDER BY at, event_id"
        )
        rows = self._database.rows(query, {"fair": fair_id, "worker": worker_id})
        return pl.DataFrame(rows, schema=schema)

    def queue(self, fair_id: int, since: datetime) -> pl.DataFrame:
        """Count per booth, over the whole hall: sent, waiting (since then), seen, intentions, full."""
        query = "SELECT * FROM fair_queue(%s, %s) ORDER BY employer_id"
        return pl.DataFrame(self._database.rows(query, [fair_id, since]), schema=QUEUE)

    def turn(self, fair_id: int) -> None:
        """Wait until nobody else takes people in at this fair; held until the transaction ends."""
        self._database.rows(
            "SELECT pg_advisory_xact_lock(hashtext('springwind.fair.desk'), %s)", [fair_id % 2**31]
        )

    def _part(self, table: str, fair_id: int) -> pl.DataFrame:
        record, order = PARTS[table]
        schema = frame_schema(record)
        query = f"SELECT {', '.join(schema)} FROM {table} WHERE fair_id = %(fair)s ORDER BY {order}"  # noqa: S608 own names
        return self._database.frame(query, schema, {"fair": fair_id})

    def _replace(self, table: str, fair_id: int, frame: pl.DataFrame) -> None:
        with self._database.transaction() as connection:
            self._database.run(f"DELETE FROM {table} WHERE fair_id = %s", [fair_id])  # noqa: S608 own names
            rows = frame.with_columns(pl.lit(fair_id, dtype=pl.Int64).alias("fair_id"))
            copy_in(connection, table, normalised(rows, PARTS[table][0]))
