"""Bring frames and records into the shape the tables take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from pydantic.fields import FieldInfo

from features.errors import InputError
from features.records import Record, frame_schema


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


def row_values(record: Record, leave: Sequence[str] = ()) -> dict[str, Any]:
    """Give the fields of one record as PostgreSQL takes them: tuples as lists."""
    values: Mapping[str, Any] = record.model_dump(exclude=set(leave))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
