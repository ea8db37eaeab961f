"""The certificate must refuse what is not optimal; otherwise it says nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assign import AssignConfig, Labels, Wishes
from matching.assign.core import solved
from matching.assign.network import lay_out
from matching.assign.problem import pose
from matching.assign.residual import distances, is_feasible, is_optimal, residual
from matching.assign.schedule import chance_weights, group_rank, own_weights, schedule, worth


def problem(workers, posts, seed, config=None):
    rng = np.random.default_rng(seed)
    worker, post = (side.ravel() for side in np.indices((workers, posts)))
    candidates = (worker, post, rng.random(workers * posts))
    places = rng.integers(1, 4, posts)
    return pose(
        candidates, places, workers, config=config or AssignConfig(), wishes=Wishes(), labels=Labels()
    )


def proven(network, flow):
    tail, head, cost = residual(network, flow)
    there = distances(tail, head, cost, len(network.supply))
    return is_feasible(network, flow) and is_optimal(tail, head, cost, there)


@pytest.mark.parametrize("seed", range(5))
def test_the_solver_is_certified_and_every_lesser_flow_is_not(seed):
    posed = problem(8, 4, seed)
    network = lay_out(posed, schedule(posed))
    best = solved(network)
    assert proven(network, best)
    nothing = np.zeros_like(best)
    assert is_feasible(network, nothing)
    assert not proven(network, nothing)
    for pair in np.flatnonzero(best[: network.pairs])[:6]:
        assert not proven(network, without(network, best, pair))


def without(network, flow, pair):
    """Take one invitation out, together with the last used arcs of its worker and post."""
    less = flow.copy()
    less[pair] -= 1
    for end, side in ((network.tail[pair], network.head), (network.head[pair], network.tail)):
        used = np.flatnonzero((side == end) & (less > 0))
        less[used[used >= network.pairs][-1]] -= 1
    assert is_feasible(network, less)
    return less


def test_a_flow_that_breaks_a_limit_is_no_flow():
    posed = problem(4, 3, 0)
    network = lay_out(posed, schedule(posed))
    flow = solved(network)
    over, lost = flow.copy(), flow.copy()
    over[0] = 2
    lost[np.flatnonzero(flow[: network.pairs])[0]] = 0
    assert not is_feasible(network, over)
    assert not is_feasible(network, lost)


def test_a_negative_cycle_away_from_the_hub_is_found():
    tail, head = np.array([0, 1, 2]), np.array([1, 2, 1])
    assert distances(tail, head, np.array([5, -2, 1]), 3) is None
    fine = distances(tail, head, np.array([5, -2, 2]), 3)
    assert fine is not None
    assert fine.tolist() == [0, 5, 3]


def test_a_negative_cycle_nobody_reaches_is_found():
    tail, head = np.array([1, 2]), np.array([2, 1])
    assert distances(tail, head, np.array([-2, 1]), 3) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=30))
@settings(max_examples=100, deadline=None)
def test_group_rank_counts_the_better_ones_before(entries):
    group = np.array([g for g, _ in entries], np.int64)
    value = np.array([v for _, v in entries], np.float64)
    expected = [
        sum(h == g and (u > v or (u == v and j < i)) for j, (h, u) in enumerate(entries))
        for i, (g, v) in enumerate(entries)
    ]
    assert group_rank(group, value).tolist() == expected


def test_invitations_past_the_limits_are_worth_nothing():
    posed = problem(6, 1, 3, AssignConfig(oversubscription=1, per_worker=1))
    everybody = worth(posed, np.ones(6, bool))
    best = np.sort(posed.value)[::-1][: posed.places[0]]
    assert everybody.value == pytest.approx(best.sum())
    assert everybody.bonus == posed.places[0]
    assert everybody.total == pytest.approx(best.sum() + posed.places[0])


@pytest.mark.parametrize("resolution", [100, 10**4, 10**8])
def test_coarser_steps_cost_no_more_than_the_stated_gap(resolution):
    fine = problem(12, 5, 1)
    coarse = problem(12, 5, 1, AssignConfig(resolution=resolution))
    network = lay_out(coarse, schedule(coarse))
    best = worth(fine, solved(lay_out(fine, schedule(fine)))[:60] > 0).total
    found = worth(fine, solved(network)[:60] > 0).total
    invitations = min(12 * 3, int(coarse.limit.sum()))
    assert best - found <= 5 * invitations / network.scale + 1e-6


@pytest.mark.parametrize(("chance", "places"), [(0.2, 1), (0.5, 1), (0.3, 4), (0.6, 10), (0.1, 25)])
def test_weights_from_chance_are_the_odds_that_a_place_is_open(chance, places):
    found = chance_weights(np.array([chance]), np.array([places]), 6)[:, 0]
    rng = np.random.default_rng(5)
    for k in range(1, 6):
        before = k if places == 1 else round((k + 0.5) * places - 0.5)
        taken = (rng.random((4000, before)) < chance).sum(axis=1)
        assert found[k] == pytest.approx((taken < places).mean(), abs=0.06)
    assert found[0] == 1
    assert (np.diff(found) <= 0).all()


def test_weights_for_impossible_and_certain_chances_stay_in_bounds():
    found = chance_weights(np.array([0.0, 1.0, 1.0]), np.array([3, 3, 1]), 4)
    assert found[:, 0].tolist() == [1, 1, 1, 1]
    assert found[1:, 1:].max() < 1e-6
    assert own_weights(np.array([0.0, 0.5, 1.0]), 3).tolist() == [[1, 1, 1], [1, 0.5, 0], [1, 0.25, 0]]


@pytest.mark.parametrize("seed", range(8))
def test_with_chances_no_choice_is_worth_more(seed):
    rng = np.random.default_rng(seed)
    worker, post = (side.ravel() for side in np.indices((4, 3)))
    keep = rng.permutation(12)[:10]
    candidates = (worker[keep], post[keep], rng.random(10))
    posed = pose(
        candidates, rng.integers(0, 3, 3), 4,
        config=AssignConfig(per_worker=2), wishes=Wishes(), labels=Labels(), chance=rng.random(10),
    )  # fmt: skip
    network = lay_out(posed, schedule(posed))
    best = worth(posed, solved(network)[: network.pairs] > 0).total
    subsets = ((np.arange(2**10)[:, None] >> np.arange(10)) & 1).astype(bool)
    assert best == pytest.approx(max(worth(posed, one).total for one in subsets), abs=1e-5)
