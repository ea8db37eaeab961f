"""Time a what-if on a simulated campaign: places changed, and one post scored anew."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from matching.campaign import CampaignConfig, PlanInputs, what_if
from matching.campaign.changes import Change, Places, Wage
from matching.campaign.scored import Scored
from matching.campaign.whatif import planned

DAY = date(2026, 3, 2)
"""Any day; nothing simulated here depends on it."""


def trial(scored: Scored, workers: int) -> list[dict[str, Any]]:
    """Try more places, and another wage, on a campaign; give change, seconds and pairs scored anew."""
    inputs = _inputs(scored, workers)
    before = planned(inputs)
    changes: list[Change] = [Places(0, 5, more=True), Wage(1, 6000, 7000)]
    rows = []
    for change in changes:
        started = time.perf_counter()
        found = what_if(inputs, [change], before)
        rows.append(
            {"change": str(change), "seconds": round(time.perf_counter() - started, 3),
             "rescored": found.rescored, "people": found.people.height, "certified": found.after.certified}
        )  # fmt: skip
    return rows


def _inputs(scored: Scored, workers: int) -> PlanInputs:
    candidates = pl.DataFrame(
        {"worker_id": scored.worker, "post_id": scored.post, "value": scored.value, "accept": scored.placed,
         "hire": np.ones(len(scored.value)), "stay": scored.stay}
    )  # fmt: skip
    posts = pl.DataFrame(
        {"post_id": np.arange(len(scored.places)), "employer_id": scored.employer, "places": scored.places,
         "monthly_low": np.full(len(scored.places), 4000), "monthly_high": np.full(len(scored.places), 5000)}
    )  # fmt: skip
    people = pl.DataFrame({"worker_id": np.arange(workers)})
    return PlanInputs(candidates, people, posts, DAY, CampaignConfig(), score=_better)


def _better(workers: pl.DataFrame, posts: pl.DataFrame, as_of: date, k: int) -> pl.DataFrame:
    """Stand in for the ranker, which is measured elsewhere: a chance drawn by worker, raised for all."""
    rng = np.random.default_rng(0)
    pairs = workers.select("worker_id").join(posts.select("post_id"), how="cross")
    chance = pl.Series(rng.uniform(0.1, 0.6, pairs.height))
    stages = pairs.with_columns(accept=chance, hire=pl.lit(1.0), stay=pl.lit(0.7))
    return stages.with_columns(value=pl.col("accept") * pl.col("stay"))
