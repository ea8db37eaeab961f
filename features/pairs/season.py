"""Where a day stands in the year of a migrant worker: days from the nearest Spring Festival."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

SPRING_FESTIVALS: tuple[date, ...] = (
    date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
    date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31),
    date(2034, 2, 19), date(2035, 2, 8), date(2036, 1, 28),
)  # fmt: skip
"""First day of the first lunar month (GB/T 33661-2017), Beijing time."""


FARTHEST = 200
"""Days; no day is farther from a festival of the table than about 192 while the table lasts."""

_FIRST = min(SPRING_FESTIVALS) - timedelta(days=FARTHEST + 1)
_LENGTH = (max(SPRING_FESTIVALS) - _FIRST).days + FARTHEST + 2
_EARLY = SPRING_FESTIVALS[0].timetuple().tm_yday - 1
"""Days of the first year before its festival; the year before is not covered."""


def _table() -> pl.Series:
    """Give the days since the nearest festival for each day from ``_FIRST`` on, null at both ends."""
    day = np.arange(_LENGTH)[:, None]
    gaps = day - np.array([(festival - _FIRST).days for festival in SPRING_FESTIVALS])
    nearest = np.abs(gaps).argmin(axis=1)
    found = pl.Series(gaps[np.arange(_LENGTH), nearest], dtype=pl.Int64)
    told = (found.abs() <= FARTHEST) & pl.Series(np.arange(_LENGTH) >= FARTHEST + 1 - _EARLY)
    return pl.select(pl.when(told).then(found)).to_series()


_DAYS = pl.lit(_table())


def festival_days(day: pl.Expr) -> pl.Expr:
    """Give days since the nearest Spring Festival, negative before it; null outside the table.

    2019-2036 is covered; the nearest festival is never more than about 192 days away.
    """
    return _DAYS.gather((day - pl.lit(_FIRST)).dt.total_days().clip(0, _LENGTH - 1))
