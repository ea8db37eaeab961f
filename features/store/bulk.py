"""Read query results straight into polars: ADBC hands over Arrow, and nothing is copied row by row.

The driver is used below its DB-API layer, which would bring pyarrow and pandas into every process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from psycopg import errors as pg
from psycopg import sql

from features.errors import Forbidden, Unavailable
from features.store.errors import DatabaseDown

IDLE = 4


class BulkReader:
    """Keep a few ADBC connections; each serves one reader at a time."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        self._database: Any = None
        self._closed = False

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
        except DatabaseDown:
            if self._closed:
                raise
            self._forget()
            on_loss()
        return self._read(text, schema)

    def _read(self, text: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        import adbc_driver_manager

        connection = None
        try:
            connection = self._take()
            with adbc_driver_manager.AdbcStatement(connection) as statement:
                statement.set_sql_query(text)
                stream, _ = statement.execute_query()
                found = pl.DataFrame(stream)
        except (adbc_driver_manager.Error, pl.exceptions.ComputeError) as error:
            if connection is not None:
                connection.close()
            raise _translated(error) from error
        self._give_back(connection)
        return found.select(list(schema)).cast(pl.Schema(schema))

    def _take(self) -> Any:
        import adbc_driver_manager
        import adbc_driver_postgresql

        with self._lock:
            if self._closed:
                raise DatabaseDown(detail="closed")
            if self._idle:
                return self._idle.pop()
            if self._database is None:
                self._database = adbc_driver_postgresql.connect(self._conninfo)
            return adbc_driver_manager.AdbcConnection(self._database)

    def _give_back(self, connection: Any) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _forget(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self) -> None:
        """Close the idle connections; one still in use is closed when it comes back."""
        self._closed = True
        self._forget()
        with self._lock:
            database, self._database = self._database, None
        if database is not None:
            database.close()


def inlined(query: str, values: Mapping[str, Any]) -> str:
    """Put literals in place of ``%(name)s``, quoted by psycopg: ADBC would run one query per bound row."""
    literals = {name: sql.Literal(value).as_string(None) for name, value in values.items()}
    return query % literals if values else query


def _translated(error: Exception) -> Exception:
    """Give the springwind error; the query, which holds values, stays out of it."""
    state = getattr(error, "sqlstate", None)
    detail = str(error).split("\n", 1)[0]
    if state == pg.InsufficientPrivilege.sqlstate:
        return Forbidden("outside_scope")
    if state and not state.startswith(("08", "57")):
        return Unavailable(detail=detail)
    return DatabaseDown(detail=detail)
