"""A planned campaign keeps its promises, whatever the candidates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError
from matching.assign import AssignConfig, Labels, Wishes, assign
from matching.assign.problem import pose
from matching.campaign import CampaignConfig, CampaignWishes, plan_campaign
from matching.campaign.plan import visiting_worth


def frames(workers, posts, pairs, seed=0):
    rng = np.random.default_rng(seed)
    ids = {"worker_id": [1000 + w for w, _ in pairs], "post_id": [50 + 2 * p for _, p in pairs]}
    stages = {name: rng.uniform(0.1, 1, len(pairs)) for name in ("accept", "hire", "stay")}
    value = stages["accept"] * stages["hire"] * stages["stay"]
    schema = {"worker_id": pl.Int64, "post_id": pl.Int64}
    candidates = pl.DataFrame({**ids, "value": value, **stages}, schema_overrides=schema)
    people = pl.DataFrame({"worker_id": [1000 + w for w in range(workers)]}, schema={"worker_id": pl.Int64})
    offered = pl.DataFrame(
        {
            "post_id": [50 + 2 * p for p in range(posts)],
            "employer_id": [7 + p // 2 for p in range(posts)],
            "places": [p % 3 for p in range(posts)],
        },
        schema={"post_id": pl.Int64, "employer_id": pl.Int64, "places": pl.Int64},
    )
    return candidates, people, offered


@st.composite
def campaigns(draw):
    workers, posts = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    every = [(w, p) for w in range(workers) for p in range(posts)]
    pairs = draw(st.lists(st.sampled_from(every), max_size=30, unique=True))
    return frames(workers, posts, pairs, draw(st.integers(0, 9)))


CONFIG = CampaignConfig(assign=AssignConfig(per_worker=2), most_per_place=2, draws=3)


@given(campaigns())
@settings(max_examples=60, deadline=None)
def test_every_worker_is_invited_or_named_with_a_reason(given_frames):
    candidates, workers, posts = given_frames
    plan = plan_campaign(candidates, workers, posts, CONFIG)
    invited = plan.invitations.filter(~pl.col("reserve"))
    assert plan.certified
    assert set(invited["worker_id"]) | set(plan.unserved["worker_id"]) == set(workers["worker_id"])
    assert not set(invited["worker_id"]) & set(plan.unserved["worker_id"])
    offered = dict(posts.select("post_id", "places").iter_rows())
    mine = {w: [offered[p] for v, p in pairs(candidates) if v == w] for w in workers["worker_id"]}
    for row in plan.unserved.iter_rows(named=True):
        assert row["candidates"] == len(mine[row["worker_id"]])
        assert (row["reason"] == "no_candidate") == (row["candidates"] == 0)
        assert (row["best_post_id"] is None) == (row["candidates"] == 0)
        assert row["reason"] != "left_out"


def pairs(frame):
    return list(frame.select("worker_id", "post_id").iter_rows())


@given(campaigns())
@settings(max_examples=60, deadline=None)
def test_ranks_run_without_gaps_and_reserves_come_last(given_frames):
    plan = plan_campaign(*given_frames, CONFIG)
    for _, own in plan.invitations.group_by("worker_id"):
        ordered = own.sort("rank")
        assert ordered["rank"].to_list() == list(range(1, len(own) + 1))
        assert ordered["reserve"].to_list() == sorted(ordered["reserve"].to_list())
    listed = set(pairs(plan.invitations.filter("reserve")))
    assert set(pairs(plan.post_reserves)) <= listed
    assert set(pairs(plan.invitations)) <= set(pairs(given_frames[0]))


@given(campaigns())
@settings(max_examples=60, deadline=None)
def test_posts_are_told_as_they_stand(given_frames):
    candidates, workers, posts = given_frames
    plan = plan_campaign(candidates, workers, posts, CONFIG)
    assert plan.posts["post_id"].to_list() == posts["post_id"].to_list()
    count = dict(plan.invitations.filter(~pl.col("reserve")).group_by("post_id").len().iter_rows())
    for row in plan.posts.iter_rows(named=True):
        assert row["invited"] == count.get(row["post_id"], 0) <= row["most"] == 2 * row["places"]
        state = (
            "closed" if row["places"] == 0
            else "starving" if row["invited"] == 0
            else "full" if row["invited"] == row["most"]
            else "short" if row["invited"] < row["places"]
            else "open"
        )  # fmt: skip
        assert row["state"] == state


@given(campaigns())
@settings(max_examples=60, deadline=None)
def test_neither_simple_way_is_worth_more(given_frames):
    plan = plan_campaign(*given_frames, CONFIG)
    worth = dict(plan.comparison.select("way", "objective").iter_rows())
    assert list(worth) == ["springwind", "greedy", "top_k"]
    assert worth["springwind"] >= max(worth.values()) - 1e-5
    assert worth["springwind"] == pytest.approx(plan.objective)


def test_a_post_asks_those_with_nothing_first():
    candidates, workers, posts = frames(4, 2, [(w, 1) for w in range(4)])
    candidates = candidates.with_columns(value=pl.Series([0.9, 0.8, 0.2, 0.1]))
    plan = plan_campaign(candidates, workers, posts, CONFIG)
    assert plan.invitations.filter(~pl.col("reserve"))["worker_id"].to_list() == [1000, 1001]
    assert plan.post_reserves["worker_id"].to_list() == [1002, 1003]
    assert plan.unserved["reason"].to_list() == ["places_taken", "places_taken"]


def test_wishes_go_by_id():
    candidates, workers, posts = frames(3, 3, [(w, p) for w in range(3) for p in range(1, 3)])
    one = pl.DataFrame({"worker_id": [1001], "post_id": [52]})
    booths = pl.DataFrame({"employer_id": [8], "minimum": [1], "capacity": [2]})
    fixed = plan_campaign(candidates, workers, posts, CONFIG, CampaignWishes(fixed=one, booths=booths))
    forbidden = plan_campaign(candidates, workers, posts, CONFIG, CampaignWishes(forbidden=one))
    assert (1001, 52) in pairs(fixed.invitations.filter(~pl.col("reserve")))
    assert (1001, 52) not in pairs(forbidden.invitations)
    at_booth = fixed.posts.filter(pl.col("employer_id") == 8)["invited"].sum()
    assert 1 <= at_booth <= 2


def test_a_contradiction_is_told_by_id():
    candidates, workers, posts = frames(2, 2, [(0, 1), (1, 1)])
    one = pl.DataFrame({"worker_id": [1001], "post_id": [52]})
    with pytest.raises(InputError) as caught:
        plan_campaign(candidates, workers, posts, CONFIG, CampaignWishes(fixed=one, forbidden=one))
    assert caught.value.reason == "assign_fixed_forbidden"
    assert "1001" in caught.value.message("zh")
    assert "52" in caught.value.message("en")


BOOTH = pl.DataFrame({"employer_id": [9], "minimum": [1], "capacity": [2]})
UNKNOWN = [
    ("campaign_unknown_worker", {"fixed": pl.DataFrame({"worker_id": [9], "post_id": [52]})}),
    ("campaign_unknown_post", {"forbidden": pl.DataFrame({"worker_id": [1000], "post_id": [9]})}),
    ("campaign_unknown_employer", {"booths": BOOTH}),
    ("campaign_unknown_post", {"multiples": pl.DataFrame({"post_id": [9], "multiple": [3.0]})}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wishes"), UNKNOWN)
def test_an_id_that_is_not_there_is_named(code, wishes):
    with pytest.raises(InputError) as caught:
        plan_campaign(*frames(2, 2, [(0, 1), (1, 1)]), CONFIG, CampaignWishes(**wishes))
    assert caught.value.reason == code
    assert "9" in caught.value.message("zh")


def test_nobody_and_nothing_make_an_empty_plan():
    for workers, posts in ((0, 3), (3, 0), (0, 0)):
        plan = plan_campaign(*frames(workers, posts, []), CONFIG)
        assert plan.certified
        assert plan.invitations.is_empty()
        assert len(plan.unserved) == workers
        assert plan.comparison["lasting"].to_list() == [0, 0, 0]


def test_the_same_seed_gives_the_same_plan():
    given_frames = frames(6, 4, [(w, p) for w in range(6) for p in range(4)])
    first, second = (plan_campaign(*given_frames, CONFIG) for _ in range(2))
    assert first.invitations.equals(second.invitations)
    assert first.comparison.equals(second.comparison)


def test_a_post_invites_until_its_places_are_expected_to_fill():
    candidates, workers, posts = frames(9, 2, [(w, 1) for w in range(9)])
    quarter = candidates.with_columns(value=0.25, accept=pl.lit(0.5), hire=pl.lit(0.5), stay=pl.lit(1.0))
    most = {
        cap: plan_campaign(quarter, workers, posts, CampaignConfig(most_per_place=cap, draws=1)).posts[
            "most"
        ][1]
        for cap in (2, 3, 6)
    }
    assert most == {2: 2, 3: 3, 6: 6}
    own = CampaignWishes(multiples=pl.DataFrame({"post_id": [52], "multiple": [1.0]}))
    assert plan_campaign(quarter, workers, posts, CONFIG, own).posts["most"][1] == 1


def test_on_a_crowded_day_more_jobs_last_than_by_sending_all_to_the_best():
    """Few places, everybody's best posts alike: the allocation must fill what top-k leaves empty."""
    every = [(w, p) for w in range(60) for p in range(1, 15)]
    candidates, workers, posts = frames(60, 15, every, seed=4)
    pull = pl.Series(np.linspace(1, 0.6, 15)[[p for _, p in every]])
    stages = candidates.with_columns(accept=0.6 * pull, hire=pl.lit(0.6), stay=pl.lit(0.8))
    stages = stages.with_columns(value=pl.col("accept") * pl.col("hire") * pl.col("stay"))
    plan = plan_campaign(stages, workers, posts, CampaignConfig(draws=50))
    low = dict(plan.comparison.select("way", "lasting_low").iter_rows())
    high = dict(plan.comparison.select("way", "lasting_high").iter_rows())
    assert low["springwind"] > high["top_k"]


