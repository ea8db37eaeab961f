"""What a slip says and what it does not; past and future kept apart."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import InputError
from features.records import Referral, frame_schema
from training_jobs.labels import CALL_DAYS, STAY_DAYS, labelled
from training_jobs.splits import SplitConfig, by_time, folds

DAY = date(2026, 1, 10)
LATE = DAY + timedelta(400)


def letters(*rows: dict) -> pl.DataFrame:
    schema = frame_schema(Referral)
    plain = {"worker_id": 1, "post_id": 1, "division": "9999", "referred_on": DAY}
    filled = [
        dict.fromkeys(schema) | plain | {"referral_id": i, "letter_number": str(i)} | row
        for i, row in enumerate(rows)
    ]
    return pl.DataFrame(filled, schema=schema)


def told(as_of: date = LATE, **row: object) -> tuple:
    return (
        labelled(letters({"slip_on": DAY + timedelta(5), **row}), as_of)
        .select("accept", "hire", "stay")
        .row(0)
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"slip": None, "slip_on": None}, (None, None, None)),
        ({"slip": 1}, (1, 1, None)),
        ({"slip": 2}, (1, 0, None)),
        ({"slip": 2, "not_hired": "skill"}, (1, 0, None)),
        ({"slip": 2, "not_hired": "distance"}, (1, 0, None)),
        ({"slip": 2, "not_hired": "no_show"}, (0, None, None)),
        ({"slip": 3}, (0, None, None)),
        ({"slip": 4}, (None, None, None)),
        ({"slip": 5}, (None, None, None)),
        ({"slip": 1, "slip_on": None}, (None, None, None)),
    ],
)
def test_each_slip_says_what_it_says(row, expected):
    assert told(**row) == expected


HIRED = {"slip": 1, "arrived_on": DAY + timedelta(8)}


def test_ninety_days_are_read_only_of_hires_and_only_when_due():
    called = DAY + timedelta(8 + STAY_DAYS + 2)
    due = DAY + timedelta(8 + STAY_DAYS + CALL_DAYS)
    stayed = {**HIRED, "stayed_90": True, "stayed_90_on": called}
    assert told(due + timedelta(1), **stayed)[2] == 1
    assert told(due, **stayed)[2] is None
    assert told(LATE, **{**stayed, "stayed_90": False})[2] == 0
    assert told(LATE, **{**stayed, "slip": 3})[2] is None
    assert told(LATE, **HIRED)[2] is None


def test_early_leavers_wait_for_the_others():
    gone = {**HIRED, "stayed_30": False, "stayed_30_on": DAY + timedelta(40)}
    assert told(DAY + timedelta(60), **gone)[2] is None
    assert told(LATE, **gone)[2] == 0
    assert labelled(letters({"slip_on": DAY, **gone}), DAY + timedelta(60))["censored"].to_list() == [True]
    assert labelled(letters({"slip_on": DAY, **gone}), LATE)["censored"].to_list() == [False]


def test_an_unreturned_slip_is_never_a_hire_even_with_a_call():
    assert told(slip=None, slip_on=None, stayed_90=True, stayed_90_on=DAY + timedelta(100)) == (
        None,
        None,
        None,
    )


@given(st.integers(0, 300), st.sampled_from([None, 1, 2, 3, 4, 5]), st.integers(0, 60))
def test_nothing_known_on_or_after_the_day_is_used(after, slip, back):
    row = {"slip": slip, "slip_on": DAY + timedelta(back) if slip else None}
    seen = labelled(letters(row), DAY + timedelta(after))
    if after == 0:
        assert seen.is_empty()
    elif back >= after:
        assert seen.select("accept", "hire", "stay").row(0) == (None, None, None)


def many(days: int = 400) -> pl.DataFrame:
    dates = [DAY + timedelta(i) for i in range(days)]
    rows = [
        {"referred_on": day, "slip": 1, "slip_on": day + timedelta(5), "worker_id": day.day % 7}
        for day in dates
    ]
    return letters(*rows)


def test_training_ends_a_gap_before_testing_begins():
    split = by_time(many(), LATE, SplitConfig(test_days=100, gap_days=7))
    assert split.train["referred_on"].max() < split.cut
    assert split.test["referred_on"].min() == split.cut + timedelta(7)
    late = split.train.filter(pl.col("referred_on") >= split.cut - timedelta(5))
    assert late["hire"].is_null().all()
    assert split.test["hire"].null_count() == 5


def test_stay_is_tested_on_hires_that_were_still_unknown_at_the_cut():
    rows = many().with_columns(stayed_90=pl.lit(True), stayed_90_on=pl.col("referred_on").dt.offset_by("95d"))
    split = by_time(rows, LATE, SplitConfig(test_days=100))
    both = split.test_stay.join(split.train.drop_nulls("stay"), on="referral_id")
    assert both.is_empty()
    assert split.tested("stay").height > 50


def test_too_short_a_past_is_refused_with_its_dates():
    with pytest.raises(InputError) as caught:
        by_time(many(30), DAY + timedelta(30))
    assert str(DAY) in caught.value.message("zh")
    assert caught.value.reason == "train_too_short"


def test_folds_keep_a_worker_together():
    ids = np.random.default_rng(0).integers(0, 50, 1000)
    part = folds(ids, 4, np.random.default_rng(1))
    assert set(part) == {0, 1, 2, 3}
    assert all(len(set(part[ids == i])) == 1 for i in range(50))
