"""Where a day stands in the year of a migrant worker: days from the nearest Spring Festival."""

from __future__ import annotations

from datetime import date

import polars as pl

SPRING_FESTIVALS: tuple[date, ...] = (
    date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
    date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31),
    date(2034, 2, 19), date(2035, 2, 8), date(2036, 1, 28),
)  # fmt: skip
"""First day of the first lunar month (GB/T 33661-2017), Beijing time."""


_BY_YEAR = {festival.year: festival for festival in SPRING_FESTIVALS}


def festival_days(day: pl.Expr) -> pl.Expr:
    """Give days since the nearest Spring Festival, negative before it; null outside the table.

    2019-2036 is covered; the nearest festival is never more than about 192 days away.
    """
    gaps = [(day - _festival_of(day.dt.year() + shift)).dt.total_days() for shift in (-1, 0, 1)]
    nearest = gaps[1]
    after_last, before_next = gaps[0], gaps[2]
    nearest = pl.when(after_last <= nearest.abs()).then(after_last).otherwise(nearest)
    nearest = pl.when(before_next.abs() < gaps[1].abs()).then(before_next).otherwise(nearest)
    return pl.when(nearest.abs() <= 200).then(nearest)


def _festival_of(year: pl.Expr) -> pl.Expr:
    return year.replace_strict(_BY_YEAR, default=None, return_dtype=pl.Date)
