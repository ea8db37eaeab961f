"""From columns to frames with exactly the columns of a record."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from features.records import Record, frame_schema
from training_jobs.county.season import Calendar
from training_jobs.county.traits import Whole

SHOWN = {
    "list_id": pl.Int64(), "worker_id": pl.Int64(), "post_id": pl.Int64(), "position": pl.Int64(),
    "shown_on": pl.Date(), "simulated": pl.Boolean(),
}  # fmt: skip
"""What staff had on the screen: one row per post of a list, ``position`` from 1."""


def framed(record: type[Record], columns: dict[str, Any]) -> pl.DataFrame:
    """Build a frame of ``record``; a column that is not given takes the record's default."""
    schema = frame_schema(record)
    unknown = columns.keys() - schema.keys()
    if unknown:
        raise TypeError(f"{record.__name__} has no field {sorted(unknown)}")
    height = len(next(iter(columns.values())))
    series = []
    for name, dtype in schema.items():
        if name in columns:
            series.append(pl.Series(name, columns[name], dtype=dtype, strict=False))
            continue
        default = record.model_fields[name].get_default()
        value = list(default) if isinstance(default, tuple) else default
        series.append(pl.Series(name, [value] * height, dtype=dtype))
    return pl.DataFrame(series)


def dates(days: Calendar, numbers: Whole) -> pl.Series:
    """Give dates of day numbers; -1 (and anything before the year 1900) is null through ``known``."""
    start = np.datetime64(days.first, "D")
    return pl.Series(start + numbers.astype("timedelta64[D]")).cast(pl.Date)


def known_dates(days: Calendar, numbers: Whole) -> pl.Series:
    """Give dates of day numbers, null where the number is -1."""
    return blank(dates(days, numbers), numbers < 0)


def blank(series: pl.Series, where: Any) -> pl.Series:
    """Give the series with null where ``where`` is true."""
    mask = pl.Series(np.asarray(where, dtype=bool))
    return pl.select(pl.when(~mask).then(series)).to_series()


def yes_no(numbers: Whole) -> pl.Series:
    """Give true for 1, false for 0, null for -1."""
    return blank(pl.Series(numbers == 1), numbers < 0)
