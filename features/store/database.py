"""Connections of one role and scope: a pool for rows, ADBC for bulk reads, one transaction per caller."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

import polars as pl
import psycopg
from psycopg import sql
from psycopg.rows import dict_row, tuple_row
from psycopg_pool import ConnectionPool

from features.store.address import Address, connect
from features.store.bulk import BulkReader
from features.store.errors import translated
from features.store.roles import Role

Row = dict[str, Any]
POOL_SECONDS = 8.0

_open_transactions: ContextVar[Mapping[int, psycopg.Connection[Row]]] = ContextVar(
    "open_transactions", default=MappingProxyType({})
)


class Database:
    """Lend connections of ``role`` within ``scope``; rows come as dictionaries.

    Every call outside ``transaction`` is a transaction of its own. ``revive`` starts an embedded server
    that died; the connection is then made anew.
    """

    def __init__(self, address: Address, role: Role, scope: str, revive: Callable[[], None] | None) -> None:
        self.role, self.scope = role, scope
        self._revive = revive
        self._conninfo = conninfo = address.of(role, scope)
        connect(conninfo).close()  # a wrong password or a dead server speaks now, and at once
        self._bulk = BulkReader(conninfo)
        self._pool = ConnectionPool(
            conninfo, connection_class=psycopg.Connection[Row], kwargs={"row_factory": dict_row},
            min_size=1, max_size=16, timeout=POOL_SECONDS, check=self._check, open=True,
            name=f"springwind-{role}",
        )  # fmt: skip

    def close(self) -> None:
        """Close every connection."""
        self._bulk.close()
        self._pool.close()

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[Row]]:
        """Make everything inside one transaction; inside another one, be part of it."""
        held = _open_transactions.get().get(id(self))
        if held is not None:
            with translated():
                yield held
            return
        with translated(), self._pool.connection() as connection:
            everyone = {**_open_transactions.get(), id(self): connection}
            token = _open_transactions.set(MappingProxyType(everyone))
            try:
                yield connection
            finally:
                _open_transactions.reset(token)

    def rows(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Run one statement and give its rows."""
        with self.transaction() as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def run(self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Run one statement and give the number of rows it touched."""
        with self.transaction() as connection:
            return connection.execute(query, values or None).rowcount

    def frame(
        self, query: str, schema: Mapping[str, pl.DataType], values: Mapping[str, Any] | None = None
    ) -> pl.DataFrame:
        """Read rows in bulk as a frame of ``schema``; inside a transaction, with its uncommitted rows."""
        with translated():
            connection = _open_transactions.get().get(id(self))
            if connection is not None:
                return _columns(connection, query, schema, values)
            return self._bulk.read(query, schema, values or {}, self._on_loss)

    @contextmanager
    def listener(self, channel: str) -> Iterator[psycopg.Connection]:
        """Lend a connection of its own that hears what is notified on ``channel`` from now on."""
        with translated(), connect(self._conninfo) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            yield connection

    def _check(self, connection: psycopg.Connection[Row]) -> None:
        try:
            ConnectionPool.check_connection(connection)
        except psycopg.Error:
            self._on_loss()
            raise

    def _on_loss(self) -> None:
        if self._revive is not None:
            self._revive()


def _columns(
    connection: psycopg.Connection[Row],
    query: str,
    schema: Mapping[str, pl.DataType],
    values: Mapping[str, Any] | None,
) -> pl.DataFrame:
    """Read a frame over a connection that is in use already, column by column."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(query, values or None)
        names = [column.name for column in cursor.description or ()]
        columns = dict(zip(names, zip(*cursor.fetchall(), strict=True), strict=False))
    return pl.DataFrame([_series(name, columns.get(name, ()), dtype) for name, dtype in schema.items()])


def _series(name: str, values: Sequence[Any], dtype: pl.DataType) -> pl.Series:
    """Make one column; polars takes Python lists in slowly, and the same lists as JSON in no time."""
    if not isinstance(dtype, pl.List):
        return pl.Series(name, values, dtype=dtype)
    told = [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
    return pl.Series(name, told, dtype=pl.String()).str.json_decode(dtype)
