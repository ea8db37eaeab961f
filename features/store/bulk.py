"""Read query results straight into polars, over ADBC."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from psycopg import sql

from features.store.errors import DatabaseDown

IDLE = 4


class BulkReader:
    """Keep a few ADBC connections; each serves one reader at a time."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._idle: list[Any] = []
        self._lock = threading.Lock()

    def read(
        self,
        query: str,
        schema: Mapping[str, pl.DataType],
        values: Mapping[str, Any],
        on_loss: Callable[[], None],
    ) -> pl.DataFrame:
        """Run ``query`` (placeholders ``%(name)s``) and cast the result to ``schema``.

        A lost connection is replaced once, after ``on_loss``; then DatabaseDown.
        """
        text = inlined(query, values)
        try:
            return self._read(text, schema)
        except _driver().OperationalError:
            self.close()
            on_loss()
        try:
            return self._read(text, schema)
        except _driver().OperationalError as error:
            raise DatabaseDown(detail=str(error).splitlines()[0]) from error

    def _read(self, text: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        connection = self._take()
        try:
            with connection.cursor() as cursor:
                cursor.execute(text)
                found = pl.from_arrow(cursor.fetch_arrow_table())
        except Exception:
            connection.close()
            raise
        self._give_back(connection)
        assert isinstance(found, pl.DataFrame)
        return found.select(list(schema)).cast(pl.Schema(schema))

    def _take(self) -> Any:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _driver().connect(self._conninfo, autocommit=True)

    def _give_back(self, connection: Any) -> None:
        with self._lock:
            if len(self._idle) < IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def inlined(query: str, values: Mapping[str, Any]) -> str:
    """Put literals in place of ``%(name)s``, quoted by psycopg: ADBC would run one query per bound row."""
    literals = {name: sql.Literal(value).as_string(None) for name, value in values.items()}
    return query % literals if values else query


def _driver() -> Any:
    import adbc_driver_postgresql.dbapi

    return adbc_driver_postgresql.dbapi
