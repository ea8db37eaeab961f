"""Bring frames into the shape of a record, and write them in bulk inside the running transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

import polars as pl
import psycopg
from psycopg import sql
from pydantic.fields import FieldInfo

from features.errors import InputError
from features.records import Record, frame_schema

NULL = "\\N"
STAGE = "pg_temp.springwind_stage"


def normalised(frame: pl.DataFrame, record: type[Record]) -> pl.DataFrame:
    """Give ``frame`` with exactly the columns and types of ``record``; absent ones take its defaults.

    A null where the record has a default becomes the default. InputError names a column that is unknown,
    missing, or does not hold what it should.
    """
    schema = frame_schema(record)
    unknown = [name for name in frame.columns if name not in schema]
    if unknown:
        raise InputError("store_columns", where=record.__name__, columns=", ".join(unknown))
    columns = [
        _column(frame, name, dtype, record.model_fields[name], record) for name, dtype in schema.items()
    ]
    return frame.with_columns(columns).select(list(schema))


def _column(
    frame: pl.DataFrame, name: str, dtype: pl.DataType, info: FieldInfo, record: type[Record]
) -> pl.Series:
    default = None if info.is_required() else info.default
    filler = list(default) if isinstance(default, tuple) else default
    if name not in frame.columns:
        return pl.Series(name, [filler], dtype=dtype).new_from_index(0, frame.height)
    try:
        column = frame[name].cast(dtype, strict=True)
    except pl.exceptions.PolarsError as error:
        raise InputError(
            "store_column_type", where=f"{record.__name__}.{name}", field=name, expected=str(dtype)
        ) from error
    if filler is None or not column.null_count():
        return column
    return column.to_frame().select(pl.col(name).fill_null(pl.lit(filler, dtype=dtype))).to_series()


def copy_in(  # noqa: PLR0917 read by name
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
    condition ``only_if`` on the old row holds. Gives the number of rows written.
    """
    if frame.is_empty():
        return 0
    names = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    target, stage = sql.Identifier(table), sql.SQL(STAGE)
    connection.execute(
        sql.SQL("CREATE TEMP TABLE springwind_stage ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            names, target
        )
    )
    copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(stage, names, sql.Literal(NULL))
    with connection.cursor() as cursor:
        with cursor.copy(copy) as sink:
            sink.write(_csv(frame))
        cursor.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, stage)
            + _on_conflict(conflict, replace, only_if)
        )
        count = cursor.rowcount
    connection.execute(sql.SQL("DROP TABLE {}").format(stage))
    return count


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


def row_values(record: Record, leave: Sequence[str] = ()) -> dict[str, Any]:
    """Give the fields of one record as PostgreSQL takes them: tuples as lists."""
    values: Mapping[str, Any] = record.model_dump(exclude=set(leave))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
