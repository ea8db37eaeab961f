"""What every repository can do: read one, read many as a frame, add one, add a frame, replace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

import polars as pl

from features.errors import NotFound
from features.records import Record, frame_schema
from features.store.database import Database
from features.store.frames import normalised, row_values
from features.store.ingest import copy_in

R = TypeVar("R", bound=Record)
FOREVER = date(9999, 12, 31)


class Repository(Generic[R]):
    """Keep records of one noun in one table.

    ``derived`` fields are not columns: they are counted or looked up when a record is read.
    """

    record: ClassVar[type[Record]]
    table: ClassVar[str]
    key: ClassVar[str]
    derived: ClassVar[tuple[str, ...]] = ()

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Give the polars schema of a frame of these records."""
        return frame_schema(self.record)

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns of the table, in the record's order."""
        return tuple(name for name in self.schema if name not in self.derived)

    def get(self, record_id: int) -> R:
        """Read one record; NotFound where it does not exist or lies outside the scope."""
        query = f"{self._select()} WHERE t.{self.key} = %(id)s"
        rows = self._database.rows(query, {**self._values(None), "id": record_id})
        if not rows:
            raise NotFound(f"{self.table}_not_found", where=self.key, id=record_id)
        return self._build(rows[0])

    def get_many(self, ids: Iterable[int]) -> list[R]:
        """Read the records with these ids, in that order; NotFound names the first that is missing."""
        wanted = [int(one) for one in ids]
        query = f"{self._select()} WHERE t.{self.key} = ANY(%(ids)s)"
        rows = self._database.rows(query, {**self._values(None), "ids": wanted})
        found = {row[self.key]: self._build(row) for row in rows}
        missing = next((one for one in wanted if one not in found), None)
        if missing is not None:
            raise NotFound(f"{self.table}_not_found", where=self.key, id=missing)
        return [found[one] for one in wanted]

    def add(self, record: R) -> int:
        """Write one record and give its id; id 0 asks for the next free one."""
        return int(self.add_frame(pl.DataFrame([row_values(record)], schema=self.schema))[0])

    def add_frame(self, frame: pl.DataFrame) -> pl.Series:
        """Write many records in one go and give their ids in row order.

        Rows whose id is absent, null or 0 get the next free ones.
        """
        return self._write(frame, replace=())

    def upsert_frame(self, frame: pl.DataFrame) -> pl.Series:
        """Write many records; a row whose id exists replaces that record. Gives the ids in row order."""
        return self._write(frame, replace=[name for name in self.columns if name != self.key])

    def count(self) -> int:
        """Count the records within the scope."""
        return int(self._database.rows(f"SELECT count(*) AS n FROM {self.table}")[0]["n"])  # noqa: S608 own names

    def _write(self, frame: pl.DataFrame, replace: Sequence[str]) -> pl.Series:
        with self._database.transaction() as connection:
            whole = self._with_ids(normalised(self._keyed(frame), self.record))
            conflict = [self.key] if replace else []
            copy_in(connection, self.table, whole.select(self.columns), conflict, replace)
            self._after_write(whole, bool(replace))
        return whole[self.key]

    def _keyed(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.key in frame.columns:
            return frame.with_columns(pl.col(self.key).cast(pl.Int64).fill_null(0))
        return frame.with_columns(pl.lit(0, dtype=pl.Int64).alias(self.key))

    def _with_ids(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Fill in the ids that are 0, and move the sequence past the ids that were given."""
        sequence = f"{self.table}_{self.key}_seq"
        missing = frame[self.key] == 0
        given = frame.filter(~missing)[self.key].max()
        if given is not None:
            behind = "last_value < %(id)s OR NOT is_called"
            query = f"SELECT setval('{sequence}', %(id)s) FROM {sequence} WHERE {behind}"  # noqa: S608 own names
            self._database.rows(query, {"id": given})
        n = int(missing.sum())
        if not n:
            return frame
        rows = self._database.rows(f"SELECT nextval('{sequence}') AS id FROM generate_series(1, %s)", [n])  # noqa: S608 own names
        fresh = pl.Series(self.key, [row["id"] for row in rows], dtype=pl.Int64)
        place = missing.cast(pl.Int64).cum_sum() - 1
        return frame.with_columns(
            pl.when(missing).then(fresh.gather(place.clip(0))).otherwise(pl.col(self.key)).alias(self.key)
        )

    def _after_write(self, frame: pl.DataFrame, replaced: bool) -> None:
        """Write what belongs to the records but lies in other tables."""

    def _select(self) -> str:
        """Give the query of all records, table alias ``t``, one column per field."""
        return f"SELECT {self._listed()} FROM {self.table} t"  # noqa: S608 own names

    def _listed(self) -> str:
        return ", ".join(f"t.{name}" for name in self.columns)

    def _values(self, as_of: date | None) -> dict[str, Any]:
        """Give the values of the placeholders in ``_select``."""
        return {}

    def _read(
        self, as_of: date | None = None, ids: Iterable[int] | None = None, *conditions: str, **values: Any
    ) -> pl.DataFrame:
        """Read a frame in order of id; conditions are SQL over ``t`` with named placeholders."""
        wanted = list(conditions)
        if ids is not None:
            wanted.append(f"t.{self.key} = ANY(%(ids)s)")
            values["ids"] = [int(one) for one in ids]
        where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        query = f"{self._select()}{where} ORDER BY t.{self.key}"
        return self._database.frame(query, self.schema, {**self._values(as_of), **values})

    def _build(self, row: dict[str, Any]) -> R:
        return self.record.model_validate(row)  # type: ignore[return-value]
