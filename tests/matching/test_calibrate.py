"""Calibration keeps the order and gets the chances right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.metrics import ece
from matching.rank.calibrate import Calibrator, fit, sigmoid

amounts = st.floats(0.05, 5)


@given(amounts, amounts, st.floats(-3, 3), st.lists(st.floats(-20, 20), min_size=2, max_size=20))
def test_never_turns_an_order_round(a, b, c, margins):
    ordered = np.sort(np.array(margins))
    logits = Calibrator(a, b, c).logit(ordered)
    assert (np.diff(logits) >= -1e-9).all()


@given(amounts, amounts, st.floats(-3, 3), st.floats(-8, 8))
def test_slope_is_the_derivative(a, b, c, margin):
    held, step = Calibrator(a, b, c), 1e-5
    at = np.array([margin])
    rise = (held.logit(at + step) - held.logit(at - step)) / (2 * step)
    assert held.slope(at)[0] == pytest.approx(rise[0], rel=1e-3, abs=1e-4)


def test_overconfident_margins_become_honest():
    rng = np.random.default_rng(0)
    true = rng.normal(0, 1, 20_000)
    outcome = (rng.random(20_000) < sigmoid(true)).astype(float)
    boast = 3 * true + 1
    held = fit(boast[:10_000], outcome[:10_000])
    assert ece(outcome[10_000:], sigmoid(boast[10_000:])) > 0.1
    assert ece(outcome[10_000:], held.probability(boast[10_000:])) < 0.02


def test_margins_the_wrong_way_round_are_flattened_not_reversed():
    rng = np.random.default_rng(1)
    margin = rng.normal(0, 1, 4000)
    outcome = (rng.random(4000) < sigmoid(-margin)).astype(float)
    held = fit(margin, outcome)
    assert min(held.a, held.b) > 0
    assert np.ptp(held.probability(margin)) < 0.2


def test_extreme_margins_stay_finite():
    chance = Calibrator(0.7, 1.3, -0.4).probability(np.array([-800.0, 0.0, 800.0]))
    assert np.isfinite(chance).all()
    assert 0 <= chance[0] < chance[1] < chance[2] <= 1
