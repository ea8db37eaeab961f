"""The rounds of the greedy way take exactly what one pair after another would take."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assign import AssignConfig, Labels, Wishes
from matching.assign.baselines import greedy, top_k
from matching.assign.problem import pose


@st.composite
def problems(draw):
    workers, posts = draw(st.integers(1, 8)), draw(st.integers(1, 5))
    every = [(w, p) for w in range(workers) for p in range(posts)]
    pairs = draw(st.lists(st.sampled_from(every), max_size=30, unique=True))
    value = draw(st.lists(st.integers(0, 6), min_size=len(pairs), max_size=len(pairs)))
    places = np.array(draw(st.lists(st.integers(0, 3), min_size=posts, max_size=posts)), np.int64)
    candidates = (
        np.array([w for w, _ in pairs], np.int64),
        np.array([p for _, p in pairs], np.int64),
        np.array(value, np.float64),
    )
    config = AssignConfig(per_worker=draw(st.integers(1, 3)), oversubscription=draw(st.sampled_from([1, 2])))
    capacity = np.array(draw(st.lists(st.integers(-1, 4), min_size=2, max_size=2)))
    booths = Wishes(employer=np.arange(posts) % 2, capacity=capacity)
    wishes = draw(st.sampled_from([Wishes(), booths]))
    return pose(candidates, places, workers, config=config, wishes=wishes, labels=Labels())


@given(problems())
@settings(max_examples=150, deadline=None)
def test_greedy_takes_one_pair_after_another(problem):
    left_worker = [problem.config.per_worker] * problem.workers
    left_post = problem.limit.tolist()
    left_seat = [99, 99] if problem.wishes.employer is None else seats_of(problem)
    expected = np.zeros(len(problem.value), bool)
    for pair in sorted(range(len(problem.value)), key=lambda n: (-problem.value[n], n)):
        w, p = problem.worker[pair], problem.post[pair]
        if left_worker[w] and left_post[p] and left_seat[p % 2]:
            left_seat[p % 2] -= 1
            expected[pair] = True
            left_worker[w] -= 1
            left_post[p] -= 1
    assert (greedy(problem) == expected).all()


def seats_of(problem):
    return [99 if most < 0 else most for most in problem.wishes.capacity.tolist()]


@given(problems())
@settings(max_examples=50, deadline=None)
def test_top_k_is_each_workers_best_whatever_the_others_do(problem):
    chosen = top_k(problem)
    for w in range(problem.workers):
        own = problem.worker == w
        best = sorted(problem.value[own], reverse=True)[: problem.config.per_worker]
        if (problem.places[problem.post[own]] > 0).all():
            assert sorted(problem.value[own & chosen], reverse=True) == best
    assert (problem.places[problem.post[chosen]] > 0).all()
