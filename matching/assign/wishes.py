"""Find wishes that cannot be met together before anything is solved."""

from __future__ import annotations

import numpy as np

from features.errors import InputError
from matching.assign.problem import Problem
from matching.types import Ints


def refuse_contradictions(problem: Problem) -> None:
    """Raise InputError naming the first wish that contradicts another, and what would make it possible."""
    _refuse_fixed(problem)
    _refuse_floors(problem)
    if problem.wishes.employer is not None:
        _refuse_booths(problem)
    elif problem.wishes.minimum is not None or problem.wishes.capacity is not None:
        raise InputError("assign_employer_missing")


def booth_limits(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """Give employer row per post (p,), fewest and most invitations per employer (e,), -1 = no limit."""
    wishes = problem.wishes
    assert wishes.employer is not None
    employer = np.asarray(wishes.employer, np.int64)
    given = [len(x) for x in (wishes.minimum, wishes.capacity) if x is not None]
    size = max([int(employer.max(initial=-1)) + 1, *given])
    return employer, _padded(wishes.minimum, size, 0), _padded(wishes.capacity, size, -1)


MANY = 2**40
"""A limit that limits nothing."""


def seats(problem: Problem) -> tuple[Ints, Ints]:
    """Give the booth of each post (p,) and how many people each booth takes; one booth if none is known."""
    if problem.wishes.employer is None:
        return np.zeros(len(problem.places), np.int64), np.array([MANY], np.int64)
    employer, _, capacity = booth_limits(problem)
    return employer, np.where(capacity < 0, MANY, capacity)


def _padded(values: Ints | None, size: int, filler: int) -> Ints:
    out = np.full(size, filler, np.int64)
    if values is not None:
        out[: len(values)] = values
    return out


def _refuse_fixed(problem: Problem) -> None:
    fixed, labels = problem.fixed, problem.labels
    per_worker = np.bincount(problem.worker[fixed], minlength=problem.workers)
    per_post = np.bincount(problem.post[fixed], minlength=len(problem.places))
    limit = problem.config.per_worker
    for at in np.flatnonzero(per_worker > limit)[:1]:
        found = int(per_worker[at])
        raise InputError("assign_fixed_worker", worker=labels.of("worker", at), found=found, limit=limit)
    for at in np.flatnonzero(per_post > problem.limit)[:1]:
        raise InputError(
            "assign_fixed_post", post=labels.of("post", at), found=int(per_post[at]),
            limit=int(problem.limit[at]), places=int(problem.places[at]),
        )  # fmt: skip


def _refuse_booths(problem: Problem) -> None:
    employer, minimum, capacity = booth_limits(problem)
    if len(employer) != len(problem.places):
        raise InputError("assign_per_post", name="employer", found=len(employer), posts=len(problem.places))
    if (employer < 0).any() or (minimum < 0).any() or (capacity < -1).any():
        raise InputError("assign_booth_range")
    limited = capacity >= 0
    fixed = np.bincount(employer[problem.post[problem.fixed]], minlength=len(minimum))
    candidates = np.bincount(problem.post, minlength=len(problem.places))
    within = np.bincount(employer, np.minimum(problem.limit, candidates), len(minimum)).astype(np.int64)
    _refuse_first("assign_fixed_booth", limited & (fixed > capacity), fixed, capacity, problem)
    _refuse_first("assign_minimum_capacity", limited & (minimum > capacity), minimum, capacity, problem)
    _refuse_first("assign_minimum_posts", minimum > within, minimum, within, problem)


def _refuse_floors(problem: Problem) -> None:
    group, floor = problem.wishes.group, problem.wishes.floor
    if group is None and floor is None:
        return
    if group is None or floor is None or len(group) != problem.workers:
        found = 0 if group is None else len(group)
        raise InputError("assign_floor_groups", found=found, workers=problem.workers)
    if (np.asarray(floor) < 0).any() or (np.asarray(group) < -1).any() or (group >= len(floor)).any():
        raise InputError("assign_floor_range")


def _refuse_first(code: str, wrong: np.ndarray, found: Ints, limit: Ints, problem: Problem) -> None:
    for at in np.flatnonzero(wrong)[:1]:
        name = problem.labels.of("employer", at)
        raise InputError(code, employer=name, found=int(found[at]), limit=int(limit[at]))
