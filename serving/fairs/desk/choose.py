"""Choose the booths of one visitor against places and queues as they are now.

``worth = value x room / (1 + wait / PATIENCE)``: the value of the pair, how much room the booth has left
for people who want its places, and how long the visitor would stand there.
"""

from __future__ import annotations

import polars as pl

TALK_MINUTES = 8.0
"""One talk at a booth."""

PATIENCE = 30.0
"""Minutes of waiting that halve what a booth is worth."""

PER_PLACE = 6.0
"""Wishes and people waiting, per place, from which a booth counts as crowded out."""

LEAST_ROOM = 0.02
"""A crowded booth comes last; it is left out only once it is marked full."""

CHOICE = ("employer_id", "post_id", "booth", "wait", "worth", "rank")


def choose(scored: pl.DataFrame, posts: pl.DataFrame, queue: pl.DataFrame, count: int = 3) -> pl.DataFrame:
    """Give the best post of each of the ``count`` best booths: the columns of ``CHOICE``.

    ``scored``: post_id, value. ``posts``: post_id, employer_id, booth, places, desks. ``queue``: employer_id,
    waiting, intentions, is_full. A booth marked full, one without places, and one without a number in
    the hall are left out.
    """
    room_of = posts.group_by("employer_id").agg(
        pl.col("places").sum(), pl.col("desks").first(), pl.col("booth").first()
    )
    stands = room_of.join(queue.select("employer_id", "waiting", "intentions", "is_full"), on="employer_id")
    taken = (pl.col("waiting") + pl.col("intentions")) / (pl.col("places") * PER_PLACE)
    wait = pl.col("waiting") * TALK_MINUTES / pl.col("desks").fill_null(1)
    open_ = stands.filter(~pl.col("is_full") & (pl.col("places") > 0) & pl.col("booth").is_not_null())
    open_ = open_.with_columns(wait=wait, room=(1 - taken).clip(LEAST_ROOM, 1.0)).drop("places", "desks")
    pairs = scored.select("post_id", "value").join(
        posts.filter(pl.col("places") > 0).select("post_id", "employer_id"), on="post_id"
    )
    worth = pl.col("value").cast(pl.Float64) * pl.col("room") / (1 + pl.col("wait") / PATIENCE)
    whole = pairs.join(open_, on="employer_id").with_columns(worth=worth)
    best = whole.sort("worth", "post_id", descending=[True, False]).unique(
        "employer_id", keep="first", maintain_order=True
    )
    ranked = best.head(count).with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    return ranked.select(CHOICE)
