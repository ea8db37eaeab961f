"""Point-to-point transport (点对点): who goes to which receiving city, in coaches from which township.

Around the Spring Festival those who took a job away from the county travel together. The list is drawn
from what is known: a hire before a letter, a letter before a wish.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from features.codes.divisions import prefix
from serving.fairs.desk.state import wishes

CITY = 4
COACH_LEAST = 20
"""Fewer people than this do not fill a coach of their own: they are joined to another township's."""

RIDER = ("coach", "city", "town", "village", "worker_id", "post_id", "employer", "place", "why")


def riders(store: Any, fair_id: int, as_of: date, seats: int = 45) -> pl.DataFrame:
    """Give one row per person who goes away: the columns of ``RIDER``.

    ``why`` is ``hired``, ``letter`` or ``wish``; each person once, the surest first. ``coach`` numbers the
    coaches from 1; people of one township to one city ride together, small groups to a city share one.
    """
    fair = store.fairs.get(fair_id)
    known = pl.concat([_letters(store, fair), _wishes(store, fair_id)])
    posts = store.posts.frame(ids=known["post_id"].unique().to_list())
    away = ~pl.col("work").str.starts_with(prefix(fair.division)) & (pl.col("work").str.len_chars() >= CITY)
    named = known.join(_where(store, posts), on="post_id").filter(away)
    once = named.sort("surety", "post_id").unique("worker_id", keep="first")
    people = store.workers.frame(ids=once["worker_id"].to_list(), as_of=as_of).select(
        "worker_id", town=pl.col("division").str.head(9), village="place"
    )
    table = once.join(people, on="worker_id").with_columns(city=pl.col("work").str.head(CITY))
    return _coaches(table, seats).select(RIDER)


def _coaches(table: pl.DataFrame, seats: int) -> pl.DataFrame:
    many = pl.len().over("city", "town") >= COACH_LEAST
    grouped = table.with_columns(group=pl.when(many).then("town").otherwise(pl.lit("")))
    ordered = grouped.sort("city", "group", "town", "village", "worker_id")
    turn = pl.int_range(pl.len()).over("city", "group") // seats
    numbered = pl.struct("city", "group", turn=turn).rank("dense").cast(pl.Int64)
    return ordered.with_columns(coach=numbered).sort("coach", "town", "village", "worker_id")


def _letters(store: Any, fair: Any) -> pl.DataFrame:
    sent = store.referrals.frame(since=fair.held_on).filter(pl.col("source").is_in(["fair", "campaign"]))
    open_or_hired = pl.col("slip").is_null() | (pl.col("slip") == 1)
    hired = pl.col("slip").fill_null(0) == 1
    kind = pl.when(hired).then(pl.lit("hired")).otherwise(pl.lit("letter")).alias("why")
    rank = pl.when(hired).then(0).otherwise(1).cast(pl.Int64).alias("surety")
    here = sent.filter(open_or_hired).filter(pl.col("post_id").is_in(_hall_posts(store, fair.fair_id)))
    rows: pl.DataFrame = here.select("worker_id", "post_id", kind, rank)
    return rows


def _hall_posts(store: Any, fair_id: int) -> list[int]:
    employers = store.fairs.booths(fair_id)["employer_id"].to_list()
    posts = store.posts.frame()
    found: list[int] = posts.filter(pl.col("employer_id").is_in(employers))["post_id"].to_list()
    return found


def _wishes(store: Any, fair_id: int) -> pl.DataFrame:
    wanted = wishes(store.fair_days.events(fair_id)).drop_nulls("post_id")
    two = pl.lit(2, pl.Int64).alias("surety")
    return wanted.select("worker_id", "post_id", pl.lit("wish").alias("why"), two)


def _where(store: Any, posts: pl.DataFrame) -> pl.DataFrame:
    names = store.employers.frame(ids=posts["employer_id"].unique().to_list())
    named = posts.join(names.select("employer_id", employer="name"), on="employer_id")
    return named.select("post_id", "employer", "place", work="division")
