"""What is true of a fair's day, worked out from the set of its events: order and repeats change nothing."""

from __future__ import annotations

from datetime import datetime

import polars as pl

WORDS = ("intention", "passed", "withdrawn")
PRESENT = ("arrived", "sent", "intention", "passed")


def visitors(events: pl.DataFrame) -> pl.DataFrame:
    """Give worker_id, first (moment), walk_in of everybody who was there; who talked to a booth was."""
    here = events.filter(pl.col("kind").is_in(PRESENT) & pl.col("worker_id").is_not_null())
    return (
        here.group_by("worker_id")
        .agg(first=pl.col("at").min(), walk_in=pl.col("walk_in").any())
        .sort("worker_id")
    )


def last_words(events: pl.DataFrame) -> pl.DataFrame:
    """Give employer_id, worker_id, post_id, kind, at: the newest word of each pair, once per post."""
    said = events.filter(pl.col("kind").is_in(WORDS)).sort("at", "event_id")
    newest = said.group_by("employer_id", "worker_id", "post_id").agg(pl.col("kind", "at").last())
    return newest.sort("employer_id", "worker_id", "post_id", nulls_last=True)


def wishes(events: pl.DataFrame) -> pl.DataFrame:
    """Give employer_id, worker_id, post_id, at of every intention that was not taken back."""
    return last_words(events).filter(pl.col("kind") == "intention").drop("kind")


def full_now(events: pl.DataFrame) -> pl.DataFrame:
    """Give employer_id, is_full of every booth that was ever marked."""
    marks = events.filter(pl.col("kind").is_in(["full", "open"])).sort("at", "event_id")
    return marks.group_by("employer_id").agg(is_full=pl.col("kind").last() == "full").sort("employer_id")


def queue(events: pl.DataFrame, employers: pl.Series, since: datetime) -> pl.DataFrame:
    """Count per booth as ``FairDays.queue`` does in the database: sent, waiting, seen, intentions, full."""
    told = events.filter(pl.col("kind").is_in(["sent", *WORDS]))
    pairs = told.group_by("employer_id", "worker_id").agg(
        sent_at=pl.col("at").filter(pl.col("kind") == "sent").max(),
        seen=pl.col("kind").is_in(["intention", "passed"]).any(),
    )
    waits = (pl.col("sent_at") >= since) & ~pl.col("seen")
    counted = pairs.group_by("employer_id").agg(
        sent=pl.col("sent_at").is_not_null().sum(),
        waiting=waits.fill_null(False).sum(),
        seen=pl.col("seen").sum(),
    )
    wished = wishes(events).group_by("employer_id").agg(intentions=pl.col("worker_id").n_unique())
    whole = employers.unique().sort().alias("employer_id").to_frame()
    for part in (counted, wished, full_now(events)):
        whole = whole.join(part, on="employer_id", how="left")
    numbers = ("sent", "waiting", "seen", "intentions")
    return whole.with_columns(
        *(pl.col(name).fill_null(0).cast(pl.Int64) for name in numbers), pl.col("is_full").fill_null(False)
    ).select("employer_id", *numbers, "is_full").sort("employer_id")  # fmt: skip
