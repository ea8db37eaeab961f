from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from features.errors import InputError
from training_jobs.county import Parameters, Records, Size, simulate

UNTIL = date(2025, 11, 28)
SMALL = Parameters(size=Size(200, 40, 150))


def test_the_same_seed_gives_the_same_county_to_the_last_cell():
    one, two = simulate(SMALL, UNTIL, 7), simulate(SMALL, UNTIL, 7)
    for f in fields(Records):
        assert getattr(one.records, f.name).equals(getattr(two.records, f.name)), f.name
    for side in ("workers", "posts"):
        for f in fields(getattr(one.truth, side)):
            np.testing.assert_array_equal(
                getattr(getattr(one.truth, side), f.name), getattr(getattr(two.truth, side), f.name)
            )


def test_another_seed_gives_another_county():
    one, two = simulate(SMALL, UNTIL, 7), simulate(SMALL, UNTIL, 8)
    assert not one.records.workers.equals(two.records.workers)
    assert not np.array_equal(one.truth.workers.taste, two.truth.workers.taste)


@pytest.mark.parametrize("size", [Size(20, 10, 20), Size(500, 30, 60), Size(60, 100, 500)])
def test_sizes_are_independent(size):
    made = simulate(Parameters(size=size), UNTIL, 1)
    records = made.records
    assert (records.workers.height, records.employers.height, records.posts.height) == (
        size.workers, size.employers, size.posts,
    )  # fmt: skip
    assert records.referrals.height == len(made.truth.happened["hired"])


@pytest.mark.parametrize("size", [Size(19, 10, 20), Size(20, 9, 20), Size(20, 10, 19), Size(-1, 10, 20)])
def test_a_county_too_small_is_refused(size):
    with pytest.raises(InputError) as refused:
        simulate(Parameters(size=size), UNTIL, 1)
    assert "20" in refused.value.message("zh")


def test_progress_reaches_the_end():
    seen = []
    simulate(SMALL, UNTIL, 7, lambda done, of: seen.append((done, of)))
    assert seen == [(week, 78) for week in range(1, 79)]


def test_letters_end_with_the_last_day_and_fill_eighteen_months():
    letters = simulate(SMALL, UNTIL, 7).records.referrals["referred_on"]
    assert letters.max() <= UNTIL
    assert 450 < (UNTIL - letters.min()).days < 560
    assert letters.is_sorted()
