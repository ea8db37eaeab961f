"""Which posts of a list became a letter: coefficients found again, propensities that add up to one."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training_jobs.choice import LEAST_LISTS, Choice, Lists, learn_choice


def lists(count: int, match: float, place: float, seed: int = 0, length: int = 8) -> Lists:
    """Make lists of which one post each was chosen by a conditional logit of these coefficients."""
    rng = np.random.default_rng(seed)
    number = np.repeat(np.arange(count), length)
    fits, places = rng.normal(0, 1, count * length), np.tile(np.log(np.arange(1, length + 1)), count)
    pull = (match * fits + place * places + rng.gumbel(0, 1, count * length)).reshape(count, length)
    chosen = np.zeros((count, length))
    chosen[np.arange(count), pull.argmax(axis=1)] = 1
    return Lists(number, fits, places, chosen.reshape(-1), pl.DataFrame())


@settings(max_examples=10, deadline=None)
@given(st.floats(-0.5, 1.5), st.floats(-1.5, 0.2), st.integers(0, 20))
def test_the_coefficients_of_a_choice_are_found(match, place, seed):
    found = learn_choice(lists(6000, match, place, seed))
    assert found.match == pytest.approx(match, abs=0.1)
    assert found.place == pytest.approx(place, abs=0.1)


def test_propensities_add_up_to_one_in_every_list_and_the_first_place_is_likelier():
    shown = lists(50, 0.0, -1.0)
    share = Choice(0.0, -1.0).propensity(shown)
    np.testing.assert_allclose(np.bincount(shown.number, weights=share), 1)
    assert share[0] > 5 * share[7]


def test_too_few_lists_teach_nothing():
    assert learn_choice(lists(LEAST_LISTS - 1, 1.0, -1.0)) == Choice()
    assert learn_choice(lists(LEAST_LISTS + 100, 1.0, -1.0)).usual > 0.125
