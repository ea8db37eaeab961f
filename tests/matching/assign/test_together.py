"""Couples and crews keep together; the best there is lies within the gap, and the gap is small."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError
from matching.assign import AssignConfig, Labels, Parties, Wishes, assign
from matching.assign.core import solved as flow_of
from matching.assign.network import lay_out
from matching.assign.parties import TOGETHER, visits
from matching.assign.problem import pose
from matching.assign.schedule import schedule, worth
from matching.assign.together import _bound, _potential
from matching.benchmarks.campaign import simulated

POSTS = 4
EMPLOYER = np.array([0, 0, 1, 1])
SPOT = np.array([[25.0, 103.0], [25.01, 103.0], [25.5, 103.0], [np.nan, np.nan]])
KM = np.array([[0, 1.1, 55.6, np.inf], [1.1, 0, 54.5, np.inf], [55.6, 54.5, 0, np.inf], [np.inf] * 3 + [0]])


@st.composite
def cases(draw):
    workers = draw(st.integers(2, 4))
    every = [(w, p) for w in range(workers) for p in range(POSTS)]
    pairs = sorted(draw(st.lists(st.sampled_from(every), min_size=4, max_size=11, unique=True)))
    value = np.array(draw(st.lists(st.integers(1, 20), min_size=len(pairs), max_size=len(pairs)))) / 20
    sizes = draw(st.sampled_from([[2], [2, 2], [3]]) if workers == 4 else st.just([2]))
    party = np.repeat(np.arange(len(sizes)), sizes)
    together = tuple(draw(st.sampled_from(["post", "employer", "near"])) for _ in sizes)
    parties = Parties(party, np.arange(sum(sizes)), together, np.full(len(sizes), 2.0), EMPLOYER, SPOT)
    places = np.array(draw(st.lists(st.integers(0, 3), min_size=POSTS, max_size=POSTS)), np.int64)
    capacity = np.array(draw(st.lists(st.integers(-1, 5), min_size=2, max_size=2)))
    return pairs, value, places, workers, parties, Wishes(employer=EMPLOYER, capacity=capacity)


CONFIG = AssignConfig(per_worker=2, oversubscription=1, from_chance=False)


def columns(pairs):
    return np.array([w for w, _ in pairs], np.int64), np.array([p for _, p in pairs], np.int64)


def joint(posts_of, kind):
    """Say whether members with these posts each can pair them off into visits made together."""
    leader, *others = posts_of
    if any(len(other) != len(leader) for other in others):
        return False
    near = {"post": lambda a, b: a == b, "employer": lambda a, b: EMPLOYER[a] == EMPLOYER[b],
            "near": lambda a, b: KM[a][b] <= 2}[kind]  # fmt: skip
    if kind == "employer" and len({EMPLOYER[p] for p in leader}) < len(leader):
        return False
    return all(_paired(leader, other, near) for other in others)


def _paired(leader, other, near):
    if not leader:
        return True
    return any(near(leader[0], o) and _paired(leader[1:], [x for x in other if x != o], near) for o in other)


def best(case):
    """Try every choice; give the worth of the best that keeps to all limits and together."""
    pairs, value, places, workers, _, wishes = case
    problem = pose((*columns(pairs), value), places, workers, config=CONFIG, wishes=wishes, labels=Labels())
    plan, top = schedule(problem), -np.inf
    for size in range(len(pairs) + 1):
        for chosen in combinations(range(len(pairs)), size):
            if allowed([pairs[n] for n in chosen], case):
                mask = np.zeros(len(pairs), bool)
                mask[list(chosen)] = True
                top = max(top, worth(problem, mask, plan).total)
    return top


def allowed(chosen, case):
    _, _, places, workers, parties, wishes = case
    post = [p for _, p in chosen]
    if any(post.count(p) > places[p] for p in set(post)):
        return False
    seats = np.bincount(EMPLOYER[post], minlength=2) if post else np.zeros(2)
    if ((wishes.capacity >= 0) & (seats > wishes.capacity)).any():
        return False
    own = [[p for w, p in chosen if w == n] for n in range(workers)]
    if any(len(each) > CONFIG.per_worker for each in own):
        return False
    groups = [parties.worker[parties.party == n] for n in range(len(parties))]
    return all(joint([own[w] for w in g], k) for g, k in zip(groups, parties.together, strict=True))


def solved(case):
    pairs, value, places, workers, parties, wishes = case
    return assign(
        *columns(pairs), value, places=places, workers=workers, config=CONFIG, wishes=wishes, parties=parties
    )


@given(cases())
@settings(max_examples=40, deadline=None)
def test_all_limits_hold_and_the_bound_is_one(case):
    found = solved(case)
    chosen = list(zip(found.worker.tolist(), found.post.tolist(), strict=True))
    assert allowed(chosen, case)
    assert found.certified
    top = best(case)
    assert found.objective <= top + 1e-6
    assert top <= found.objective + found.gap + 1e-6


@given(cases())
@settings(max_examples=40, deadline=None)
def test_prices_alone_bound_what_any_choice_is_worth(case):
    pairs, value, places, workers, parties, wishes = case
    problem = pose((*columns(pairs), value), places, workers, config=CONFIG, wishes=wishes, labels=Labels())
    plan = schedule(problem)
    network, taken = lay_out(problem, plan), np.isin(problem.worker, parties.worker)
    price = _potential(network, flow_of(network))
    bound = _bound(problem, plan, network, visits(problem, parties), taken, price)
    assert bound >= best(case) - 1e-5


@given(cases())
@settings(max_examples=40, deadline=None)
def test_no_party_is_left_with_nothing_while_places_for_all_of_it_remain(case):
    pairs, _, _, _, parties, _ = case
    found = solved(case)
    chosen = list(zip(found.worker.tolist(), found.post.tolist(), strict=True))
    for n in range(len(parties)):
        members = parties.worker[parties.party == n]
        if np.isin(members, found.unserved).all():
            choices = [[(w, p) for v, p in pairs if v == w] for w in members]
            for visit in _each(choices):
                assert not allowed(chosen + visit, case)


def _each(choices):
    if not choices:
        return [[]]
    return [[one, *rest] for one in choices[0] for rest in _each(choices[1:])]


@pytest.mark.parametrize("places", [0.6, 1.6])
def test_the_gap_is_within_one_in_a_hundred_of_what_the_invitations_are_worth(places):
    s = simulated(workers=600, posts=90, candidates=40, places=places, seed=4)
    rng = np.random.default_rng(2)
    sizes = np.array([2] * 40 + [3] * 10 + [6] * 3)
    party = np.repeat(np.arange(len(sizes)), sizes)
    parties = Parties(
        party, rng.permutation(600)[: len(party)], tuple(rng.choice(TOGETHER, len(sizes))),
        np.full(len(sizes), 20.0), np.arange(90) // 3, 25 + rng.normal(0, 0.3, (90, 2)),
    )  # fmt: skip
    found = assign(s.worker, s.post, s.value, places=s.places, workers=600, chance=s.placed, parties=parties)
    share = next(note for note in found.notes if note.startswith("party_gap<="))
    assert float(share.removeprefix("party_gap<=").rstrip("%")) <= 1.0
    assert 0 <= found.gap < 0.01 * found.value.sum()


def test_apart_they_would_go_elsewhere():
    """Two people like different posts best; as a couple they take the one both can do."""
    pairs = [(0, 0), (0, 2), (1, 1), (1, 2)]
    value, places = np.array([0.9, 0.5, 0.9, 0.5]), np.array([1, 1, 2, 0])
    one = AssignConfig(per_worker=1, oversubscription=1)
    apart = assign(*columns(pairs), value, places=places, config=one)
    assert apart.post.tolist() == [0, 1]
    couple = Parties(np.array([0, 0]), np.array([0, 1]), ("post",), np.full(1, np.nan), EMPLOYER)
    together = assign(*columns(pairs), value, places=places, config=one, parties=couple)
    assert together.post.tolist() == [2, 2]
    same_firm = Parties(np.array([0, 0]), np.array([0, 1]), ("employer",), np.full(1, np.nan), EMPLOYER)
    assert assign(*columns(pairs), value, places=places, config=one, parties=same_firm).post.tolist() == [
        0,
        1,
    ]


P2, W2 = np.array([0, 0]), np.array([0, 1])
NAN = np.full(1, np.nan)
REFUSED = [
    ("assign_party_kind", Parties(P2, W2, ("village",), NAN, EMPLOYER), Wishes()),
    ("assign_party_twice", Parties(P2, np.array([1, 1]), ("post",), NAN, EMPLOYER), Wishes()),
    ("assign_party_size", Parties(P2[:1], W2[:1], ("post",), NAN, EMPLOYER), Wishes()),
    ("assign_party_km", Parties(P2, W2, ("near",), NAN, EMPLOYER), Wishes()),
    ("assign_wish_range", Parties(P2, np.array([0, 9]), ("post",), NAN, EMPLOYER), Wishes()),
    ("assign_party_fixed", Parties(P2, W2, ("post",), NAN, EMPLOYER), Wishes(fixed=columns([(0, 0)]))),
    (
        "assign_party_promises",
        Parties(P2, W2, ("post",), NAN, EMPLOYER),
        Wishes(employer=EMPLOYER, minimum=np.array([1, 0])),
    ),
]


@pytest.mark.parametrize(("code", "parties", "wishes"), REFUSED)
def test_what_is_no_party_is_named(code, parties, wishes):
    with pytest.raises(InputError) as caught:
        assign(
            *columns([(0, 0), (1, 2)]),
            np.ones(2),
            places=np.ones(4, np.int64),
            parties=parties,
            wishes=wishes,
        )
    assert caught.value.reason == code
    assert caught.value.message("zh") != caught.value.message("en")
