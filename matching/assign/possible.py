"""Answer whether demands can be met together within the limits, by a largest flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matching.assign.network import HUB, Network
from matching.assign.problem import Problem
from matching.assign.wishes import MANY
from matching.types import Ints

Kind = Literal["minimum", "floor", "fixed"]


@dataclass(frozen=True, slots=True)
class Demand:
    """Hold one demand: its kind, the row of the employer, group or pair, and how many are asked."""

    kind: Kind
    row: int
    least: int


@dataclass(frozen=True, slots=True)
class Room:
    """Hold what limits the flow; a remedy widens one part of it."""

    problem: Problem
    network: Network
    per_worker: int
    limit: Ints
    capacity: Ints
    barred: bool = True


def possible(room: Room, demands: Sequence[Demand]) -> bool:
    """Say whether the demands can all be met within the room."""
    return met(room, demands) == sum(one.least for one in demands)


def met(room: Room, demands: Sequence[Demand]) -> int:
    """Give how much of the demands the largest flow meets."""
    from ortools.graph.python import max_flow

    tail, head, capacity = _arcs(room, demands)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(tail.astype(np.int32), head.astype(np.int32), capacity)
    source = len(room.network.supply)
    solver.solve(source, source + 1)
    return int(solver.optimal_flow())


def _arcs(room: Room, demands: Sequence[Demand]) -> tuple[Ints, Ints, Ints]:
    """Lay out the flow: limits as arcs, each demand as supply at its head and demand at its tail."""
    parts = [_pairs(room, demands), _people(room), _posts(room), _booths(room), *_forced(room, demands)]
    tail, head, capacity = (np.concatenate(part) for part in zip(*parts, strict=True))
    return tail, head, capacity


def _pairs(room: Room, demands: Sequence[Demand]) -> tuple[Ints, Ints, Ints]:
    problem, network = room.problem, room.network
    free = np.ones(network.pairs, np.int64)
    free[[one.row for one in demands if one.kind == "fixed"]] = 0
    worker, post = problem.worker, problem.post
    if not room.barred:
        worker, post = (np.concatenate(two) for two in zip((worker, post), problem.barred, strict=True))
        free = np.concatenate([free, np.ones(len(problem.barred[0]), np.int64)])
    return 1 + worker, network.first_post + post, free


def _people(room: Room) -> tuple[Ints, Ints, Ints]:
    workers, group = room.problem.workers, room.problem.wishes.group
    nodes = 1 + np.arange(workers)
    hub, most = np.full(workers, HUB), np.full(workers, room.per_worker, np.int64)
    if group is None:
        return hub, nodes, most
    first = np.where(group >= 0, room.network.first_group + np.asarray(group), HUB)
    once = np.ones(workers, np.int64)
    return np.concatenate([first, hub]), np.tile(nodes, 2), np.concatenate([once, most - 1])


def _posts(room: Room) -> tuple[Ints, Ints, Ints]:
    employer = room.problem.wishes.employer
    posts = np.arange(len(room.limit))
    to = np.full(len(posts), HUB) if employer is None else room.network.first_booth + np.asarray(employer)
    return room.network.first_post + posts, to, room.limit


def _booths(room: Room) -> tuple[Ints, Ints, Ints]:
    nodes = room.network.first_booth + np.arange(len(room.capacity))
    return nodes, np.full(len(nodes), HUB), room.capacity


def _forced(room: Room, demands: Sequence[Demand]) -> list[tuple[Ints, Ints, Ints]]:
    """Give what the demands force, and the room groups have beside it."""
    network, problem = room.network, room.problem
    source, sink = len(network.supply), len(network.supply) + 1
    ends, asked = [], []
    for one in demands:
        if one.kind == "fixed":
            ends.append((network.first_post + problem.post[one.row], 1 + problem.worker[one.row]))
        elif one.kind == "minimum":
            ends.append((HUB, network.first_booth + one.row))
        else:
            ends.append((network.first_group + one.row, HUB))
        asked.append(one.least)
    heads, tails = (np.array([end[side] for end in ends], np.int64) for side in (0, 1))
    least = np.array(asked, np.int64)
    groups = network.first_group + np.arange(source - network.first_group)
    return [
        (np.full(len(least), source), heads, least),
        (tails, np.full(len(least), sink), least),
        (np.full(len(groups), HUB), groups, np.full(len(groups), MANY)),
    ]
