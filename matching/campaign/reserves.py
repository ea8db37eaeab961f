"""Name who is asked next, on both sides: a worker's further posts and a post's further workers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assign.problem import Problem
from matching.assign.schedule import group_rank, order_in
from matching.types import Assignment, Ints, Mask


@dataclass(frozen=True, slots=True)
class Reserves:
    """Hold places in line over the problem's pairs, from 0; -1 = not a reserve."""

    for_worker: Ints
    for_post: Ints


def reserves(problem: Problem, found: Assignment, chosen: Mask, each: int) -> Reserves:
    """Rank the pairs that were not chosen.

    For a worker: by value less the post's price, so that posts with room come first. For a post: workers
    who have nothing yet first, then by value. A post names ``each`` per place, a worker ``each``.
    """
    rows = np.flatnonzero(~chosen & (problem.places[problem.post] > 0))
    worker, post, value = problem.worker[rows], problem.post[rows], problem.value[rows]
    price = np.nan_to_num(found.post_price.astype(np.float64))
    by_worker = group_rank(worker, value - price[post])
    waiting = np.isin(worker, found.unserved)
    order = np.lexsort((worker, -value, ~waiting))
    by_post = np.empty(len(rows), np.int64)
    by_post[order] = order_in(post[order])
    line = [np.full(len(chosen), -1, np.int64) for _ in range(2)]
    line[0][rows] = np.where(by_worker < each, by_worker, -1)
    line[1][rows] = np.where(by_post < each * problem.places[post], by_post, -1)
    return Reserves(line[0], line[1])
