"""Write frames in bulk, inside the running transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, LiteralString

import polars as pl
import psycopg
from psycopg import errors as pg
from psycopg import sql
from psycopg.pq import TransactionStatus

from features.store.errors import translate
from features.store.offender import STAGE, offending_row

NULL = "\\N"


def copy_in(
    connection: psycopg.Connection[Any],
    table: str,
    frame: pl.DataFrame,
    conflict: Sequence[str] = (),
    replace: Sequence[str] = (),
    only_if: LiteralString = "",
) -> int:
    """Insert all rows of ``frame`` into ``table``; columns are matched by name.

    Rows go through a temporary table, since COPY itself does not obey row-level security. Where a row
    with the same ``conflict`` columns exists, the ``replace`` columns take the new values, where the
    condition ``only_if`` on the old row holds. Gives the number of rows written. What a rule refuses is
    raised with the table and the row of the frame, counted from 1.
    """
    if frame.is_empty():
        return 0
    names = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    _stage(connection, table, names, frame)
    insert = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        sql.Identifier(table), names, names, sql.SQL(STAGE)
    )
    try:
        with connection.transaction():  # a savepoint: the staged rows stay to be asked which one it was
            count = connection.execute(insert + _on_conflict(conflict, replace, only_if)).rowcount
    except pg.IntegrityError as error:
        raise translate(error, offending_row(connection, error)) from error
    finally:
        if not connection.broken and connection.info.transaction_status != TransactionStatus.INERROR:
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.SQL(STAGE)))
    return count


def _stage(connection: psycopg.Connection[Any], table: str, names: sql.Composed, frame: pl.DataFrame) -> None:
    make = sql.SQL("CREATE TEMP TABLE springwind_stage ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
    connection.execute(make.format(names, sql.Identifier(table)))
    copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})")
    with (
        connection.cursor() as cursor,
        cursor.copy(copy.format(sql.SQL(STAGE), names, sql.Literal(NULL))) as sink,
    ):
        sink.write(_csv(frame))


def _on_conflict(conflict: Sequence[str], replace: Sequence[str], only_if: LiteralString) -> sql.Composed:
    if not conflict:
        return sql.SQL("").format()
    keys = sql.SQL(", ").join(map(sql.Identifier, conflict))
    if not replace:
        return sql.SQL(" ON CONFLICT ({}) DO NOTHING").format(keys)
    sets = sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in replace)
    condition = sql.SQL(" WHERE " + only_if if only_if else "")
    return sql.SQL(" ON CONFLICT ({}) DO UPDATE SET {}").format(keys, sets) + condition


def _csv(frame: pl.DataFrame) -> bytes:
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    blobs = [name for name, dtype in frame.schema.items() if dtype == pl.Binary]
    # quotes keep an empty text apart from NULL, and a text that reads "\N" as well
    ready = frame.with_columns(
        *(_array(name) for name in lists),
        *((pl.lit("\\x") + pl.col(name).bin.encode("hex")).alias(name) for name in blobs),
    ).with_columns(_quoted(name) for name in (*texts, *lists))
    return ready.write_csv(
        include_header=False, quote_style="never", null_value=NULL, datetime_format="%Y-%m-%d %H:%M:%S%.6f%:z"
    ).encode()


def _quoted(name: str) -> pl.Expr:
    return ('"' + pl.col(name).str.replace_all('"', '""', literal=True) + '"').alias(name)


def _array(name: str) -> pl.Expr:
    """Write a list as PostgreSQL reads an array: ``{"a","b"}`` with backslash and quote escaped."""
    element = pl.element().cast(pl.String)
    for character in ("\\", '"'):
        element = element.str.replace_all(character, "\\" + character, literal=True)
    inside = pl.col(name).list.eval('"' + element + '"').list.join(",")
    return ("{" + inside + "}").alias(name)
