"""Write the letters of a fair: one per person and post, a number that is out already used again."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import polars as pl

from features.records import Referral, frame_schema

Which = Literal["first", "all", "none"]
"""For each person the first invitation, all of them, or nothing."""

ISSUED = {"worker_id": pl.Int64(), "post_id": pl.Int64(), "letter_number": pl.String()}


def issue(store: Any, fair_id: int, which: Which, as_of: date) -> pl.DataFrame:
    """Write the letters of the invitations and give worker_id, post_id, letter_number of all of them.

    A pair whose letter is out keeps it; a post that is closed or full gets none. Running it twice
    writes nothing new.
    """
    if which == "none":
        return pl.DataFrame(schema=ISSUED)
    with store.transaction():
        wanted = _wanted(store, fair_id, which, as_of)
        out = _out(store, wanted)
        fresh = wanted.join(out, on=["worker_id", "post_id"], how="anti")
        if fresh.is_empty():
            return out
        ids = store.referrals.add_frame(_drafts(store, fresh, as_of))
        made: pl.DataFrame = store.referrals.frame(ids=ids.to_list()).select(list(ISSUED))
        return pl.concat([out, made]).sort("worker_id", "letter_number")


def _wanted(store: Any, fair_id: int, which: Which, as_of: date) -> pl.DataFrame:
    invited = store.fairs.invitations(fair_id).filter(~pl.col("reserve"))
    if which == "first":
        invited = invited.sort("worker_id", "rank").unique("worker_id", keep="first")
    posts = store.posts.open(as_of)
    room = pl.col("headcount").is_null() | (pl.col("hired") < pl.col("headcount"))
    ids = posts.filter(room)["post_id"].to_list()
    found: pl.DataFrame = invited.filter(pl.col("post_id").is_in(ids)).select("worker_id", "post_id", "rank")
    return found


def _out(store: Any, wanted: pl.DataFrame) -> pl.DataFrame:
    letters = store.referrals.frame().filter(pl.col("slip").is_null())
    pairs = wanted.select("worker_id", "post_id")
    found: pl.DataFrame = letters.join(pairs, on=["worker_id", "post_id"], how="semi").select(list(ISSUED))
    return (
        found.sort("letter_number")
        .unique(["worker_id", "post_id"], keep="last")
        .sort("worker_id", "letter_number")
    )


def _drafts(store: Any, fresh: pl.DataFrame, as_of: date) -> pl.DataFrame:
    workers = store.workers.frame(ids=fresh["worker_id"].unique().to_list(), as_of=as_of)
    rows = fresh.join(workers.select("worker_id", "division", "simulated"), on="worker_id")
    schema = frame_schema(Referral)
    return rows.sort("worker_id", "rank").select(
        "worker_id", "post_id", "division", "simulated", position=pl.col("rank"),
        referred_on=pl.lit(as_of, schema["referred_on"]), source=pl.lit("campaign"),
    )  # fmt: skip