def test_nobody_starts_at_a_booth_where_others_would_do_better():
    """The dear post comes first for whom it is worth far more, and second for whom it hardly matters."""
    pairs = (np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0.9, 0.5, 0.8, 0.75]))
    given = {"config": AssignConfig(), "wishes": Wishes(), "labels": Labels()}
    found = replace(assign(*pairs, places=np.array([1, 2])), post_price=np.array([0.2, 0.0], np.float32))
    problem = pose(pairs, np.array([1, 2]), 2, chance=pairs[2], **given)
    turn = visiting_worth(problem, found)
    assert turn[0] > turn[1]
    assert turn[2] < turn[3]
    assert (visiting_worth(pose(pairs, np.array([1, 2]), 2, **given), found) == pairs[2]).all()


def test_without_learned_chances_nothing_is_simulated_and_the_stated_schedule_holds():
    candidates, workers, posts = frames(9, 3, [(w, p) for w in range(9) for p in range(3)])
    rules = candidates.with_columns(accept=pl.lit(None, pl.Float32), hire=pl.lit(None, pl.Float32))
    plan = plan_campaign(rules, workers, posts)
    assert not plan.learned
    assert plan.certified
    assert plan.comparison["lasting"].null_count() == 3
    assert plan.posts["most"].to_list() == [0, 2, 4]
    bare = plan_campaign(candidates.select("worker_id", "post_id", "value"), workers, posts)
    assert bare.invitations.equals(plan.invitations)


