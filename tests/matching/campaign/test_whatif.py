"""A change is solved anew and set beside the plan it changes; the result is what planning afresh gives."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError
from features.records import Post, Worker, frame_schema
from matching.assign import AssignConfig
from matching.campaign import (
    CampaignConfig,
    CampaignWishes,
    PlanInputs,
    parse_change,
    plan_campaign,
    what_if,
)
from matching.campaign import changes as ch

AS_OF, LATER = date(2026, 3, 2), date(2026, 3, 28)
WORKERS, POSTS = 24, 9


def records():
    people = [
        {"worker_id": 100 + n, "division": "530112", "registered_on": date(2026, 1, 1),
         "valid_until": date(2026, 3, 20) if n == 5 else date(2026, 9, 1),
         "status": "away" if n == 6 else "seeking", "away_until": date(2026, 3, 15) if n == 6 else None,
         "simulated": True}
        for n in range(WORKERS)
    ]  # fmt: skip
    posts = [
        {"post_id": 10 + n, "employer_id": 1 + n // 2, "title": f"模拟岗位{n}", "headcount": 1 + n % 3,
         "monthly_low": 3000 + 100 * n, "monthly_high": 4000 + 100 * n, "opened_on": date(2026, 2, 1),
         "closes_on": date(2026, 3, 10) if n == 7 else date(2026, 6, 1), "status": "published",
         "offers": ("meals",), "simulated": True}
        for n in range(POSTS)
    ]  # fmt: skip
    frames = [
        pl.DataFrame([kind(**row).model_dump() for row in rows], schema=frame_schema(kind))
        for kind, rows in ((Worker, people), (Post, posts))
    ]
    return frames[0], frames[1].with_columns(places=pl.col("headcount").cast(pl.Int64))


def score(workers, posts, as_of, k):
    """Stand in for the matcher: chances follow from ids, pay and lodging, gates from status alone."""
    back = (pl.col("status") == "seeking") | (pl.col("away_until") <= as_of).fill_null(False)
    open_now = workers.filter(back & (pl.col("valid_until") >= as_of))
    posts = posts.filter(pl.col("closes_on") >= as_of)
    pairs = open_now.select("worker_id").join(
        posts.select("post_id", "monthly_low", lodged=pl.col("offers").list.contains("lodging")), how="cross"
    )
    mixed = (pl.col("worker_id") * 37 + pl.col("post_id") * 101) % 89 / 89
    pull = pl.col("monthly_low") / 12000 + 0.2 * pl.col("lodged")
    stages = pairs.with_columns(accept=0.1 + 0.4 * mixed + pull, hire=pl.lit(0.6), stay=pl.lit(0.8))
    valued = stages.with_columns(value=pl.col("accept") * pl.col("hire") * pl.col("stay"))
    best = valued.filter(pl.col("value").rank("ordinal", descending=True).over("worker_id") <= k)
    return best.select("worker_id", "post_id", "value", "accept", "hire", "stay")


@pytest.fixture(scope="module")
def inputs():
    workers, posts = records()
    here, waiting = posts.filter(pl.col("employer_id") < 5), posts.filter(pl.col("employer_id") == 5)
    config = CampaignConfig(assign=AssignConfig(per_worker=2), most_per_place=2, draws=3)
    booths = pl.DataFrame(
        {
            "employer_id": [1, 2, 3, 4],
            "minimum": [0, 0, 1, 0],
            "capacity": [3, 8, None, None],
            "booth": [1, 2, 3, 4],
        }
    )
    members = pl.DataFrame({"worker_id": [101, 102, 103], "group": ["hardship", "hardship", "veteran"]})
    wishes = CampaignWishes(booths=booths, members=members)
    found = score(workers, here, AS_OF, 50)
    return PlanInputs(found, workers, here, AS_OF, config, wishes, waiting, None, score)


@pytest.fixture(scope="module")
def before(inputs):
    return plan_campaign(
        inputs.candidates, inputs.workers, inputs.posts, inputs.config, inputs.wishes, beside=False
    )


CHANGES = [
    ch.AddEmployer(5), ch.RemoveEmployer(2), ch.MoveEmployer(1, 2), ch.Places(12, 4), ch.Places(12, -1, True),
    ch.Wage(11, 8000, 9000), ch.Lodging(10, True), ch.Lodging(10, False), ch.Day(LATER), ch.PerWorker(1),
    ch.PerPlace(1.5), ch.Multiple(12, 1.0), ch.Seats(2, 1), ch.Seats(1, None), ch.Minimum(1, 2),
    ch.Floor("hardship", 2),
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_change_is_what_planning_afresh_gives(inputs, before, change):
    """Score everything anew on the changed inputs and plan: the same plan must come out."""
    found = what_if(inputs, [change], before)
    fresh = found.inputs.score(found.inputs.workers, found.inputs.posts, found.inputs.as_of, 50)
    again = plan_campaign(
        fresh,
        found.inputs.workers,
        found.inputs.posts,
        found.inputs.config,
        found.inputs.wishes,
        beside=False,
    )
    assert found.after.objective == pytest.approx(again.objective, abs=1e-6)
    assert found.after.certified
    sums = dict(found.totals.select("measure", "change").iter_rows())
    assert sums["objective"] == pytest.approx(found.after.objective - before.objective)


def test_a_waiting_employer_brings_its_posts_and_a_leaving_one_takes_them(inputs, before):
    more = what_if(inputs, [ch.AddEmployer(5)], before)
    assert set(more.posts.filter(pl.col("places_before").is_null())["post_id"]) == {18}
    assert more.rescored == WORKERS - 1
    less = what_if(inputs, [ch.RemoveEmployer(2)], before)
    assert set(less.posts.filter(pl.col("places_after").is_null())["post_id"]) == {12, 13}
    assert not set(less.after.invitations["post_id"]) & {12, 13}


def test_when_every_employer_leaves_everybody_is_left_with_nothing(inputs, before):
    gone = what_if(inputs, [ch.RemoveEmployer(n) for n in (1, 2, 3, 4)], before)
    assert gone.after.posts.is_empty()
    assert gone.after.unserved.height == WORKERS
    assert set(gone.after.unserved["reason"]) == {"no_candidate"}
    assert (gone.people["after"] == 0).all()


def test_a_booth_keeps_its_seats_when_employers_change_places(inputs, before):
    moved = what_if(inputs, [ch.MoveEmployer(1, 2)], before).inputs.wishes.booths
    assert moved.sort("employer_id").select("booth", "capacity").rows()[:2] == [(2, 8), (1, 3)]
    empty = what_if(inputs, [ch.MoveEmployer(1, 77)], before).inputs.wishes.booths
    assert empty.filter(pl.col("employer_id") == 1).select("booth", "capacity").rows() == [(77, 3)]


def test_lodging_and_pay_change_only_that_posts_pairs(inputs, before):
    found = what_if(inputs, [ch.Lodging(10, True), ch.Wage(11, 8000, 9000)], before)
    assert found.rescored == 2 * (WORKERS - 1)
    both = found.inputs.candidates.join(inputs.candidates, on=["worker_id", "post_id"], suffix="_old")
    changed = both.filter(pl.col("value") != pl.col("value_old"))
    assert set(changed["post_id"]) == {10, 11}
    assert (changed["value"] > changed["value_old"]).all()


def test_another_day_lets_in_who_is_back_and_lets_out_what_is_over(inputs, before):
    found = what_if(inputs, [ch.Day(LATER)], before)
    pairs = found.inputs.candidates
    assert 106 not in inputs.candidates["worker_id"]
    assert 106 in pairs["worker_id"]
    assert 105 not in pairs["worker_id"]
    assert 17 not in pairs["post_id"]


def test_people_are_told_who_gains_and_who_loses(inputs, before):
    found = what_if(inputs, [ch.PerWorker(1)], before)
    assert (found.people["invited_after"] == 1).all()
    assert (found.people["gains"] == (found.people["change"] > 0)).all()
    assert found.people["gains"].to_list().count(False) > 2
    own = before.invitations.filter(
        ~pl.col("reserve") & (pl.col("worker_id") == found.people["worker_id"][0])
    )
    assert found.people["before"][0] == pytest.approx(1 - np.prod(1 - own["value"].to_numpy()))
    nobody = what_if(inputs, [ch.Places(12, 0, True)], before)
    assert nobody.people.is_empty()
    assert (nobody.totals["change"] == 0).all()


def test_a_post_that_starves_is_named(inputs, before):
    barred = inputs.candidates.filter(pl.col("post_id") == 16).select("worker_id", "post_id")
    wishes = CampaignWishes(forbidden=barred)
    without = PlanInputs(inputs.candidates, inputs.workers, inputs.posts, AS_OF, inputs.config, wishes)
    starved = what_if(without, [ch.PerPlace(2.0)], before)
    assert starved.posts.filter("starves")["post_id"].to_list() == [16]
    again = what_if(without, [ch.PerPlace(2.0)])
    assert not again.posts["starves"].any()


REFUSED = [
    ([], "change_none"), ([ch.AddEmployer(1)], "change_employer_there"),
    ([ch.AddEmployer(9)], "change_employer_waiting"), ([ch.RemoveEmployer(9)], "campaign_unknown_employer"),
    ([ch.MoveEmployer(9, 1)], "campaign_unknown_employer"), ([ch.Places(99, 1)], "campaign_unknown_post"),
    ([ch.Wage(99, 1, 2)], "campaign_unknown_post"), ([ch.Multiple(99, 2)], "campaign_unknown_post"),
    ([ch.Seats(9, 2)], "campaign_unknown_employer"), ([ch.Floor("graduate", 1)], "campaign_unknown_group"),
    ([ch.PerWorker(0)], "assign_per_worker"), ([ch.Seats(3, 0)], "assign_minimum_capacity"),
    ([ch.Floor("veteran", 2)], "assign_conflict"),
    ([ch.RemoveEmployer(1), ch.Minimum(1, 1)], "campaign_unknown_employer"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), REFUSED)
def test_what_cannot_be_tried_is_named(inputs, before, changes, code):
    with pytest.raises(InputError) as caught:
        what_if(inputs, changes, before)
    assert caught.value.reason == code
    assert caught.value.message("zh") != caught.value.message("en")


def test_without_records_only_quotas_can_be_tried(inputs, before):
    ids = PlanInputs(
        inputs.candidates, inputs.workers.select("worker_id"),
        inputs.posts.select("post_id", "employer_id", "places"), AS_OF, inputs.config,
    )  # fmt: skip
    assert what_if(ids, [ch.Places(10, 5)]).after.certified
    for change in (ch.Wage(10, 1, 2), ch.Lodging(10, True), ch.Day(LATER), ch.MoveEmployer(1, 2)):
        with pytest.raises(InputError) as caught:
            what_if(ids, [change])
        assert caught.value.reason in ("change_needs_scores", "change_no_booths")


NUMBERS = st.integers(0, 10**9 - 1)


@given(
    st.one_of(
        st.builds(ch.AddEmployer, NUMBERS), st.builds(ch.RemoveEmployer, NUMBERS),
        st.builds(ch.MoveEmployer, NUMBERS, NUMBERS), st.builds(ch.Places, NUMBERS, NUMBERS),
        st.builds(ch.Places, NUMBERS, st.integers(-999, 999), st.just(True)),
        st.builds(ch.Lodging, NUMBERS, st.booleans()), st.builds(ch.Day, st.dates()),
        st.builds(ch.PerWorker, NUMBERS), st.builds(ch.PerPlace, st.floats(1, 100)),
        st.builds(ch.Multiple, NUMBERS, st.floats(1, 100)), st.builds(ch.Seats, NUMBERS, st.none() | NUMBERS),
        st.builds(ch.Minimum, NUMBERS, NUMBERS), st.builds(ch.Floor, st.sampled_from("甲乙"), NUMBERS),
        st.builds(ch.Wage, NUMBERS, st.integers(1, 4000), st.integers(4000, 99999)),
    )
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_a_change_reads_back_as_it_is_written(change):
    assert parse_change(str(change)) == change


WRONG = [
    "", "places", "places:12", "places:x=3", "wage:1=0", "wage:1=5000-4000", "wage:1=9-", "lodging:3=maybe",
    "day=2026-13-01", "day:3=2026-03-01", "per-worker=many", "per-place=0.5", "per-place=nan",
    "multiple:1=inf", "seats:1=-2", "add:5=3", "remove:", "floor:=3", "rename:3=4", "places:1=若干",
    "places:1=１２", "minimum:1=" + "9" * 30,
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_change_is_refused_with_the_forms(text):
    with pytest.raises(InputError) as caught:
        parse_change(text)
    assert caught.value.reason == "change_form"
    assert "places:POST" in caught.value.message("en")


@given(st.text(max_size=30) | st.from_regex(r"[a-z-]+(:[^=]*)?(=\S*)?", fullmatch=True))
@settings(max_examples=80, deadline=None)
def test_any_text_is_a_change_or_refused(text):
    try:
        change = parse_change(text)
    except InputError:
        return
    assert parse_change(str(change)) == change
