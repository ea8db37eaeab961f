"""Hold one allocation problem in canonical order, and refuse what cannot be one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from features.errors import InputError
from matching.assign.config import AssignConfig
from matching.types import Ints, Mask

Doubles = npt.NDArray[np.float64]
Pairs = tuple[Ints, Ints]
"""Two aligned arrays: worker rows and post rows."""

NO_PAIRS: Pairs = (np.empty(0, np.int64), np.empty(0, np.int64))


@dataclass(frozen=True, slots=True)
class Wishes:
    """Hold what the organiser demands beside the schedule.

    ``fixed`` pairs are invited whatever they are worth (they must be among the candidates);
    ``forbidden`` pairs never are. ``employer`` (p,) gives the employer's row of each post, ``minimum`` and
    ``capacity`` (e,) the fewest and the most invitations over all posts of an employer's booth (-1 = no
    limit). ``oversubscription`` (p,) overrides the config's multiple post by post. ``group`` (w,) gives the
    row of each worker's priority group (-1 = none) and ``floor`` (g,) how many of a group are to be served.
    """

    fixed: Pairs = NO_PAIRS
    forbidden: Pairs = NO_PAIRS
    employer: Ints | None = None
    minimum: Ints | None = None
    capacity: Ints | None = None
    oversubscription: Doubles | None = None
    group: Ints | None = None
    floor: Ints | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """Hold what rows are called in messages: ids aligned with worker, post and employer rows, group names."""

    worker: Ints | None = None
    post: Ints | None = None
    employer: Ints | None = None
    group: tuple[str, ...] | None = None

    def of(self, kind: str, row: int) -> int:
        """Give the id of a row, or the row itself where no ids were given."""
        ids: Ints | None = getattr(self, kind)
        return int(row) if ids is None else int(ids[row])

    def group_name(self, row: int) -> str:
        """Give the name of a priority group, or its row where no names were given."""
        return str(row) if self.group is None else self.group[row]


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold the candidate pairs sorted by worker, then post, without the forbidden ones."""

    worker: Ints
    post: Ints
    value: Doubles
    fixed: Mask
    workers: int
    places: Ints
    limit: Ints
    """Most invitations per post (p,)."""
    config: AssignConfig
    wishes: Wishes = field(default_factory=Wishes)
    labels: Labels = field(default_factory=Labels)
    chance: Doubles | None = None
    """Probability that a visit ends in a hire, aligned with the pairs; None = not known."""
    barred: Pairs = NO_PAIRS
    """The forbidden pairs that were candidates."""


def pose(
    candidates: Candidates, places: Ints, workers: int | None,
    *, config: AssignConfig, wishes: Wishes, labels: Labels, chance: Doubles | None = None,
) -> Problem:  # fmt: skip
    """Check the arrays and put them in canonical order; raises InputError that names the first fault."""
    if not len(candidates[0]) == len(candidates[1]) == len(candidates[2]):
        found = [len(column) for column in candidates]
        raise InputError("assign_length", workers=found[0], posts=found[1], values=found[2])
    worker, post = np.asarray(candidates[0], np.int64), np.asarray(candidates[1], np.int64)
    value, places = np.asarray(candidates[2], np.float64), np.asarray(places, np.int64)
    workers = int(worker.max(initial=-1)) + 1 if workers is None else workers
    chance = None if chance is None else _chance(chance, len(worker))
    _refuse_rows(worker, post, (workers, len(places)))
    _refuse_values((worker, post), value, places, labels)
    key = worker * max(len(places), 1) + post
    if len(key) and (np.diff(key) < 0).any():
        order = np.argsort(key, kind="stable")
        worker, post, value, key = worker[order], post[order], value[order], key[order]
        chance = None if chance is None else chance[order]
    _refuse_doubles(key, worker, post, labels)
    fixed, forbidden = _located(wishes, key, (workers, len(places)), labels)
    keep = ~forbidden
    limit = _limits(places, config, wishes, labels)
    return Problem(
        worker[keep], post[keep], value[keep], fixed[keep], workers, places, limit, config, wishes, labels,
        None if chance is None else chance[keep], (worker[forbidden], post[forbidden]),
    )  # fmt: skip


Candidates = tuple[Ints, Ints, Doubles]


