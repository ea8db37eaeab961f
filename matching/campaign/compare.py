"""Set the allocation beside the simple ways of inviting, on the same candidates and the same days."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from matching.assign.problem import Doubles, Problem
from matching.assign.schedule import Schedule, schedule, worth
from matching.campaign.config import CampaignConfig
from matching.campaign.day import lasting_placements
from matching.campaign.scored import Scored
from matching.types import Ints, Mask

LASTING = ("lasting", "lasting_low", "lasting_high")


def compare(
    problem: Problem, scored: Scored, ways: dict[str, Mask], config: CampaignConfig,
    turns: Mapping[str, Doubles] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Give one row per way of inviting; masks are over the problem's pairs.

    ``turns`` holds by what a way puts each worker's invitations in order, over the same pairs; value else.

    ``objective`` and ``value`` follow the stated schedule, ``lasting`` (with a 95 % interval) the simulated
    days, ``gini`` the invitations per place over the posts that have places. ``lasting`` is null where no
    chance was learned: nothing can be simulated from values that are no probabilities.
    """
    plan = schedule(problem)
    here = np.searchsorted(scored.key, problem.worker * max(len(scored.places), 1) + problem.post)
    rows = []
    for name, chosen in ways.items():
        mask, turn = np.zeros(len(scored.worker), np.bool_), scored.value.copy()
        mask[here[chosen]] = True
        turn[here] = (turns or {}).get(name, problem.value)
        days = lasting_placements(scored, mask, config.draws, config.seed, turn) if scored.learned else None
        rows.append({"way": name, **_counts(problem, chosen), **_worth(problem, chosen, plan), **_days(days)})
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(LASTING, pl.Float64))


def _counts(problem: Problem, chosen: Mask) -> dict[str, float]:
    per_post = np.bincount(problem.post[chosen], minlength=len(problem.places))
    served = len(np.unique(problem.worker[chosen]))
    offered = problem.places > 0
    return {
        "invitations": int(chosen.sum()),
        "unserved": problem.workers - served,
        "posts_without": int((offered & (per_post == 0)).sum()),
        "posts_swamped": int((per_post > problem.limit).sum()),
        "gini": gini(per_post[offered] / problem.places[offered]),
    }


def _worth(problem: Problem, chosen: Mask, plan: Schedule) -> dict[str, float]:
    parts = worth(problem, chosen, plan)
    return {"objective": parts.total, "value": parts.value, "crowding": parts.crowding}


def _days(days: np.ndarray | None) -> dict[str, float | None]:
    if days is None:
        return dict.fromkeys(LASTING)
    half = 1.96 * float(days.std(ddof=1)) / np.sqrt(len(days)) if len(days) > 1 else 0.0
    mean = float(days.mean())
    return {"lasting": mean, "lasting_low": mean - half, "lasting_high": mean + half}


def gini(share: np.ndarray | Ints) -> float:
    """Give the Gini coefficient (0 = all alike, towards 1 = one has all) of non-negative numbers."""
    total = float(share.sum())
    if total == 0:
        return 0.0
    rising = np.sort(share)
    n = len(rising)
    return float((2 * np.arange(1, n + 1) - n - 1) @ rising / (n * total))
