"""Which file, sheet and row a record came from, so that the same file taken twice adds nothing."""

from __future__ import annotations

import polars as pl

from features.errors import InputError
from features.store.database import Database
from features.store.ingest import copy_in

_SCHEMA: dict[str, pl.DataType] = {
    "kind": pl.String(), "record_id": pl.Int64(), "file_sha256": pl.String(), "file_name": pl.String(),
    "sheet": pl.String(), "row": pl.Int64(), "at": pl.Datetime("us", "UTC"), "who": pl.String(),
    "part": pl.Int64(),
}  # fmt: skip
_ONCE = ("kind", "file_sha256", "sheet", "row", "part")


class Provenance:
    """Keep where records came from. A row of a file stands for one record, or for several numbered ``part``
    from 1 (posts told in one cell); telling it again moves it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_frame(self, frame: pl.DataFrame) -> int:
        """Write ``kind, record_id, file_sha256, file_name, sheet, row, at (UTC), who``; give how many.

        ``part`` counts the records of one row; absent, it is 1.
        """
        if "part" not in frame.columns:
            frame = frame.with_columns(pl.lit(1, dtype=pl.Int64).alias("part"))
        missing = [name for name in _SCHEMA if name not in frame.columns]
        if missing:
            raise InputError("store_columns_missing", where="provenance", columns=", ".join(missing))
        ready = frame.select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items())
        ready = ready.with_columns(pl.col("sheet").fill_null(""))
        with self._database.transaction() as connection:
            return copy_in(connection, "provenance", ready, _ONCE, ("record_id", "file_name", "at", "who"))

    def known(self, kind: str, file_sha256: str) -> pl.DataFrame:
        """Give ``sheet, row, record_id`` of what a file has already brought."""
        schema = {name: _SCHEMA[name] for name in ("sheet", "row", "record_id")}
        query = (
            "SELECT sheet, row, record_id FROM provenance "
            "WHERE kind = %(kind)s AND file_sha256 = %(file)s ORDER BY sheet, row"
        )
        return self._database.frame(query, schema, {"kind": kind, "file": file_sha256})

    def told_by(self, kind: str, ids: list[int], file_name: str) -> set[int]:
        """Give which of these records a file of this name has told."""
        rows = self._database.rows(
            "SELECT DISTINCT record_id FROM provenance "
            "WHERE kind = %s AND record_id = ANY(%s) AND file_name = %s",
            [kind, ids, file_name],
        )
        return {int(row["record_id"]) for row in rows}

    def of(self, kind: str, record_id: int) -> pl.DataFrame:
        """Give every place a record came from, newest last."""
        query = (
            f"SELECT {', '.join(_SCHEMA)} FROM provenance "  # noqa: S608 own names
            "WHERE kind = %(kind)s AND record_id = %(id)s ORDER BY at, provenance_id"
        )
        return self._database.frame(query, _SCHEMA, {"kind": kind, "id": record_id})
