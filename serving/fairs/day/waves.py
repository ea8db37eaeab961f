"""Waves of arrivals: people of one township come by bus and together, the hall fills evenly."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.records.fair_day import FairDay

NEAR_KM = 3.0
"""Whoever lives nearer than this comes on their own."""

ROAD_FACTOR, ROAD_KMH, BOARDING = 1.3, 40.0, 10
"""A road is longer than the straight line; a bus makes so many km an hour and waits so many minutes."""

UNKNOWN_RIDE = 60
"""Minutes of a ride whose distance nobody knows."""

EARLIEST = 360
"""No bus leaves before 06:00."""

BUS = ("bus", "division", "place", "wave", "departs", "arrives", "returns", "seats", "people")


def wave_count(day: FairDay) -> int:
    """Give how many waves fit, each with its whole stay before the hall closes."""
    return max(1, (day.closes - day.opens - day.stay_minutes) // day.wave_minutes + 1)


def wave_starts(day: FairDay) -> list[int]:
    """Give the clock time of each wave."""
    return [day.opens + n * day.wave_minutes for n in range(wave_count(day))]


def arrange(people: pl.DataFrame, day: FairDay) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the buses and who comes when.

    ``people``: worker_id, division, village, km (null = unknown). Buses: the columns of ``BUS``.
    Arrivals: worker_id, wave, bus (null = on their own). Who lives near the hall, or is registered in no
    township, has no bus.
    """
    rides = _seated(people, day.seats)
    load = np.zeros(wave_count(day), np.int64)
    buses = _buses(rides, day, load)
    seated = rides.join(buses.select("bus", "wave"), on="bus").select("worker_id", "wave", "bus")
    alone = people.join(rides, on="worker_id", how="anti").sort("worker_id").select("worker_id")
    spread = pl.Series("wave", _level(load, len(alone)), pl.Int64)
    own = alone.with_columns(spread, bus=pl.lit(None, pl.Int64))
    return buses, pl.concat([seated, own]).sort("wave", "bus", "worker_id", nulls_last=True)


def _seated(people: pl.DataFrame, seats: int) -> pl.DataFrame:
    """Fill buses township by township, villages one after the other; adds ``town`` and ``bus``."""
    town = pl.col("division").str.head(9)
    far = (pl.col("km").is_null() | (pl.col("km") >= NEAR_KM)) & (pl.col("division").str.len_chars() >= 9)
    rides = people.filter(far).with_columns(town=town).sort("town", "village", "worker_id")
    row = pl.int_range(pl.len()).over("town") // seats
    return rides.with_columns(bus=pl.struct("town", row=row).rank("dense").cast(pl.Int64))


def _buses(rides: pl.DataFrame, day: FairDay, load: np.ndarray) -> pl.DataFrame:
    minutes = pl.col("km").max() * ROAD_FACTOR / ROAD_KMH * 60 + BOARDING
    table = rides.group_by("bus").agg(
        division=pl.col("town").first(),
        place=pl.col("village").unique(maintain_order=True).head(6).str.join("、"),
        people=pl.len().cast(pl.Int64),
        ride=minutes.ceil().cast(pl.Int64).fill_null(UNKNOWN_RIDE),
    )
    table = table.sort("ride", "bus", descending=[True, False])  # the hardest to place go first
    waves = [_wave(day, load, ride, people) for ride, people in table.select("ride", "people").iter_rows()]
    arrives = day.opens + (pl.col("wave") - 1) * day.wave_minutes
    timed = table.with_columns(pl.Series("wave", waves, pl.Int64)).with_columns(arrives=arrives)
    return timed.with_columns(
        departs=pl.col("arrives") - pl.col("ride"),
        returns=pl.min_horizontal(pl.col("arrives") + day.stay_minutes, pl.lit(day.closes)),
        seats=pl.max_horizontal(pl.lit(day.seats), "people").cast(pl.Int64),
    ).select(BUS).sort("bus")  # fmt: skip


def _wave(day: FairDay, load: np.ndarray, ride: int, people: int) -> int:
    """Give the emptiest wave a bus can reach without leaving too early, and count its people there."""
    starts = np.array(wave_starts(day))
    reached = starts - ride >= EARLIEST
    if not reached.any():
        reached[-1] = True
    best = int(np.where(reached, load, np.iinfo(np.int64).max).argmin())
    load[best] += people
    return best + 1


def _level(load: np.ndarray, count: int) -> np.ndarray:
    """Give waves (count,) for people on their own, so that the waves end as level as they can."""
    height = load[:, None] + np.arange(count)[None, :]
    order = np.argsort(height, axis=None, kind="stable")[:count]
    chosen: np.ndarray = np.sort(order // max(count, 1)) + 1
    return chosen
