"""Who is thought of when a fair is planned."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from features.codes.divisions import prefix
from features.records import Fair

EARTH_KM = 6371.0088


def invitees(store: Any, fair: Fair, as_of: date, most: int | None = None) -> pl.DataFrame:
    """Give the workers of the fair's division who seek work, nearest to the hall first up to ``most``.

    Left out: a registration that has lapsed by the day of the fair, who is away beyond it, a number that
    was wrong, a refusal. A hall without coordinates takes workers in order of registration, newest first.
    """
    workers: pl.DataFrame = store.workers.frame(as_of=as_of, division=prefix(fair.division))
    day = fair.held_on
    free = pl.col("away_until").is_null() | (pl.col("away_until") <= day)
    reachable = ~pl.col("last_contact").is_in(["wrong_number", "refused"]).fill_null(False)
    seeking = pl.col("status").is_in(["seeking", "at_home"]) & free & reachable
    valid = (pl.col("registered_on") <= as_of) & (pl.col("valid_until") >= day)
    found = workers.filter(seeking & valid)
    if most is None or len(found) <= most:
        return found
    return found.sort(_order(fair), "worker_id", nulls_last=True).head(most).sort("worker_id")


def _order(fair: Fair) -> pl.Expr:
    if fair.lat is None or fair.lon is None:
        return -pl.col("registered_on").to_physical()
    return km(fair.lat, fair.lon)


def km(lat: float, lon: float) -> pl.Expr:
    """Give the great-circle distance of ``lat``, ``lon`` columns from a point, in km."""
    here, there = pl.lit(lat).radians(), pl.col("lat").radians()
    half = ((there - here) / 2).sin() ** 2
    half += here.cos() * there.cos() * ((pl.col("lon").radians() - pl.lit(lon).radians()) / 2).sin() ** 2
    return 2 * EARTH_KM * half.sqrt().arcsin()
