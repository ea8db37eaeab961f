"""The store's own leaves of the error tree, and how PostgreSQL's refusals become sentences.

Unavailable
├── DatabaseDown      no server answers, or it went away in the middle
├── DatabaseRefused   the server answers but does not let us in, or lacks a right it must give
└── EmbeddedFailed    the embedded server could not be made or started
Integrity
├── KeyLost           the key that sealed an identity is not in the data folder
└── LedgerBroken      the release ledger is not what was written
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import psycopg_pool
from psycopg import errors as pg

from features.errors import Conflict, Forbidden, InputError, Integrity, SpringwindError, Unavailable
from features.say import catalogue


class DatabaseDown(Unavailable):
    """Say that the database does not answer."""

    code = "database_down"


class DatabaseRefused(Unavailable):
    """Say that the database answers but refuses us: login, right or version."""

    code = "database_refused"


class EmbeddedFailed(Unavailable):
    """Say that the embedded server could not be made or started."""

    code = "database_embedded"


class KeyLost(Integrity):
    """Say that a sealed record cannot be opened with the key in the data folder."""

    code = "vault_key_lost"


class LedgerBroken(Integrity):
    """Say where the release ledger stops being what was written."""

    code = "ledger_broken"


@contextmanager
def translated() -> Iterator[None]:
    """Turn what psycopg raises into the error tree; values of rows never enter a message."""
    try:
        yield
    except (psycopg.Error, psycopg_pool.PoolTimeout) as error:
        raise translate(error) from error


def translate(error: Exception, row: int | None = None) -> SpringwindError:
    """Give the springwind error that stands for a database error; the first kind that fits counts.

    ``row`` is the row of the frame, from 1, where that is known.
    """
    if isinstance(error, pg.IntegrityError):
        return _constraint(error, row)
    for kinds, make in _KINDS:
        if isinstance(error, kinds):
            return make(error)
    return Unavailable(detail=first_line(error))


def _constraint(error: psycopg.Error, row: int | None) -> SpringwindError:
    diag = error.diag
    where = f"{diag.table_name or '?'}:{row}" if row else diag.table_name or "?"
    values = {"table": diag.table_name or "?", "rule": diag.constraint_name or diag.column_name or "?"}
    if isinstance(error, pg.UniqueViolation):
        return Conflict("store_taken", where=where, **values)
    if isinstance(error, pg.ForeignKeyViolation):
        return InputError("store_reference", where=where, **values)
    if isinstance(error, pg.NotNullViolation):
        return InputError("store_missing", where=where, table=values["table"], field=diag.column_name or "?")
    suffix = values["rule"].removeprefix(values["table"] + "_")
    if f"error.rule_{suffix}" in catalogue():
        return InputError(f"rule_{suffix}", where=where)
    return InputError("store_rule", where=where, **values)


def first_line(error: Exception) -> str:
    """Give the first line of an error's words; what follows are hints that libpq cuts into lines."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(" :") if lines else type(error).__name__


_KINDS: tuple[tuple[tuple[type[Exception], ...], Callable[[Any], SpringwindError]], ...] = (
    (
        (pg.DiskFull, pg.OutOfMemory, pg.TooManyConnections),
        lambda error: Unavailable("database_full", detail=first_line(error)),
    ),
    (
        (pg.DeadlockDetected, pg.SerializationFailure, pg.LockNotAvailable),
        lambda error: Conflict("database_busy"),
    ),
    ((pg.InsufficientPrivilege,), lambda error: Forbidden("outside_scope")),
    ((psycopg.DataError,), lambda error: InputError("store_value", detail=first_line(error))),
    (
        (psycopg.OperationalError, psycopg.InterfaceError, psycopg_pool.PoolTimeout),
        lambda error: DatabaseDown(detail=first_line(error)),
    ),
)
