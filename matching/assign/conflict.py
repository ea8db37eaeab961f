"""Say which wishes cannot be met together, and what would make them possible.

Wishes are demands on a flow: the people promised to an employer, the people of a group who are to be served,
the fixed pairs. Whether a set of demands can be met is one question to a largest flow (lower bounds become
supply and demand of a source and a sink; Ahuja, Magnanti and Orlin, Network Flows, ch. 6). A smallest set
that cannot be met, smallest in that every part of it can, is found by QuickXplain (Junker 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from features.errors import InputError
from features.say import Lang, say
from matching.assign.network import HUB, Network
from matching.assign.problem import Problem
from matching.assign.wishes import MANY, booth_limits, seats
from matching.types import Ints, Mask


@dataclass(frozen=True, slots=True)
class Said:
    """Hold one demand or one remedy: a message key and its values."""

    key: str
    values: tuple[tuple[str, Any], ...]

    def text(self, lang: Lang) -> str:
        """Give it in words."""
        return say(self.key, lang, **dict(self.values))


class Contradiction(InputError):
    """Name wishes that cannot be met together; each of ``remedies`` alone would make them possible."""

    code = "assign_conflict"

    def __init__(self, demands: Sequence[Said], remedies: Sequence[Said]) -> None:
        self.demands, self.remedies = tuple(demands), tuple(remedies)
        super().__init__()

    def message(self, lang: Lang = "zh") -> str:
        """Give the sentence with every demand and every remedy in words."""
        between = say("conflict.between", lang)
        demands, remedies = (
            between.join(one.text(lang) for one in part) for part in (self.demands, self.remedies)
        )
        return say(f"error.{self.reason}", lang, demands=demands, remedies=remedies)


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


def explain(problem: Problem, network: Network) -> Contradiction:
    """Find a smallest set of demands that cannot be met, and remedies, each of them checked."""
    room = Room(problem, network, problem.config.per_worker, problem.limit, _capacity(problem))
    conflict = _smallest(room, (), _demands(problem), False)
    short = sum(one.least for one in conflict) - _met(room, conflict)
    return Contradiction(
        [_asked(problem, one) for one in conflict],
        [*(_lowered(problem, one, short) for one in conflict), *_widened(room, conflict)],
    )


def _demands(problem: Problem) -> tuple[Demand, ...]:
    wishes = problem.wishes
    found = [Demand("fixed", int(pair), 1) for pair in np.flatnonzero(problem.fixed)]
    if wishes.employer is not None:
        minimum = booth_limits(problem)[1]
        found += [Demand("minimum", int(e), int(minimum[e])) for e in np.flatnonzero(minimum)]
    if wishes.floor is not None:
        floor = np.asarray(wishes.floor, np.int64)
        found += [Demand("floor", int(g), int(floor[g])) for g in np.flatnonzero(floor)]
    return tuple(found)


def _capacity(problem: Problem) -> Ints:
    return np.empty(0, np.int64) if problem.wishes.employer is None else seats(problem)[1]


def _smallest(
    room: Room, given: tuple[Demand, ...], among: tuple[Demand, ...], new: bool
) -> tuple[Demand, ...]:
    """Give a smallest part of ``among`` that cannot be met beside ``given`` (QuickXplain)."""
    if new and not _possible(room, given):
        return ()
    if len(among) == 1:
        return among
    half = len(among) // 2
    first, second = among[:half], among[half:]
    of_second = _smallest(room, given + first, second, bool(first))
    of_first = _smallest(room, given + of_second, first, bool(of_second))
    return of_first + of_second


def _possible(room: Room, demands: Sequence[Demand]) -> bool:
    return _met(room, demands) == sum(one.least for one in demands)


def _met(room: Room, demands: Sequence[Demand]) -> int:
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


def _asked(problem: Problem, one: Demand) -> Said:
    return Said(f"conflict.{one.kind}", (*_named(problem, one), ("least", one.least)))


def _named(problem: Problem, one: Demand) -> tuple[tuple[str, Any], ...]:
    labels = problem.labels
    if one.kind == "fixed":
        worker, post = problem.worker[one.row], problem.post[one.row]
        return ("worker", labels.of("worker", worker)), ("post", labels.of("post", post))
    if one.kind == "minimum":
        return (("employer", labels.of("employer", one.row)),)
    return (("group", labels.group_name(one.row)),)


def _lowered(problem: Problem, one: Demand, short: int) -> Said:
    """Lower one demand: every cut that is short runs through each of them, and by ``short`` at most."""
    return Said(f"remedy.{one.kind}", (*_named(problem, one), ("to", one.least - short)))


def _widened(room: Room, conflict: Sequence[Demand]) -> list[Said]:
    """Try the limits one kind at a time; only what makes the conflict possible alone is told."""
    problem, found = room.problem, []
    if (more := _least(room.per_worker, lambda n: _possible(replace(room, per_worker=n), conflict))) > 0:
        found.append(Said("remedy.per_worker", (("to", more),)))
    for e in _seated(room, conflict):
        to = _least(int(room.capacity[e]), lambda n, e=e: _possible(_seats(room, e, n), conflict))
        if to > 0:
            name = problem.labels.of("employer", e)
            found.append(Said("remedy.capacity", (("employer", name), ("to", to))))
    if _possible(replace(room, limit=np.full(len(room.limit), MANY)), conflict):
        found.append(Said("remedy.multiple", ()))
    if len(problem.barred[0]) and _possible(replace(room, barred=False), conflict):
        found.append(Said("remedy.forbidden", (("count", len(problem.barred[0])),)))
    return found


def _seated(room: Room, conflict: Sequence[Demand]) -> list[int]:
    """Give employers with limited booths that the conflict touches."""
    employer = room.problem.wishes.employer
    if employer is None:
        return []
    rows = {int(employer[room.problem.post[one.row]]) for one in conflict if one.kind == "fixed"}
    rows |= {one.row for one in conflict if one.kind == "minimum"}
    limited: Mask = room.capacity < MANY
    if any(one.kind == "floor" for one in conflict):
        rows |= set(np.flatnonzero(limited).tolist())
    return sorted(e for e in rows if limited[e])[:20]


def _seats(room: Room, employer: int, most: int) -> Room:
    capacity = room.capacity.copy()
    capacity[employer] = most
    return replace(room, capacity=capacity)


def _least(now: int, enough: Any, most: int = 2**20) -> int:
    """Give the smallest number above ``now`` that is enough, 0 where even ``most`` is not."""
    if not enough(most):
        return 0
    low, high = now, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
