"""Hold the allocation against every possible choice on small problems."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from features.errors import InputError
from matching.assign import AssignConfig, Wishes, assign


@dataclass
class Case:
    worker: np.ndarray
    post: np.ndarray
    value: np.ndarray
    places: np.ndarray
    workers: int
    config: AssignConfig
    wishes: Wishes = field(default_factory=Wishes)

    def solve(self):
        return assign(
            self.worker, self.post, self.value,
            places=self.places, workers=self.workers, config=self.config, wishes=self.wishes,
        )  # fmt: skip


WEIGHTS = [(1.0,), (1.0, 0.7, 0.5), (1.0, 0.4), (1.0, 0.0)]


@st.composite
def cases(draw, most=9):
    workers, posts = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    every = [(w, p) for w in range(workers) for p in range(posts)]
    pairs = draw(st.lists(st.sampled_from(every), min_size=1, max_size=most, unique=True))
    values = draw(st.lists(st.integers(0, 20), min_size=len(pairs), max_size=len(pairs)))
    places = draw(st.lists(st.integers(0, 3), min_size=posts, max_size=posts))
    config = AssignConfig(
        per_worker=draw(st.integers(1, 3)),
        oversubscription=draw(st.sampled_from([1.0, 1.5, 2.0, 3.0])),
        place_weights=draw(st.sampled_from(WEIGHTS)),
        worker_weights=draw(st.sampled_from(WEIGHTS)),
        crowding=draw(st.sampled_from([0.35, 1.0])),
        service_bonus=draw(st.sampled_from([0.0, 0.1, 1.0])),
    )
    worker, post = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
    return Case(worker, post, np.array(values) / 20, np.array(places, np.int64), workers, config)


def weight(weights, k):
    return weights[min(k, len(weights) - 1)]


class Oracle:
    """Value every subset of the candidate pairs by the schedule as it is stated, term by term."""

    def __init__(self, case: Case, more_for_worker=None, more_for_post=None, further=None):
        self.case, config = case, case.config
        banned = set(zip(*map(tuple, case.wishes.forbidden), strict=True))
        pairs = zip(case.worker.tolist(), case.post.tolist(), strict=True)
        keep = np.array([pair not in banned for pair in pairs])
        self.worker, self.post, self.value = case.worker[keep], case.post[keep], case.value[keep]
        own = case.wishes.oversubscription
        multiples = [config.oversubscription] * len(case.places) if own is None else own
        self.limit = [int(m * h + 1e-9) for m, h in zip(multiples, case.places, strict=True)]
        self.own = [config.per_worker + (i == more_for_worker) for i in range(case.workers)]
        self.post_cost = [self.costs_of_post(j, j == more_for_post) for j in range(len(case.places))]
        stated = [cost for costs in self.post_cost for cost in costs]
        if further is not None and case.places[further]:
            self.post_cost[further].append(self.next_cost(further))
        self.worker_cost = [self.costs_of_worker(i) for i in range(case.workers)]
        dearest = max(stated, default=0.0)
        self.bonus = max(config.service_bonus, dearest) if config.service_bonus else 0.0
        count = 2 ** len(self.value)
        self.subsets = (np.arange(count)[:, None] >> np.arange(len(self.value))) & 1

    def best_mean(self, group, row, limit):
        best = sorted(self.value[group == row], reverse=True)[:limit]
        return float(np.mean(best)) if best else 0.0

    def costs_of_post(self, j, one_more):
        mean, h = self.best_mean(self.post, j, self.limit[j]), self.case.places[j]
        mean *= self.case.config.crowding
        costs = [(1 - weight(self.case.config.place_weights, k // h)) * mean for k in range(self.limit[j])]
        return [0.0, *costs] if one_more else costs

    def next_cost(self, j):
        mean = self.best_mean(self.post, j, self.limit[j]) * self.case.config.crowding
        return (1 - weight(self.case.config.place_weights, self.limit[j] // self.case.places[j])) * mean

    def costs_of_worker(self, i):
        mean = self.best_mean(self.worker, i, self.case.config.per_worker) * self.case.config.crowding
        return [(1 - weight(self.case.config.worker_weights, k)) * mean for k in range(self.own[i])]

    def totals(self):
        """Give the worth of every subset; -inf where a limit is broken."""
        total = self.subsets @ self.value
        for rows, costs in ((self.post, self.post_cost), (self.worker, self.worker_cost)):
            for row, cost in enumerate(costs):
                n = self.subsets @ (rows == row)
                paid = np.concatenate([[0.0], np.cumsum(cost)])
                total = np.where(n <= len(cost), total - paid[np.minimum(n, len(cost))], -np.inf)
        for row in range(self.case.workers):
            total = total + self.bonus * (self.subsets @ (self.worker == row) > 0)
        return np.where(self.wished(), total, -np.inf)

    def wished(self):
        wishes, good = self.case.wishes, np.ones(len(self.subsets), bool)
        for w, p in zip(*wishes.fixed, strict=True):
            good &= (self.subsets @ ((self.worker == w) & (self.post == p))) == 1
        if wishes.employer is not None:
            employer = wishes.employer[self.post] if len(self.post) else self.post
            for e, least in enumerate(wishes.minimum):
                n = self.subsets @ (employer == e)
                good &= (n >= least) & ((wishes.capacity[e] < 0) | (n <= wishes.capacity[e]))
        for g, least in enumerate(() if wishes.floor is None else wishes.floor):
            served = [self.subsets @ (self.worker == w) > 0 for w in np.flatnonzero(wishes.group == g)]
            good &= sum(served, np.zeros(len(good), int)) >= least
        return good


def near(x):
    return pytest.approx(x, abs=2e-6)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_no_choice_is_worth_more(case):
    found = case.solve()
    assert found.certified
    assert found.objective == near(Oracle(case).totals().max())


@given(cases())
@settings(max_examples=100, deadline=None)
def test_limits_hold_and_pairs_are_candidates(case):
    found = case.solve()
    chosen = list(zip(found.worker.tolist(), found.post.tolist(), strict=True))
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(zip(case.worker.tolist(), case.post.tolist(), strict=True))
    assert np.bincount(found.worker, minlength=1).max() <= case.config.per_worker
    limit = np.floor(case.config.oversubscription * case.places + 1e-9)
    assert (np.bincount(found.post, minlength=len(case.places)) <= limit).all()
    assert sorted({*found.unserved.tolist(), *found.worker.tolist()}) == list(range(case.workers))


@given(cases())
@settings(max_examples=100, deadline=None)
def test_nobody_is_left_with_nothing_while_an_acceptable_place_remains(case):
    assume(case.config.service_bonus > 0)
    found = case.solve()
    limit = np.floor(case.config.oversubscription * case.places + 1e-9)
    full = np.bincount(found.post, minlength=len(case.places)) >= limit
    assert full[case.post[np.isin(case.worker, found.unserved)]].all()


@given(cases(most=8), st.data())
@settings(max_examples=80, deadline=None)
def test_a_price_is_what_one_more_unit_brings(case, data):
    found = case.solve()
    now = Oracle(case).totals().max()
    i = data.draw(st.integers(0, case.workers - 1))
    j = data.draw(st.integers(0, len(case.places) - 1))
    more_for_worker = Oracle(case, more_for_worker=i).totals().max() - now
    more_for_post = Oracle(case, more_for_post=j).totals().max() - now
    assert found.worker_price[i] == near(more_for_worker)
    assert found.post_price[j] == near(more_for_post)


@given(cases(most=8), st.data())
@settings(max_examples=150, deadline=None)
def test_wishes_are_met_at_the_best_worth_or_refused(case, data):
    case.wishes = data.draw(wishes(case))
    best = Oracle(case).totals().max()
    if np.isneginf(best):
        with pytest.raises(InputError):
            case.solve()
    else:
        found = case.solve()
        assert found.certified
        assert found.objective == near(best)


@st.composite
def wishes(draw, case, most=2):
    pairs = list(zip(case.worker.tolist(), case.post.tolist(), strict=True))
    marks = draw(
        st.lists(
            st.sampled_from("ffx...." if most > 1 else "x......."), min_size=len(pairs), max_size=len(pairs)
        )
    )
    employers = draw(st.integers(1, 3))
    posts = len(case.places)
    return Wishes(
        fixed=_side(pairs, marks, "f"),
        forbidden=_side(pairs, marks, "x"),
        employer=np.array(draw(_rows(posts, employers - 1)), np.int64),
        minimum=np.array(draw(_rows(employers, most)), np.int64),
        capacity=np.array(draw(_rows(employers, 5, -1)), np.int64),
        oversubscription=np.array(draw(_rows(posts, 3, 1)), np.float64),
        group=np.array(draw(_rows(case.workers, 1, -1)), np.int64),
        floor=np.array(draw(_rows(2, most)), np.int64),
    )


def _rows(size, most, least=0):
    return st.lists(st.integers(least, most), min_size=size, max_size=size)


def _side(pairs, marks, mark):
    at = [pair for pair, m in zip(pairs, marks, strict=True) if m == mark]
    return (np.array([w for w, _ in at], np.int64), np.array([p for _, p in at], np.int64))


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_candidates_changes_nothing(case, random):
    order = list(range(len(case.value)))
    random.shuffle(order)
    first = case.solve()
    case.worker, case.post, case.value = case.worker[order], case.post[order], case.value[order]
    second = case.solve()
    assert (first.worker == second.worker).all()
    assert (first.post == second.post).all()
    assert first.objective == second.objective


@given(cases(most=8), st.data())
@settings(max_examples=60, deadline=None)
def test_every_quota_has_the_price_of_one_unit_more_and_one_less(case, data):
    """Seats, promises to employers and floors of groups, each solved again by trying every choice."""
    case.wishes = asked = data.draw(wishes(case, most=1))
    best = Oracle(case).totals().max()
    assume(np.isfinite(best))
    quotas = case.solve().quotas
    for e in range(len(asked.capacity)):
        assert quotas.seat[e] == near(_changed(case, best, "capacity", e, 1) if asked.capacity[e] >= 0 else 0)
    for kind in ("minimum", "floor"):
        for at, least in enumerate(getattr(asked, kind)):
            more, less = getattr(quotas, f"{kind}_more")[at], getattr(quotas, f"{kind}_less")[at]
            expected = _changed(case, best, kind, at, 1)
            assert np.isnan(more) if np.isneginf(expected) else more == near(expected)
            assert less == near(_changed(case, best, kind, at, -1) if least else 0)


def _changed(case, best, kind, at, by):
    values = getattr(case.wishes, kind).copy()
    values[at] += by
    return Oracle(replace(case, wishes=replace(case.wishes, **{kind: values}))).totals().max() - best


@given(cases(most=8))
@settings(max_examples=60, deadline=None)
def test_one_invitation_more_at_a_post_has_its_price(case):
    found, best = case.solve(), Oracle(case).totals().max()
    for j in range(len(case.places)):
        expected = Oracle(case, further=j).totals().max() - best if case.places[j] else 0
        assert found.quotas.invitation[j] == near(expected)
