"""Invite in the two simple ways an allocation must beat: greedy, and each worker's own best."""

from __future__ import annotations

import numpy as np

from matching.assign.problem import Problem
from matching.assign.schedule import group_rank, order_in
from matching.assign.wishes import seats
from matching.types import Mask


def top_k(problem: Problem) -> Mask:
    """Mark each worker's ``per_worker`` best posts, headcount ignored: everyone gets the same best posts."""
    chosen: Mask = group_rank(problem.worker, problem.value) < problem.config.per_worker
    return chosen & (problem.places[problem.post] > 0)


def greedy(problem: Problem) -> Mask:
    """Mark what taking the best remaining pair again and again would take, within the same limits.

    Done in rounds: a pair among the best of its worker, its post and its booth that still fit is certain to
    be taken, whatever else happens; so every round takes all of those at once.
    """
    chosen = np.zeros(len(problem.worker), np.bool_)
    left_worker = np.full(problem.workers, problem.config.per_worker, np.int64)
    left_post = problem.limit.copy()
    booth, left_seat = seats(problem)
    active = np.argsort(-problem.value, kind="stable")
    while True:
        worker, post = problem.worker[active], problem.post[active]
        open_still = (left_worker[worker] > 0) & (left_post[post] > 0) & (left_seat[booth[post]] > 0)
        active, worker, post = active[open_still], worker[open_still], post[open_still]
        if not len(active):
            return chosen
        taken = (order_in(worker) < left_worker[worker]) & (order_in(post) < left_post[post])
        taken &= order_in(booth[post]) < left_seat[booth[post]]
        chosen[active[taken]] = True
        left_worker -= np.bincount(worker[taken], minlength=problem.workers)
        left_post -= np.bincount(post[taken], minlength=len(left_post))
        left_seat -= np.bincount(booth[post[taken]], minlength=len(left_seat))
        active = active[~taken]