def test_couples_and_floors_go_by_id():
    candidates, workers, posts = frames(4, 3, [(w, p) for w in range(4) for p in range(1, 3)], seed=2)
    couple = pl.DataFrame({"party": ["a", "a"], "worker_id": [1002, 1000], "together": ["post", "post"]})
    members = pl.DataFrame({"worker_id": [1001, 1003], "group": ["hardship", "hardship"]})
    floors = pl.DataFrame({"group": ["hardship"], "least": [2]})
    wishes = CampaignWishes(parties=couple, members=members, floors=floors)
    plan = plan_campaign(candidates, workers, posts, CONFIG, wishes)
    own = plan.invitations.filter(~pl.col("reserve")).group_by("worker_id").agg(pl.col("post_id").sort())
    chosen = {worker: tuple(listed) for worker, listed in own.iter_rows()}
    assert chosen[1000] == chosen[1002]
    assert {1001, 1003} <= set(chosen)
    assert any(note.startswith("party_gap<=") for note in plan.notes)
    floor = plan.prices.filter(pl.col("quota") == "floor")
    assert floor.select("group").to_series().to_list() == ["hardship"]
    assert set(plan.prices["quota"]) == {"worker", "place", "invitation", "floor"}


def test_a_couple_with_no_place_in_common_is_told_why():
    candidates, workers, posts = frames(2, 3, [(0, 1), (1, 2)])
    couple = pl.DataFrame(
        {"party": [1, 1], "worker_id": [1000, 1001], "together": ["post"] * 2, "km": [None, None]}
    )
    plan = plan_campaign(candidates, workers, posts, CONFIG, CampaignWishes(parties=couple))
    assert plan.unserved["reason"].to_list() == ["not_together", "not_together"]


def test_a_floor_for_a_group_nobody_belongs_to_cannot_be_met_and_says_so():
    candidates, workers, posts = frames(2, 2, [(0, 1), (1, 1)])
    wishes = CampaignWishes(floors=pl.DataFrame({"group": ["veteran"], "least": [1]}))
    with pytest.raises(InputError, match="veteran") as caught:
        plan_campaign(candidates, workers, posts, CONFIG, wishes)
    assert caught.value.reason == "assign_conflict"
