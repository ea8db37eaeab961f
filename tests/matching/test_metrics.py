"""Measures against plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import metrics

lists = st.lists(
    st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 1)), min_size=1, max_size=15), min_size=1, max_size=6
)


def flat(many):
    query = np.repeat(np.arange(len(many)), [len(one) for one in many])
    score = np.array([s for one in many for s, _ in one])
    gain = np.array([float(g) for one in many for _, g in one])
    return query, score, gain


@given(lists, st.integers(1, 12))
def test_ranked_measures_are_what_a_loop_gives(many, k):
    query, score, gain = flat(many)
    place = metrics.places(query, score)
    ndcg, recall = metrics.ndcg(query, place, gain, k), metrics.recall(query, place, gain, k)
    for number, one in enumerate(many):
        order = sorted(range(len(one)), key=lambda i: (-one[i][0], i))
        gains = [one[i][1] for i in order]
        if not sum(gains):
            assert math.isnan(ndcg[number])
            assert math.isnan(recall[number])
            continue
        reached = sum(g / math.log2(i + 2) for i, g in enumerate(gains[:k]))
        best = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(gains, reverse=True)[:k]))
        assert ndcg[number] == pytest.approx(reached / best)
        assert recall[number] == pytest.approx(sum(gains[:k]) / sum(gains))


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 6)), min_size=2, max_size=40))
def test_auc_counts_pairs(rows):
    outcome, score = np.array([float(r[0]) for r in rows]), np.array([float(r[1]) for r in rows])
    up, down = score[outcome == 1], score[outcome == 0]
    got = metrics.auc(outcome, score)
    if not len(up) or not len(down):
        assert math.isnan(got)
        return
    wins = (up[:, None] > down[None]).sum() + 0.5 * (up[:, None] == down[None]).sum()
    assert got == pytest.approx(wins / (len(up) * len(down)))
    twice = metrics.auc(np.tile(outcome, 2), np.tile(score, 2))
    assert metrics.auc(outcome, score, np.full(len(outcome), 2.0)) == pytest.approx(twice)


def test_share_of_best_is_one_for_the_truth_and_less_for_its_reverse():
    query, value = np.repeat([0, 1], 20), np.random.default_rng(0).random(40)
    assert metrics.share_of_best(query, metrics.places(query, value), value) == pytest.approx([1.0, 1.0])
    assert (metrics.share_of_best(query, metrics.places(query, -value), value) < 0.7).all()


def test_calibration_error_is_small_for_honest_chances_and_large_for_boasts():
    rng = np.random.default_rng(1)
    chance = rng.random(20_000)
    outcome = (rng.random(20_000) < chance).astype(float)
    assert metrics.ece(outcome, chance) < 0.015
    assert metrics.ece(outcome, np.clip(chance * 1.5, 0, 1)) > 0.1
    assert metrics.brier(outcome, chance) == pytest.approx(1 / 6, abs=0.01)


def test_gini_of_all_alike_and_of_one_for_all():
    assert metrics.gini(np.ones(50)) == pytest.approx(0.0)
    assert metrics.gini(np.eye(50)[0]) == pytest.approx(0.98)
    assert math.isnan(metrics.gini(np.zeros(5)))


def test_interval_holds_the_mean_and_narrows_with_people():
    rng = np.random.default_rng(3)
    few, many = metrics.bootstrap(rng.normal(1, 1, 50), 0), metrics.bootstrap(rng.normal(1, 1, 5000), 0)
    assert few.low < few.mean < few.high
    assert many.high - many.low < (few.high - few.low) / 4


def test_gain_in_auc_sees_a_better_order_and_no_gain_over_itself():
    rng = np.random.default_rng(4)
    outcome = (rng.random(2000) < 0.4).astype(float)
    good, bad, who = outcome + rng.normal(0, 1, 2000), rng.normal(0, 1, 2000), rng.integers(0, 300, 2000)
    assert metrics.auc_gain(outcome, good, bad, who, 0).low > 0.1
    same = metrics.auc_gain(outcome, good, good, who, 0)
    assert (same.low, same.mean, same.high) == (0, 0, 0)


def test_exposure_counts_first_places():
    query, post = np.array([0, 0, 1, 1]), np.array([2, 0, 2, 1])
    place = metrics.places(query, np.array([2.0, 1.0, 5.0, 9.0]))
    assert metrics.exposure(post, place, 4, 1).tolist() == [0, 1, 1, 0]
