"""Score parts of one campaign again and again: its workers are made ready once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from matching.matcher.campaign import Hall
from matching.matcher.matcher import Matcher
from matching.pairing import prepare_posts, prepare_workers

Score = Callable[[pl.DataFrame, pl.DataFrame, date, int], pl.DataFrame]


def rescorer(matcher: Any, workers: pl.DataFrame) -> Score:
    """Give what scores some of ``workers`` against any posts, as ``Matcher.score_campaign`` would.

    All posts that are asked about are judged and scored, none is left out for being far in text; meant for
    a changed post or a few. A matcher of another make is asked for whole campaigns instead.
    """
    if not isinstance(matcher, Matcher):
        score: Score = matcher.score_campaign
        return score
    bundle, live = matcher.bundle, matcher.live
    ready = prepare_workers(live.tools, workers)
    ids = ready.frame["worker_id"].to_numpy()
    order = np.argsort(ids)

    def scored(people: pl.DataFrame, posts: pl.DataFrame, as_of: date, k: int) -> pl.DataFrame:
        asked = people["worker_id"].to_numpy()
        rows = order[np.searchsorted(ids, asked, sorter=order)].astype(np.int64)
        hall = Hall(bundle, live, ready, prepare_posts(live.tools, posts), as_of, k)
        return hall.scored(rows, len(hall.posts))

    return scored
