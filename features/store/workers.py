"""Workers with the status of the day, and their sealed identities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from features.records import Identity, StatusEntry, Worker, frame_schema
from features.store.database import Database
from features.store.frames import normalised
from features.store.identities import Identities
from features.store.ingest import copy_in
from features.store.repository import FOREVER, Repository

_STATUS = {
    "status": "coalesce(s.status, 'seeking')",
    "status_since": "s.since",
    "away_until": "s.until",
    "last_contact_on": "s.contacted_on",
    "last_contact": "s.contact",
}


class Workers(Repository[Worker]):
    """Keep the workers; status fields come from the newest entry on the day a worker is read."""

    record, table, key = Worker, "worker", "worker_id"
    derived = tuple(_STATUS)

    def __init__(self, database: Database, identities: Identities) -> None:
        super().__init__(database)
        self.identities = identities

    def frame(
        self, ids: Iterable[int] | None = None, as_of: date | None = None, division: str = ""
    ) -> pl.DataFrame:
        """Read workers in order of id, with their status on ``as_of`` (None = newest of all)."""
        conditions = ["starts_with(t.division, %(division)s)"] if division else []
        return self._read(as_of, ids, *conditions, **({"division": division} if division else {}))

    def set_status(self, entry: StatusEntry) -> None:
        """Date a change of a worker's situation; earlier entries stay."""
        self.add_statuses(pl.DataFrame([entry.model_dump()], schema=frame_schema(StatusEntry)))

    def add_statuses(self, entries: pl.DataFrame) -> None:
        """Write many status entries in one go, in row order."""
        with self._database.transaction() as connection:
            copy_in(connection, "worker_status", normalised(entries, StatusEntry))

    def statuses(self, worker_id: int) -> tuple[StatusEntry, ...]:
        """Give the history of a worker's situation, newest first."""
        names = ", ".join(StatusEntry.model_fields)
        rows = self._database.rows(
            f"SELECT {names} FROM worker_status WHERE worker_id = %s ORDER BY since DESC, entry_id DESC",  # noqa: S608 own names
            [worker_id],
        )
        return tuple(StatusEntry.model_validate(row) for row in rows)

    def seal(self, identities: pl.DataFrame) -> int:
        """Seal the identities of workers that are registered; gives how many were written."""
        return self.identities.seal(identities)

    def identity(self, worker_id: int, why: str = "", who: str = "") -> Identity:
        """Open one worker's identity, a logged act; NotFound where there is none to be seen."""
        return self.identities.get(worker_id, why, who)

    def erase(self, worker_id: int, why: str, who: str = "") -> None:
        """Destroy a worker's identity on request; what is left names nobody."""
        self.identities.erase(worker_id, why, who)

    def centre(self) -> tuple[float, float] | None:
        """Give the middle (degrees north, east) of the places workers are registered at, None without any."""
        middle = "percentile_cont(0.5) WITHIN GROUP (ORDER BY {0}) AS {0}"
        query = f"SELECT {middle.format('lat')}, {middle.format('lon')} FROM worker"  # noqa: S608 own names
        row = self._database.rows(query)[0]
        return None if row["lat"] is None or row["lon"] is None else (row["lat"], row["lon"])

    def find(self, text: str) -> list[int]:
        """Give the numbers of the workers who go by this name, identity number or phone."""
        return self.identities.find(text)

    def find_pieces(self, text: str) -> list[int]:
        """Give the numbers of the workers whom pinyin initials, a given name or the end of a number fit."""
        return self.identities.find_pieces(text)

    def _select(self) -> str:
        status = ", ".join(f"{source} AS {name}" for name, source in _STATUS.items())
        return (
            f"SELECT {self._listed()}, {status} FROM worker t LEFT JOIN LATERAL ("  # noqa: S608 own names
            "SELECT * FROM worker_status e WHERE e.worker_id = t.worker_id AND since <= %(as_of)s "
            "ORDER BY since DESC, entry_id DESC LIMIT 1) s ON true"
        )

    def _values(self, as_of: date | None) -> dict[str, Any]:
        return {"as_of": as_of or FOREVER}

    def _after_write(self, frame: pl.DataFrame, replaced: bool) -> None:
        """Keep what the frame says of the status as an entry; a plain "seeking" needs none."""
        told = pl.any_horizontal(
            pl.col("status") != "seeking",
            *(pl.col(name).is_not_null() for name in _STATUS if name != "status"),
        )
        entries = frame.filter(told).select(
            "worker_id",
            pl.coalesce("status_since", "registered_on").alias("since"),
            "status",
            pl.col("away_until").alias("until"),
            pl.col("last_contact_on").alias("contacted_on"),
            pl.col("last_contact").alias("contact"),
        )
        self.add_statuses(self._unknown(entries) if replaced else entries)

    def _unknown(self, entries: pl.DataFrame) -> pl.DataFrame:
        """Leave out the entries that are already there: a worker told twice has not changed twice."""
        names = entries.columns
        schema = {name: frame_schema(StatusEntry)[name] for name in names}
        query = f"SELECT {', '.join(names)} FROM worker_status WHERE worker_id = ANY(%(ids)s)"  # noqa: S608 own names
        known = self._database.frame(query, schema, {"ids": entries["worker_id"].to_list()})
        return entries.join(known, on=names, how="anti", nulls_equal=True)
