"""The county against the figures it is set by (parameters.py names their sources)."""

import numpy as np
import polars as pl
import pytest

from training_jobs.county.places import COUNTY


def share(frame, condition):
    return frame.select(condition.mean()).item()


def test_people_are_as_old_and_schooled_as_the_survey_says(county):
    workers = county.records.workers.with_columns(age=pl.Series(county.truth.workers.age.astype(np.float64)))
    assert workers["age"].mean() == pytest.approx(43.2, abs=1.0)
    assert share(workers, pl.col("age") < 41) == pytest.approx(0.437, abs=0.005)
    assert share(workers, pl.col("age") >= 51) == pytest.approx(0.316, abs=0.005)
    assert share(workers, pl.col("sex") == "female") == pytest.approx(0.376, abs=0.005)
    for codes, wanted in ((["80"], 0.15), (["70"], 0.52), (["60", "40"], 0.17), (["30", "20", "10"], 0.16)):
        assert share(workers, pl.col("education").is_in(codes)) == pytest.approx(wanted, abs=0.005)


def test_older_people_have_less_schooling_and_leave_less(county):
    workers = county.records.workers.with_columns(old=pl.Series(county.truth.workers.age > 50))
    by_age = workers.group_by("old").agg(
        pl.col("education").is_in(["80", "70"]).mean().alias("little"), pl.col("will_leave").mean()
    ).sort("old")  # fmt: skip
    assert by_age["little"][1] > by_age["little"][0] + 0.3
    assert by_age["will_leave"][1] < by_age["will_leave"][0] - 0.15


def test_posts_lie_and_pay_as_the_facts_say(county):
    posts = county.records.posts.join(
        county.records.employers.select("employer_id", "industry"), on="employer_id"
    )
    assert share(posts, pl.col("division").str.starts_with(COUNTY)) == pytest.approx(0.40, abs=0.08)
    industries = dict(posts.group_by("industry").agg(pl.len() / posts.height).rows())
    for letter, wanted in (("C", 0.36), ("F", 0.15), ("H", 0.14)):
        assert industries[letter] == pytest.approx(wanted, abs=0.05)
    pay = dict(
        posts.group_by("industry").agg(((pl.col("monthly_low") + pl.col("monthly_high")) / 2).mean()).rows()
    )
    for letter, wanted in (("C", 4978), ("E", 5743), ("F", 4362), ("G", 5635), ("H", 4141), ("O", 4023)):
        assert pay[letter] == pytest.approx(wanted, rel=0.12)


def test_the_market_is_live(county):
    posts, workers = county.records.posts, county.records.workers
    assert 0.13 <= share(posts, pl.col("status") == "published") <= 0.22
    places = posts.filter(pl.col("status") == "published")["headcount"].sum()
    assert 0.6 <= places / (workers["status"] == "seeking").sum() <= 2.2
    assert 0.3 <= share(workers, pl.col("status") == "seeking") <= 0.55


def test_slips_and_hires_are_as_often_as_the_facts_say(county):
    letters = county.records.referrals.with_columns(really=pl.Series(county.truth.happened["hired"]))
    old = letters.filter(pl.col("referred_on") < pl.lit(county.until).dt.offset_by("-30d"))
    assert 0.50 <= share(old, pl.col("slip").is_not_null()) <= 0.66
    told = dict(old.group_by("really").agg(pl.col("slip").is_not_null().mean()).rows())
    assert told[True] > told[False] + 0.1
    assert 0.10 <= letters["really"].mean() <= 0.30
    assert set(letters["slip"].drop_nulls()) == {1, 2, 3, 4, 5}
    full = share(letters.filter(pl.col("slip").is_not_null()), pl.col("slip") == 4)
    assert 0.01 <= full <= 0.15


def test_lasting_jobs_are_as_often_as_the_facts_say(county):
    happened = county.truth.happened
    assert 0.55 <= happened["stayed"].sum() / happened["hired"].sum() <= 0.75
    letters = county.records.referrals
    assert 0.55 <= letters["stayed_90"].mean() <= 0.80
    assert letters["stayed_30"].mean() > letters["stayed_90"].mean()


def test_the_same_few_posts_draw_most_letters(county):
    letters = county.records.posts["referred"].sort(descending=True)
    assert letters.head(letters.len() // 10).sum() > 0.35 * letters.sum()
    assert (letters == 0).mean() > 0.1


def test_staff_pick_high_in_the_list_and_offer_older_people_less(county):
    letters = county.records.referrals
    by_position = dict(letters.group_by("position").len().drop_nulls("position").rows())
    assert by_position[1] > 1.5 * by_position[5] > by_position[10]
    shown = county.records.shown
    trade = pl.Series(county.truth.posts.trade)[(shown["post_id"] - 1).to_list()]
    old = pl.Series(county.truth.workers.age > 50)[(shown["worker_id"] - 1).to_list()]
    kinds = pl.DataFrame({"old": old, "trade": trade}).group_by("old", "trade").len()
    spread = dict(kinds.group_by("old").agg(1 / ((pl.col("len") / pl.col("len").sum()) ** 2).sum()).rows())
    assert spread[True] < spread[False]
