"""Let a campaign happen: what becomes of invitations by the county's truth, the same luck for every method.

On the day workers arrive one after another, in an order drawn by chance. Each goes to the own invitations,
best first by the method that invited: takes the post up with its true chance or passes on; the employer,
while a place is left, hires with its true chance or not; whoever is hired goes nowhere else, and the place
is gone for good. Who is hired is still there after 90 days with the true chance. Nobody visits a booth
uninvited. The luck (order of arrival, and one number per pair and stage) is drawn once per day, so that
two methods that invite the same person to the same post see the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.assign.schedule import order_in
from matching.types import Ints, Mask

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Luck:
    """Hold one day's luck over all seekers and posts: ``passes`` and ``lasts`` (w, p), ``turn`` (w,)."""

    passes: Mask
    lasts: Mask
    turn: Ints


def luck(stages: tuple[Doubles, Doubles, Doubles], rng: np.random.Generator) -> Luck:
    """Draw a day: who would take up what, would be hired there, and would stay."""
    accept, hire, stay = stages
    takes = rng.random(accept.shape, np.float32) < accept
    hired = rng.random(hire.shape, np.float32) < hire
    lasts = rng.random(stay.shape, np.float32) < stay
    return Luck(takes & hired, lasts, rng.permutation(len(accept)))


def hires(worker: Ints, post: Ints, order: Ints, places: Ints, day: Luck) -> Ints:
    """Give which invitations (rows) end in a hire.

    ``order`` (n,) is each invitation's place in its worker's list, from 0; ``places`` are those of all posts.
    One after another in the order of arrival, done in rounds: everybody asks at the best post not yet
    refused, and each post keeps the earliest arrivals. That comes to the same, since a post prefers whoever
    came first and nothing else (deferred acceptance with one common order is serial dictatorship).
    """
    rows = np.flatnonzero(day.passes[worker, post] & (places[post] > 0))
    rows = rows[np.lexsort((order[rows], worker[rows]))]
    first = np.searchsorted(worker[rows], np.arange(len(day.turn) + 1))
    asks, last = first[:-1].copy(), first[1:]
    while True:
        asking = np.flatnonzero(asks < last)
        at = rows[asks[asking]]
        by_arrival = np.argsort(day.turn[asking], kind="stable")
        rank = np.empty(len(asking), np.int64)
        rank[by_arrival] = order_in(post[at][by_arrival])
        refused = asking[rank >= places[post[at]]]
        if not len(refused):
            return at
        asks[refused] += 1
