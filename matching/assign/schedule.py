"""Work out what each further invitation costs, and what a set of invitations is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from matching.assign.config import weights_to
from matching.assign.problem import Doubles, Problem
from matching.assign.wishes import seats
from matching.types import Ints, Mask


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hold the concave schedule in value units.

    ``place`` (layers, p) and ``worker`` (per_worker + 1, w) are what the k-th invitee per place and the
    k-th invitation cost; ``room`` (layers, p) is how many invitees each layer takes. The last layer has no
    room at any post, and the row past ``per_worker`` no arc: they price one invitation more.
    """

    place: Doubles
    worker: Doubles
    room: Ints
    bonus: float


def schedule(problem: Problem) -> Schedule:
    """Price every layer of every post and worker; the bonus is raised until it outweighs each of them."""
    config = problem.config
    layers = int(np.ceil(problem.limit / np.maximum(problem.places, 1)).max(initial=1))
    layers = max(layers, 1) + 1
    steps = np.arange(layers)[:, None] * problem.places
    room = np.clip(problem.limit - steps, 0, problem.places)
    post_mean = _mean_of_best(problem.post, problem.value, problem.limit)
    worker_mean = _own_mean(problem)
    place_weight, worker_weight = _weights(problem, layers)
    place = config.crowding * (1 - place_weight) * post_mean
    worker = config.crowding * (1 - worker_weight) * worker_mean
    return Schedule(place, worker, room, _bonus(config.service_bonus, place, room))


def _weights(problem: Problem, layers: int) -> tuple[Doubles, Doubles]:
    """Give the weights of posts (layers, p) and workers (per_worker + 1, w), stated or from chance."""
    config = problem.config
    if problem.chance is not None and config.from_chance:
        at_post = mean_by(problem.post, problem.chance, len(problem.places))
        at_worker = mean_by(problem.worker, problem.chance, problem.workers)
        return chance_weights(at_post, problem.places, layers), own_weights(at_worker, config.per_worker + 1)
    place = np.broadcast_to(weights_to(config.place_weights, layers)[:, None], (layers, len(problem.places)))
    own = weights_to(config.worker_weights, config.per_worker + 1)[:, None]
    return place, np.broadcast_to(own, (config.per_worker + 1, problem.workers))


def chance_weights(chance: Doubles, places: Ints, layers: int) -> Doubles:
    """Give the probability (layers, p) that a place is still open to the k-th invitee per place.

    Each earlier invitee takes one of the h places with probability ``chance`` (p,); the n before the middle
    of layer k leave one open with P(Binomial(n, chance) < h), by the normal approximation with continuity
    correction (exactly (1 - chance)^n for one place). The first layer counts in full.
    """
    k = np.arange(layers)[:, None]
    before = (k + 0.5) * places - 0.5
    spread = np.sqrt(np.maximum(before * chance * (1 - chance), 1e-12))
    pooled = 0.5 * (1 + _erf((places - 0.5 - before * chance) / (spread * math.sqrt(2))))
    weight = np.where(places == 1, (1 - chance) ** k, pooled)
    weight[0] = 1.0
    falling: Doubles = np.minimum.accumulate(weight, axis=0)
    return falling


def mean_by(group: Ints, value: Doubles, groups: int) -> Doubles:
    """Give each group's mean (0 where it has none)."""
    mean: Doubles = np.bincount(group, value, groups) / np.maximum(np.bincount(group, minlength=groups), 1)
    return mean


def own_weights(chance: Doubles, invitations: int) -> Doubles:
    """Give the probability (invitations, w) that a worker still looks when the k-th invitation comes."""
    weight: Doubles = (1 - chance) ** np.arange(invitations)[:, None]
    return weight


def _erf(x: Doubles) -> Doubles:
    found: Doubles = np.vectorize(math.erf, otypes=[np.float64])(x)
    return found


def _bonus(wished: float, place: Doubles, room: Ints) -> float:
    if wished == 0:
        return 0.0
    dearest = float(place[room > 0].max(initial=0.0))
    return max(wished, dearest)


STEPS = 2**32 - 1
"""Values are cut this finely for the means, so that one plain sort orders group and value at once."""


def _mean_of_best(group: Ints, value: Doubles, limit: Ints) -> Doubles:
    """Give per group the mean of its ``limit`` best values (0 where it has none)."""
    largest = float(value.max(initial=0.0))
    if largest == 0:
        return np.zeros(len(limit))
    key = (group << 32) + (STEPS - np.rint(value * (STEPS / largest)).astype(np.int64))
    key.sort()
    group = key >> 32
    sizes = np.bincount(group, minlength=len(limit))
    rank = np.arange(len(key)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    best = rank < limit[group]
    total = np.bincount(group[best], STEPS - (key[best] & STEPS), len(limit)) * (largest / STEPS)
    return total / np.maximum(np.minimum(sizes, limit), 1)


def _own_mean(problem: Problem) -> Doubles:
    """Give each worker's mean of the own ``per_worker`` best; pairs stand together by worker already."""
    sizes = np.bincount(problem.worker, minlength=problem.workers)
    most, k = int(sizes.max(initial=0)), problem.config.per_worker
    if most == 0:
        return np.zeros(problem.workers)
    at = np.arange(len(problem.worker)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    table = np.zeros((problem.workers, most))
    table[problem.worker, at] = problem.value
    best = table if most <= k else -np.partition(-table, k - 1, axis=1)[:, :k]
    mean: Doubles = best.sum(axis=1) / np.clip(sizes, 1, k)
    return mean


def group_rank(group: Ints, value: Doubles) -> Ints:
    """Give each entry its place from 0 among its group, larger values first, ties in order of entry."""
    order = np.argsort(-value, kind="stable")
    rank = np.empty(len(group), np.int64)
    rank[order] = order_in(group[order])
    return rank


def order_in(group: Ints) -> Ints:
    """Give each entry its place from 0 among its group, in order of entry."""
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return rank


@dataclass(frozen=True, slots=True)
class Worth:
    """Hold what a set of invitations is worth, part by part; ``total`` is what is maximised."""

    value: float
    crowding: float
    bonus: float

    @property
    def total(self) -> float:
        """Give the objective of the schedule."""
        return self.value - self.crowding + self.bonus


def worth(problem: Problem, chosen: Mask, plan: Schedule | None = None) -> Worth:
    """Value the chosen pairs by the stated schedule.

    Beyond a post's, a booth's or a worker's limit an invitation is worth nothing: only the best within the
    limits count (the two ways of inviting that know no limits are compared so).
    """
    plan = plan or schedule(problem)
    worker, post, value = problem.worker[chosen], problem.post[chosen], problem.value[chosen]
    booth, most = seats(problem)
    inside = group_rank(post, value) < problem.limit[post]
    inside &= group_rank(worker, value) < problem.config.per_worker
    inside &= group_rank(booth[post], value) < most[booth[post]]
    per_post = np.bincount(post[inside], minlength=len(problem.places))
    per_worker = np.bincount(worker[inside], minlength=problem.workers)
    crowding = _layered(plan.place, plan.room, per_post)
    crowding += _layered(
        plan.worker[:-1], np.ones((len(plan.worker) - 1, problem.workers), np.int64), per_worker
    )
    served = float(np.count_nonzero(per_worker))
    return Worth(float(value[inside].sum()), crowding, plan.bonus * served)


def _layered(cost: Doubles, room: Ints, count: Ints) -> float:
    before = np.cumsum(room, axis=0) - room
    return float((cost * np.clip(count - before, 0, room)).sum())
