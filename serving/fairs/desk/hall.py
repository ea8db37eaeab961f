"""The hall as the help desk needs it: its posts with booth and places, and what scores a visitor there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from serving.fairs.new import open_places

FORGET = timedelta(minutes=90)
"""Who has not been written down at a booth so long after the slip does not stand in its queue any more."""


def hall_posts(store: Any, fair_id: int, as_of: date, unsaid: int = 1) -> pl.DataFrame:
    """Give the open posts of the fair's booths, with employer, booth, desks and places.

    A post whose headcount was not said counts ``unsaid`` places.
    """
    booths = store.fairs.booths(fair_id).select("employer_id", "booth")
    names = store.employers.frame(ids=booths["employer_id"].to_list()).select("employer_id", employer="name")
    stands = store.fair_days.stands(fair_id).select("employer_id", "desks")
    posts = store.posts.open(as_of).with_columns(open_places(unsaid))
    hall = posts.join(booths, on="employer_id").join(names, on="employer_id")
    joined: pl.DataFrame = hall.join(stands, on="employer_id", how="left").with_columns(
        pl.col("desks").fill_null(1)
    )
    return joined.sort("booth", "post_id", nulls_last=True)


def queue_now(store: Any, fair_id: int, at: datetime) -> pl.DataFrame:
    """Count each booth as it stands at a moment."""
    found: pl.DataFrame = store.fair_days.queue(fair_id, at - FORGET)
    return found


def scores(matcher: Any, worker: pl.DataFrame, posts: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Give worker_id, post_id, value of one person and every post of the hall that passes the gates.

    The matcher's own prepared posts are taken where it holds them: one answer then costs a few
    milliseconds, which is what lets twenty desks ask at once.
    """
    live = getattr(matcher, "live", None)
    if live is None or not hasattr(matcher, "bundle"):
        found: pl.DataFrame = matcher.score_campaign(worker, posts, as_of, k=max(posts.height, 1))
        return found
    from matching.matcher.campaign import Hall
    from matching.pairing import prepare_workers

    rows = np.flatnonzero(np.isin(live.posts.ids, posts["post_id"].to_numpy())).astype(np.int64)
    if not rows.size:
        return pl.DataFrame(schema={"worker_id": pl.Int64, "post_id": pl.Int64, "value": pl.Float32})
    ready = prepare_workers(live.tools, worker)
    hall = Hall(matcher.bundle, live, ready, live.posts.prepared.take(rows), as_of, rows.size)
    return hall.scored(np.zeros(1, np.int64), rows.size)
