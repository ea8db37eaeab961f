"""What really becomes of letters, and what of it is told: slips, second lines, calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training_jobs.county.parameters import Outcome
from training_jobs.county.traits import Real, Whole, Yes, in_shares
from training_jobs.county.truth import Truth

HIRED, REFUSED, UNWILLING, FULL, OTHER = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Letters:
    """Hold n letters: rows of worker and post, day number."""

    w: Whole
    p: Whole
    day: Whole


@dataclass(frozen=True, slots=True)
class Happened:
    """Hold what really became of n letters; days count from the first day of the past, -1 = never."""

    accepted: Yes
    hired: Yes
    full: Yes
    stayed: Yes
    arrives: Whole
    leaves: Whole


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what the office learned of n letters: 0, -1 and "" mean unknown."""

    slip: Whole
    slip_on: Whole
    detail: Whole
    interviewed: Whole
    reason: Whole
    """0 not told, 1.. in the order no_show, skill, distance, pay, other"""
    arrived_on: Whole
    stayed_30: Whole
    stayed_30_on: Whole
    stayed_90: Whole
    stayed_90_on: Whole
    wages: Whole


def happen(
    rng: np.random.Generator, truth: Truth, outcome: Outcome, letters: Letters, left: Whole
) -> Happened:
    """Draw what becomes of letters written in one week; never more hires at a post than places left."""
    w, p, count = letters.w, letters.p, len(letters.w)
    accepted = rng.random(count) < truth.accept(w, p)
    chosen = accepted & (rng.random(count) < truth.hire(w, p))
    turn = rng.random(count)
    # One person takes one job: of two letters of a week that would both end in a hire, the first counts.
    chosen &= _count_before(w, turn, chosen) == 0
    hired = chosen & (_count_before(p, turn, chosen) < left[p])
    full = accepted & ~hired & ((left[p] <= 0) | chosen)
    stayed = hired & (rng.random(count) < truth.stay(w, p))
    comes = stayed | (hired & (rng.random(count) > outcome.never_arrives))
    arrives = np.where(comes, letters.day + rng.integers(3, 20, count), -1)
    short = 3 + (86 * rng.random(count) ** 1.2).astype(np.int64)
    long = 91 + rng.exponential(260, count).astype(np.int64)
    leaves = np.where(comes, arrives + np.where(stayed, long, short), -1)
    return Happened(accepted, hired, full, stayed, arrives, leaves)


def _count_before(group: Whole, turn: Real, counts: Yes) -> Whole:
    """Give for each entry how many counted entries of its group come earlier in turn."""
    order = np.lexsort((turn, group))
    counted = counts[order].astype(np.int64)
    running = np.cumsum(counted) - counted
    start = np.r_[True, group[order][1:] != group[order][:-1]]
    base = np.maximum.accumulate(np.where(start, running, 0))
    before = np.empty(len(group), dtype=np.int64)
    before[order] = running - base
    return before


def tell(
    rng: np.random.Generator, truth: Truth, outcome: Outcome, letters: Letters, became: Happened, *, last: int
) -> Told:
    """Draw what the office learns; nothing is told after the ``last`` day."""
    count, p = len(letters.w), letters.p
    code = _codes(rng, outcome, became)
    slip_on = letters.day + rng.integers(*outcome.slip_days, count)
    back = (rng.random(count) < _comes_back(truth, outcome, p, code)) & (slip_on <= last)
    slip = np.where(back, code, 0)
    show = back & (rng.random(count) < outcome.reason_told)
    talked = became.accepted & ~became.full
    known, why = slip == HIRED, _reasons(rng, truth, letters, became)
    came = known & (became.arrives >= 0) & (became.arrives <= last)
    start = np.where(became.arrives >= 0, became.arrives, letters.day + 10)
    first = _call(rng, outcome, known, start, became, after=30, last=last)
    second = _call(rng, outcome, known, start, became, after=90, last=last)
    asked = ((first[0] >= 0) | (second[0] >= 0)) & (became.arrives >= 0)
    return Told(
        slip=slip, slip_on=np.where(back, slip_on, -1),
        detail=np.where(known, 1 + in_shares(outcome.kinds_of_hire, rng.random(count)), 0),
        interviewed=np.where(show & np.isin(slip, [HIRED, REFUSED, UNWILLING]), talked, -1),
        reason=np.where(show & (slip == REFUSED), why, 0),
        arrived_on=np.where(came & (rng.random(count) < outcome.arrival_told), became.arrives, -1),
        stayed_30_on=first[0], stayed_30=first[1], stayed_90_on=second[0], stayed_90=second[1],
        wages=np.where(asked, _paid(rng, truth, outcome, p), -1),
    )  # fmt: skip


def _paid(rng: np.random.Generator, truth: Truth, outcome: Outcome, p: Whole) -> Yes:
    logit = outcome.wages_on_time + 0.6 * truth.posts.conditions[p]
    paid: Yes = rng.random(len(p)) < 1 / (1 + np.exp(-logit))
    return paid


def _codes(rng: np.random.Generator, outcome: Outcome, became: Happened) -> Whole:
    count = len(became.hired)
    unwilling = np.where(rng.random(count) < outcome.unwilling_told, UNWILLING, REFUSED)
    code = np.where(became.accepted, REFUSED, unwilling)
    code = np.where(became.full, FULL, code)
    code = np.where(rng.random(count) < outcome.other_code, OTHER, code)
    return np.where(became.hired, HIRED, code)


def _comes_back(truth: Truth, outcome: Outcome, p: Whole, code: Whole) -> Real:
    base = np.where(code == HIRED, outcome.returned_hired, outcome.returned_other)
    chance: Real = 1 / (1 + np.exp(-(np.log(base / (1 - base)) + truth.posts.replies[p])))
    return chance


def _reasons(rng: np.random.Generator, truth: Truth, letters: Letters, became: Happened) -> Whole:
    """Give 1 for a no-show, else the likeliest of skill, distance, pay, other with some noise."""
    w, p = letters.w, letters.p
    way, far = truth.way(w, p)
    skill = 1.2 + 3 * (0.5 - truth.ability(w, p))
    cost = np.where(far, 0.8 * truth.workers.leave_cost[w] - 0.4, way / truth.workers.km_scale[w] - 0.5)
    pay = 0.2 - 4 * truth.gain(w, p, far)
    weight = np.stack([skill, cost - 1, pay, np.zeros(len(w))], axis=1)
    reason = 2 + np.argmax(weight + rng.gumbel(0, 0.8, weight.shape), axis=1)
    # The form asks for a reason on refusals only; who never went is a no-show there.
    return np.where(became.accepted, reason, 1)


def _call(
    rng: np.random.Generator,
    outcome: Outcome,
    known: Yes,
    start: Whole,
    became: Happened,
    *,
    after: int,
    last: int,
) -> tuple[Whole, Whole]:
    """Give (day of the call that reached somebody or -1, 1 there / 0 left / -1 unknown)."""
    reached = outcome.reached_30 if after == 30 else outcome.reached_90
    on = start + after + rng.integers(0, 10, len(known))
    there = (became.arrives >= 0) & (became.leaves >= start + after)
    chance = np.where(there, reached, reached * outcome.left_reached)
    told = known & (on <= last) & (rng.random(len(known)) < chance)
    return np.where(told, on, -1), np.where(told, there, -1)
