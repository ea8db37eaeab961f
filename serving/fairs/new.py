"""Set up a fair from what the office has: employers with open places, a hall, a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from features.codes.divisions import prefix
from features.errors import InputError
from features.records import Fair

MOST_PLACES = 20
"""Places of one post beyond this do not move its employer further up: a fair needs many kinds of work."""


@dataclass(frozen=True, slots=True)
class NewFair:
    """Say what is known of a fair that is to be set up; None = chosen from the records."""

    held_on: date
    name: str
    booths: int = 40
    visitors: int = 800
    division: str | None = None
    venue: str = ""


def set_up(store: Any, wanted: NewFair, as_of: date) -> int:
    """Add the fair and give booths to verified employers with the most open places; give the fair's id.

    Raises InputError where nobody seeks work or no employer has an open place.
    """
    division = wanted.division or _division(store.workers.frame(as_of=as_of))
    employers = exhibitors(store, wanted.held_on, as_of).head(wanted.booths)
    if employers.is_empty():
        raise InputError("fair_no_posts", day=as_of.isoformat())
    people = store.workers.frame(as_of=as_of, division=prefix(division))
    fair = Fair(
        fair_id=0, name=wanted.name, division=division, held_on=wanted.held_on, venue=wanted.venue,
        lat=people["lat"].mean(), lon=people["lon"].mean(), booths=wanted.booths,
        expected_visitors=wanted.visitors, simulated=bool(employers["simulated"].all()),
    )  # fmt: skip
    with store.transaction():
        fair_id: int = store.fairs.add(fair)
        numbered = employers.select("employer_id", booth=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
        store.fairs.set_booths(fair_id, numbered.with_columns(capacity=pl.lit(None, pl.Int64)))
    return fair_id


def _division(workers: pl.DataFrame) -> str:
    """Give the county most workers are registered in."""
    if workers.is_empty():
        raise InputError("fair_no_workers")
    counties = workers.group_by(pl.col("division").str.head(6)).len().sort("len", "division", descending=True)
    return str(counties["division"][0])


def exhibitors(store: Any, held_on: date, as_of: date) -> pl.DataFrame:
    """Give verified employers with open places, those with more places (capped per post) first."""
    posts = store.posts.open(as_of).with_columns(open_places(1).clip(0, MOST_PLACES).alias("places"))
    offered = posts.group_by("employer_id").agg(pl.col("places").sum()).filter(pl.col("places") > 0)
    good = pl.col("verified_on").is_not_null() & (pl.col("verified_on") <= as_of) & ~pl.col("suspended")
    good &= pl.col("verified_until").is_null() | (pl.col("verified_until") >= held_on)
    employers = store.employers.frame(ids=offered["employer_id"].to_list()).filter(good)
    joined: pl.DataFrame = employers.join(offered, on="employer_id")
    return joined.sort("places", "employer_id", descending=[True, False])


def open_places(unsaid: int) -> pl.Expr:
    """Give headcount less hires, at least 0; ``unsaid`` where the headcount was not said."""
    return (pl.col("headcount") - pl.col("hired")).clip(0).fill_null(unsaid).alias("places")