def _chance(chance: Doubles, pairs: int) -> Doubles:
    chance = np.asarray(chance, np.float64)
    if len(chance) != pairs:
        raise InputError("assign_chance_length", found=len(chance), pairs=pairs)
    wrong = np.flatnonzero(~((chance >= 0) & (chance <= 1)))
    if len(wrong):
        raise InputError("assign_chance", found=float(chance[wrong[0]]), row=int(wrong[0]))
    return chance


def _refuse_rows(worker: Ints, post: Ints, sizes: tuple[int, int]) -> None:
    for name, rows, size in (("worker", worker, sizes[0]), ("post", post, sizes[1])):
        outside = np.flatnonzero((rows < 0) | (rows >= size))
        if len(outside):
            raise InputError("assign_range", where=name, name=name, row=int(rows[outside[0]]), size=size)


def _refuse_values(pairs: Pairs, value: Doubles, places: Ints, labels: Labels) -> None:
    wrong = np.flatnonzero(~(np.isfinite(value) & (value >= 0)))
    if len(wrong):
        at = wrong[0]
        raise _pair_error("assign_value", pairs[0][at], pairs[1][at], labels, found=float(value[at]))
    negative = np.flatnonzero(places < 0)
    if len(negative):
        at = negative[0]
        raise InputError("assign_places", post=labels.of("post", at), found=int(places[at]))


def _refuse_doubles(key: Ints, worker: Ints, post: Ints, labels: Labels) -> None:
    double = np.flatnonzero(np.diff(key) == 0)
    if len(double):
        raise _pair_error("assign_double", worker[double[0]], post[double[0]], labels)


def _located(wishes: Wishes, key: Ints, sizes: tuple[int, int], labels: Labels) -> tuple[Mask, Mask]:
    """Turn wished pairs into masks over the sorted candidates; both at once is a contradiction."""
    posts = max(sizes[1], 1)
    fixed = _wished("fixed", wishes.fixed, sizes)
    forbidden = _wished("forbidden", wishes.forbidden, sizes)
    both = np.intersect1d(fixed, forbidden)
    if len(both):
        raise _pair_error("assign_fixed_forbidden", both[0] // posts, both[0] % posts, labels)
    unknown = fixed[~_found(fixed, key)]
    if len(unknown):
        raise _pair_error("assign_fixed_unknown", unknown[0] // posts, unknown[0] % posts, labels)
    return _marked(fixed, key), _marked(forbidden, key)


def _wished(name: str, pairs: Pairs, sizes: tuple[int, int]) -> Ints:
    worker, post = np.asarray(pairs[0], np.int64), np.asarray(pairs[1], np.int64)
    if ((worker < 0) | (worker >= sizes[0]) | (post < 0) | (post >= sizes[1])).any():
        raise InputError("assign_wish_range", where=name, name=name)
    keys: Ints = np.unique(worker * max(sizes[1], 1) + post)
    return keys


def _found(wished: Ints, key: Ints) -> Mask:
    """Say which of ``wished`` stand in the sorted ``key``."""
    if not len(key):
        return np.zeros(len(wished), np.bool_)
    at = np.minimum(np.searchsorted(key, wished), len(key) - 1)
    found: Mask = key[at] == wished
    return found


def _marked(wished: Ints, key: Ints) -> Mask:
    mask = np.zeros(len(key), np.bool_)
    mask[np.searchsorted(key, wished[_found(wished, key)])] = True
    return mask


def _limits(places: Ints, config: AssignConfig, wishes: Wishes, labels: Labels) -> Ints:
    multiple = wishes.oversubscription
    if multiple is None:
        multiple = np.full(len(places), config.oversubscription)
    if len(multiple) != len(places):
        raise InputError("assign_per_post", name="oversubscription", found=len(multiple), posts=len(places))
    wrong = np.flatnonzero(~(np.isfinite(multiple) & (multiple >= 1)))
    if len(wrong):
        at = wrong[0]
        raise InputError(
            "assign_oversubscription", where=f"post {labels.of('post', at)}", found=float(multiple[at])
        )
    # 1e-9: 1.2 x 5 is 6 places, not 5.999...
    return np.floor(multiple * places + 1e-9).astype(np.int64)


def _pair_error(code: str, worker: int, post: int, labels: Labels, **values: Any) -> InputError:
    worker, post = labels.of("worker", worker), labels.of("post", post)
    return InputError(code, worker=worker, post=post, **values)
