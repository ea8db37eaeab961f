"""Say which wishes cannot be met together, and what would make them possible.

Wishes are demands on a flow: the people promised to an employer, the people of a group who are to be served,
the fixed pairs. Whether a set of demands can be met is one question to a largest flow (lower bounds become
supply and demand of a source and a sink; Ahuja, Magnanti and Orlin, Network Flows, ch. 6). A smallest set
that cannot be met, smallest in that every part of it can, is found by QuickXplain (Junker 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from features.errors import InputError
from features.say import Lang, say
from matching.assign.network import Network
from matching.assign.possible import Demand, Room, met, possible
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


def explain(problem: Problem, network: Network) -> Contradiction:
    """Find a smallest set of demands that cannot be met, and remedies, each of them checked."""
    room = Room(problem, network, problem.config.per_worker, problem.limit, _capacity(problem))
    conflict = _smallest(room, (), _demands(problem), False)
    short = sum(one.least for one in conflict) - met(room, conflict)
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
    if new and not possible(room, given):
        return ()
    if len(among) == 1:
        return among
    half = len(among) // 2
    first, second = among[:half], among[half:]
    of_second = _smallest(room, given + first, second, bool(first))
    of_first = _smallest(room, given + of_second, first, bool(of_second))
    return of_first + of_second


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
    if (more := _least(room.per_worker, lambda n: possible(replace(room, per_worker=n), conflict))) > 0:
        found.append(Said("remedy.per_worker", (("to", more),)))
    for e in _seated(room, conflict):
        to = _least(int(room.capacity[e]), lambda n, e=e: possible(_seats(room, e, n), conflict))
        if to > 0:
            name = problem.labels.of("employer", e)
            found.append(Said("remedy.capacity", (("employer", name), ("to", to))))
    if possible(replace(room, limit=np.full(len(room.limit), MANY)), conflict):
        found.append(Said("remedy.multiple", ()))
    if len(problem.barred[0]) and possible(replace(room, barred=False), conflict):
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
