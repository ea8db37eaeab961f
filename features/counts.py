"""Counts of dated events per key, answered as of any day without a loop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

_DAYS = 1 << 17
"""Room for days since 1970 in one composite key: until the year 2328."""

Longs = npt.NDArray[np.int64]


def days(dates: pl.Series) -> Longs:
    """Give days since 1970 (n,) of a date column without nulls."""
    return dates.cast(pl.Date).to_physical().to_numpy().astype(np.int64)


@dataclass(frozen=True, slots=True)
class Counts:
    """Hold events sorted by (key, day) with running sums, so that two searches answer any question.

    ``sums`` is (n + 1, columns): what was summed before each event.
    """

    names: tuple[str, ...]
    ids: Longs
    keys: Longs
    sums: npt.NDArray[np.int64]

    @classmethod
    def of(cls, events: pl.DataFrame, key: str, names: tuple[str, ...]) -> Counts:
        """Build from rows of ``key`` (whole numbers), ``day`` (date) and one amount per name."""
        events = events.drop_nulls([key, "day"])
        ids, codes = np.unique(events[key].to_numpy().astype(np.int64), return_inverse=True)
        keys = codes.astype(np.int64) * _DAYS + days(events["day"])
        order = np.argsort(keys, kind="stable")
        amounts = events.select(names).fill_null(0).to_numpy().astype(np.int64)[order]
        sums = np.zeros((len(keys) + 1, len(names)), dtype=np.int64)
        np.cumsum(amounts, axis=0, out=sums[1:])
        return cls(names, ids, keys[order], sums)

    def before(self, ids: Longs, day: Longs, window: int | None = None) -> npt.NDArray[np.int64]:
        """Sum each name (n, columns) over events dated strictly before ``day``, at most ``window`` back."""
        if _all_one(ids) and _all_one(day):  # one worker, or one post, on one day against many
            return np.broadcast_to(self._before(ids[:1], day[:1], window), (len(ids), len(self.names)))
        return self._before(ids, day, window)

    def _before(self, ids: Longs, day: Longs, window: int | None) -> npt.NDArray[np.int64]:
        codes, known = self._codes(ids)
        start = codes * _DAYS if window is None else codes * _DAYS + np.maximum(day - window, 0)
        first = np.searchsorted(self.keys, start)
        last = np.searchsorted(self.keys, codes * _DAYS + day)
        return (self.sums[last] - self.sums[first]) * known[:, None]

    def last_day(self, ids: Longs, day: Longs) -> npt.NDArray[np.float64]:
        """Give the newest event day (n,) strictly before ``day``; nan where there is none."""
        codes, known = self._codes(ids)
        last = np.searchsorted(self.keys, codes * _DAYS + day)
        found = known & (last > np.searchsorted(self.keys, codes * _DAYS))
        if not len(self.keys):
            return np.full(len(ids), np.nan)
        return np.where(found, self.keys[np.maximum(last - 1, 0)] - codes * _DAYS, np.nan)

    def _codes(self, ids: Longs) -> tuple[Longs, npt.NDArray[np.bool_]]:
        if not len(self.ids):
            return np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1).astype(np.int64)
        return at, self.ids[at] == ids


def _all_one(values: Longs) -> bool:
    return len(values) > 1 and bool((values == values[0]).all())
