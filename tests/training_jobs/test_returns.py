"""Slips that never came back: the shares are found again, and no slip counts as one that did not come."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training_jobs.returns import LEAST_LETTERS, MOST_RATIO, Returned, returned

LAST = date(2026, 4, 1)


def office(n: int, hired_back: float, other_back: float, seed: int) -> tuple[pl.DataFrame, np.ndarray]:
    """Make due letters of which a strong match is hired more often, and slips that come back by outcome."""
    rng = np.random.default_rng(seed)
    strong = rng.normal(0, 1, n)
    hired = rng.random(n) < 1 / (1 + np.exp(-1.2 * strong + 0.8))
    back = rng.random(n) < np.where(hired, hired_back, other_back)
    slip = np.where(hired, 1, rng.integers(2, 4, n))
    frame = pl.DataFrame({"referred_on": [LAST - timedelta(60)] * n, "known_slip": slip})
    return frame.with_columns(pl.when(pl.Series(back)).then("known_slip").alias("known_slip")), strong


@settings(max_examples=15, deadline=None)
@given(st.floats(0.5, 0.95), st.floats(0.4, 0.95), st.integers(0, 50))
def test_the_shares_behind_the_slips_are_found(hired_back, other_back, seed):
    found = returned(*office(40_000, hired_back, other_back, seed), LAST)
    assert found.hired == pytest.approx(hired_back, abs=0.06)
    assert found.other == pytest.approx(other_back, abs=0.04)


def test_weighed_slips_show_the_share_of_hires_that_answered_letters_hide():
    frame, strong = office(40_000, 0.9, 0.5, 1)
    weight = returned(frame, strong, LAST).weight(frame["known_slip"])
    hired = (frame["known_slip"] == 1).fill_null(False).to_numpy().astype(float)
    answered = frame["known_slip"].is_not_null().to_numpy()
    really = 1 / (1 + np.exp(-1.2 * strong + 0.8))
    assert hired[answered].mean() > really.mean() + 0.08
    assert np.average(hired, weights=weight) == pytest.approx(really.mean(), abs=0.02)


def test_a_slip_that_did_not_come_back_stands_for_nothing():
    weight = Returned(0.8, 0.5).weight(pl.Series([1, 2, 3, 4, 5, None], dtype=pl.Int64))
    np.testing.assert_allclose(weight, [1.25, 2, 2, 2, 2, 0])


def test_too_few_letters_or_one_kind_of_slip_leave_every_slip_alike():
    frame, strong = office(LEAST_LETTERS - 1, 0.9, 0.5, 1)
    assert returned(frame, strong, LAST) == Returned()
    frame, strong = office(5000, 0.9, 0.5, 1)
    young = frame.with_columns(referred_on=pl.lit(LAST - timedelta(5)))
    assert returned(young, strong, LAST) == Returned()
    one_kind = frame.with_columns(known_slip=pl.when(pl.col("known_slip") == 1).then(1))
    assert returned(one_kind, strong, LAST) == Returned()


def test_an_instrument_without_force_stays_within_bounds():
    frame, _ = office(3000, 0.9, 0.5, 3)
    for seed in range(5):
        found = returned(frame, np.random.default_rng(seed).normal(0, 1, 3000), LAST)
        assert 0 < found.other <= 1
        assert found.other / MOST_RATIO <= found.hired <= 1
