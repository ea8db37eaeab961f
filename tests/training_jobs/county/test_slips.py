from dataclasses import fields

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from training_jobs.county.parameters import Outcome
from training_jobs.county.slips import HIRED, Letters, _count_before, happen, tell

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40)


@given(PAIRS, st.integers(0, 10**6))
def test_count_before_counts_as_a_person_would(pairs, seed):
    group = np.array([g for g, _ in pairs])
    counts = np.array([c for _, c in pairs])
    turn = np.random.default_rng(seed).permutation(len(pairs)).astype(float)
    wanted = [
        sum(c and g == group[i] and t < turn[i] for g, c, t in zip(group, counts, turn, strict=True))
        for i in range(len(pairs))
    ]
    assert _count_before(group, turn, counts).tolist() == wanted


def crowd(county, seed):
    rng = np.random.default_rng(seed)
    letters = Letters(rng.integers(0, 300, 2000), rng.integers(0, 40, 2000), rng.integers(0, 200, 2000))
    left = rng.integers(0, 6, len(county.truth.posts.post_id))
    return letters, left, happen(rng, county.truth, Outcome(), letters, left), rng


@given(st.integers(0, 30))
def test_a_week_hires_nobody_twice_and_no_more_than_there_are_places(county, seed):
    letters, left, became, _ = crowd(county, seed)
    assert (np.bincount(letters.p[became.hired], minlength=len(left)) <= left).all()
    assert np.bincount(letters.w[became.hired]).max() <= 1
    assert not (became.full & became.hired).any()
    assert (became.accepted | ~became.full).all()
    assert (became.hired | ~became.stayed).all()
    assert ((became.leaves - became.arrives)[became.stayed] > 90).all()
    gone = became.hired & ~became.stayed & (became.arrives >= 0)
    assert ((became.leaves - became.arrives)[gone] <= 90).all()


@given(st.integers(0, 20), st.integers(20, 200))
def test_nothing_is_told_that_is_not_known_yet(county, seed, last):
    letters, _, became, rng = crowd(county, seed)
    told = tell(rng, county.truth, Outcome(), letters, became, last=last)
    for name in ("slip_on", "arrived_on", "stayed_30_on", "stayed_90_on"):
        assert getattr(told, name).max() <= last
    assert ((told.slip == 0) == (told.slip_on < 0)).all()
    assert (became.hired[told.slip == HIRED]).all()
    assert all(len(getattr(told, f.name)) == len(letters.w) for f in fields(told))


def test_what_was_told_hangs_together(county):
    letters = county.records.referrals
    hired = letters.filter(pl.col("slip") == 1)
    rest = letters.filter(pl.col("slip").is_null() | (pl.col("slip") != 1))
    for name in ("slip_detail", "arrived_on", "stayed_30", "stayed_90", "wages_on_time"):
        assert rest[name].null_count() == rest.height
        assert hired[name].len() - hired[name].null_count() > 0
    assert hired["slip_detail"].null_count() == 0
    reasons = letters.filter(pl.col("not_hired").is_not_null())
    assert (reasons["slip"] == 2).all()
    assert set(reasons["not_hired"]) == {"no_show", "skill", "distance", "pay", "other"}
    went = pl.Series(county.truth.happened["accepted"])[(reasons["referral_id"] - 1).to_list()]
    assert ((reasons["not_hired"] == "no_show") == ~went).all()
    assert (letters["slip_on"] > letters["referred_on"]).drop_nulls().all()
    called = letters.filter(pl.col("stayed_90").is_not_null())
    assert ((called["stayed_90_on"] - called["referred_on"]).dt.total_days() >= 90).all()
