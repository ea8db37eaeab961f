"""A known offset is taken out of the curve; weights count as repeated people."""

from __future__ import annotations

import numpy as np
import pytest

from matching.metrics import brier, ece, ece_by_chance
from matching.rank.calibrate import fit, sigmoid


def test_the_curve_is_that_of_outcomes_without_their_offset():
    rng = np.random.default_rng(0)
    margin, offset = rng.normal(0, 1.5, 40_000), rng.random(40_000) * 2
    outcome = (rng.random(40_000) < sigmoid(0.8 * margin - 0.5 + offset)).astype(float)
    told, plain = fit(margin, outcome, None, offset), fit(margin, outcome)
    at = np.linspace(-3, 3, 7)
    np.testing.assert_allclose(told.logit(at), 0.8 * at - 0.5, atol=0.2)
    assert (plain.logit(at) > told.logit(at) + 0.5).all()


def test_a_weight_of_two_is_two_people():
    rng = np.random.default_rng(1)
    margin = rng.normal(0, 1, 500)
    outcome = (rng.random(500) < sigmoid(margin)).astype(float)
    weight = rng.integers(1, 4, 500)
    again = np.repeat(np.arange(500), weight)
    one, other = fit(margin, outcome, weight.astype(float)), fit(margin[again], outcome[again])
    assert one.a == pytest.approx(other.a, abs=1e-6)
    assert one.c == pytest.approx(other.c, abs=1e-6)
    chance = sigmoid(margin)
    assert brier(outcome, chance, weight.astype(float)) == pytest.approx(brier(outcome[again], chance[again]))


def test_an_honest_head_is_off_by_chance_and_a_dishonest_one_by_more():
    rng = np.random.default_rng(2)
    chance = rng.uniform(0.1, 0.9, 2000)
    honest = (rng.random(2000) < chance).astype(float)
    usual = ece_by_chance(chance)
    assert 0.01 < usual < 0.05
    assert ece(honest, chance) < 2 * usual
    assert ece(honest, np.clip(chance + 0.15, 0, 1)) > 3 * usual
