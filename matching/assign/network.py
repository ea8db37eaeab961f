"""Lay an allocation problem out as a network of whole numbers.

A circulation over one hub: hub -> worker (one parallel arc per invitation), worker -> post (the candidate
pairs), post -> hub or post -> employer -> hub (one parallel arc per layer of the concave schedule).
Costs rise from layer to layer, so the cheapest flow fills layers in order. The first invitation of a worker
in a priority group comes from the hub by way of the group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assign.problem import Doubles, Problem
from matching.assign.schedule import Schedule
from matching.assign.wishes import booth_limits
from matching.types import Ints

HUB = 0
OVERFLOW = 2**60
"""The solver multiplies costs by the number of nodes; the product stays below this."""


@dataclass(frozen=True, slots=True)
class Network:
    """Hold arcs (aligned arrays: candidate pairs, workers, posts, booths, groups) and node supplies.

    Nodes are hub, workers, posts, employers, groups. ``booths`` and ``groups`` are the slices of the arcs
    that carry the minimum of each employer and the floor of each group, with ``force`` taken off their cost;
    just as many arcs right after each slice carry the rest.
    """

    tail: Ints
    head: Ints
    capacity: Ints
    cost: Ints
    supply: Ints
    scale: float
    pairs: int
    first_post: int
    booths: slice
    groups: slice
    force: int

    @property
    def workers(self) -> int:
        """Give how many workers there are."""
        return self.first_post - 1

    @property
    def first_booth(self) -> int:
        """Give the node of the first employer."""
        return len(self.supply) - _size(self.groups) - _size(self.booths)

    @property
    def first_group(self) -> int:
        """Give the node of the first group."""
        return len(self.supply) - _size(self.groups)


def _size(part: slice) -> int:
    length: int = part.stop - part.start
    return length


def lay_out(problem: Problem, plan: Schedule) -> Network:
    """Build the network; a fixed pair becomes supply at its post and demand at its worker."""
    posts, workers = len(problem.places), problem.workers
    first_post, first_booth = 1 + workers, 1 + workers + posts
    employers = 0 if problem.wishes.employer is None else len(booth_limits(problem)[1])
    floor = problem.wishes.floor
    floors = 0 if floor is None else len(floor)
    first_group = first_booth + employers
    nodes = first_group + floors
    scale, force = _scale(problem, plan, nodes, employers + floors)
    parts = [
        _pair_arcs(problem, first_post, scale),
        _worker_arcs(problem, plan, first_group, scale),
        _post_arcs(problem, plan, first_post, first_booth, scale),
        _booth_arcs(problem, first_booth, force) if employers else _NO_ARCS,
        _group_arcs(problem, first_group, force) if floors else _NO_ARCS,
    ]
    sizes = np.cumsum([len(part[0]) for part in parts])
    tail, head, capacity, cost = (np.concatenate(part) for part in zip(*parts, strict=True))
    supply = np.zeros(nodes, np.int64)
    np.subtract.at(supply, 1 + problem.worker[problem.fixed], 1)
    np.add.at(supply, first_post + problem.post[problem.fixed], 1)
    booth, group = (slice(int(at), int(at) + n) for at, n in ((sizes[2], employers), (sizes[3], floors)))
    return Network(
        tail, head, capacity, cost, supply, scale, len(problem.worker), first_post, booth, group, force
    )


Arcs = tuple[Ints, Ints, Ints, Ints]
_NO_ARCS: Arcs = (np.empty(0, np.int64),) * 4


def _scale(problem: Problem, plan: Schedule, nodes: int, forced: int) -> tuple[float, int]:
    """Choose the steps per unit of value, and a force no detour can outweigh.

    A simple cycle passes each post, employer and group once and never two workers in a row, so it has at
    most 2 (p + e + g + 2) arcs.
    """
    largest = max(
        float(problem.value.max(initial=0.0)), plan.bonus, float(plan.place.max(initial=0.0)),
        float(plan.worker.max(initial=0.0)),
    )  # fmt: skip
    arcs = 2 * (len(problem.places) + forced + 2)
    resolution = problem.config.resolution
    while resolution > 100 and 2 * resolution * arcs * (nodes + 1) > OVERFLOW:
        resolution //= 10
    return (resolution / largest if largest > 0 else 1.0), 2 * resolution * arcs


def _pair_arcs(problem: Problem, first_post: int, scale: float) -> Arcs:
    cost = -np.rint(problem.value * scale).astype(np.int64)
    return 1 + problem.worker, first_post + problem.post, (~problem.fixed).astype(np.int64), cost


def worker_costs(plan: Schedule, scale: float) -> Ints:
    """Give whole-number costs of each invitation of each worker (per_worker + 1, w), bonus taken off.

    One step above the bonus, so that serving somebody at all is never a tie.
    """
    cost = whole(plan.worker, scale)
    if plan.bonus > 0:
        cost[0] -= int(np.ceil(plan.bonus * scale)) + 1
    return cost


def whole(cost: Doubles, scale: float) -> Ints:
    """Round a cost to the solver's steps."""
    return np.rint(cost * scale).astype(np.int64)


def _worker_arcs(problem: Problem, plan: Schedule, first_group: int, scale: float) -> Arcs:
    cost = worker_costs(plan, scale)[:-1].ravel()
    head = np.tile(1 + np.arange(problem.workers), problem.config.per_worker)
    tail = np.full(len(head), HUB)
    if problem.wishes.group is not None:
        group = np.asarray(problem.wishes.group, np.int64)
        tail[: problem.workers] = np.where(group >= 0, first_group + group, HUB)
    return tail, head, np.ones(len(head), np.int64), cost


def _post_arcs(problem: Problem, plan: Schedule, first_post: int, first_booth: int, scale: float) -> Arcs:
    layer, post = np.nonzero(plan.room)
    to = np.full(len(post), HUB)
    if problem.wishes.employer is not None:
        to = first_booth + np.asarray(problem.wishes.employer, np.int64)[post]
    return first_post + post, to, plan.room[layer, post], whole(plan.place, scale)[layer, post]


def _booth_arcs(problem: Problem, first_booth: int, force: int) -> Arcs:
    """Give each employer two arcs: its minimum, pulled by ``force``, and the rest up to its capacity."""
    employer, minimum, capacity = booth_limits(problem)
    within = np.bincount(employer, problem.limit, len(minimum)).astype(np.int64)
    most = np.where(capacity >= 0, capacity, within)
    tail = first_booth + np.arange(len(minimum))
    room = np.concatenate([minimum, np.maximum(most - minimum, 0)])
    cost = np.repeat(np.array([-force, 0], np.int64), len(minimum))
    return np.tile(tail, 2), np.full(2 * len(tail), HUB), room, cost


def _group_arcs(problem: Problem, first_group: int, force: int) -> Arcs:
    """Give each group two arcs from the hub: its floor, pulled by ``force``, and the rest of its people."""
    assert problem.wishes.group is not None
    floor = np.asarray(problem.wishes.floor, np.int64)
    group = np.asarray(problem.wishes.group, np.int64)
    people = np.bincount(group[group >= 0], minlength=len(floor))
    head = np.tile(first_group + np.arange(len(floor)), 2)
    room = np.concatenate([floor, np.maximum(people - floor, 0)])
    cost = np.repeat(np.array([-force, 0], np.int64), len(floor))
    return np.full(len(head), HUB), head, room, cost
