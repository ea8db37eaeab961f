"""The year of a sending county: weeks, and how the Spring Festival moves supply and demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from features.errors import InputError

Days = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]

FESTIVALS: tuple[date, ...] = tuple(
    date.fromisoformat(day)
    for day in (
        "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10",
        "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23",
        "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08",
    )
)  # fmt: skip
"""First day of the lunar year (农历正月初一), from the published calendar."""

WEEKLY = {-3: 0.85, -2: 0.6, -1: 0.35, 0: 0.3, 1: 1.5, 2: 2.4, 3: 2.3, 4: 1.8, 5: 1.4, 6: 1.2}
"""Weeks from the festival -> how busy the office is; elsewhere 1. Assumed: quiet at the festival, a peak
after it when supply and demand both rise (county offices' Spring Wind campaigns)."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Count days from the first day of the recorded past; day ``last`` is ``until``."""

    first: date
    until: date
    weeks: int

    @property
    def last(self) -> int:
        """Give the number of the last day."""
        return (self.until - self.first).days

    def day(self, number: int) -> date:
        """Give the date of a day number."""
        return self.first + timedelta(days=int(number))

    def busy(self) -> Real:
        """Give one factor per week, shape (weeks,)."""
        return np.array([factor(self.first + timedelta(days=7 * week)) for week in range(self.weeks)])

    def weeks_from_festival(self, week: int) -> int:
        """Give how many weeks a week of the past lies after the nearest festival (negative: before it)."""
        return weeks_from_festival(self.first + timedelta(days=7 * week))

    def open_days(self) -> Days:
        """Give the day numbers within a week on which the office is open, Monday to Friday."""
        monday = self.first.weekday()
        return np.array([day for day in range(7) if (monday + day) % 7 < 5])


def calendar(until: date, months: int) -> Calendar:
    """Lay out the recorded past ending on ``until``; outside 2019-2035 raises InputError."""
    weeks = round(months * 365.25 / 12 / 7)
    first = until - timedelta(days=weeks * 7 - 1)
    if first < FESTIVALS[0] or until.year > FESTIVALS[-1].year:
        raise InputError(
            "county_date", where=str(until), first=FESTIVALS[0].year + 2, last=FESTIVALS[-1].year
        )
    return Calendar(first, until, weeks)


def factor(day: date) -> float:
    """Give how busy an office is on a day, 1 = an ordinary week."""
    return WEEKLY.get(weeks_from_festival(day), 1.0)


def weeks_from_festival(day: date) -> int:
    """Give whole weeks since the nearest first day of a lunar year, negative before it."""
    return min(((day - festival).days // 7 for festival in FESTIVALS), key=abs)
