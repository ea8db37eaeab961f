"""Simulate the day that follows an invitation list, from the scored probabilities.

The allocation maximises a schedule that adds up; a real day does not: a worker takes one job, a place is
taken once. What the schedule misses is the difference between its value and what happens here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.assign.schedule import group_rank, order_in
from matching.campaign.scored import Scored
from matching.types import Mask


def lasting_placements(
    scored: Scored, chosen: Mask, draws: int, seed: int, turn: npt.NDArray[np.float64] | None = None
) -> npt.NDArray[np.float64]:
    """Give the lasting placements of each simulated day (draws,).

    Every worker goes to the own invitations until hired, the largest ``turn`` (n,) first, or the best value
    where none is given; a post hires whoever passes, in
    chance order, until its places are gone. Seeds are derived per day.
    """
    sequences = np.random.SeedSequence(seed).spawn(draws)
    rows = np.flatnonzero(chosen)
    order = group_rank(scored.worker[rows], (scored.value if turn is None else turn)[rows])
    days = [_one_day(scored, rows, order, np.random.default_rng(one)) for one in sequences]
    return np.array(days, np.float64)


def _one_day(scored: Scored, rows: np.ndarray, turn: np.ndarray, rng: np.random.Generator) -> float:
    worker, post = scored.worker[rows], scored.post[rows]
    free = np.ones(int(scored.worker.max(initial=-1)) + 1, np.bool_)
    left, passes = scored.places.copy(), rng.random(len(rows)) < scored.placed[rows]
    lasting = 0.0
    for visit in range(int(turn.max(initial=-1)) + 1):
        now = rng.permutation(np.flatnonzero((turn == visit) & passes & free[worker] & (left[post] > 0)))
        hired = now[order_in(post[now]) < left[post[now]]]
        free[worker[hired]] = False
        left -= np.bincount(post[hired], minlength=len(left))
        lasting += float(scored.stay[rows[hired]].sum())
    return lasting
