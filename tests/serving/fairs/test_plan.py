"""A fair is planned from the store and kept there, whole or not at all."""

from __future__ import annotations

from datetime import date
from io import StringIO

import polars as pl
import pytest
from rich.console import Console

from features.errors import InputError, NotFound
from features.records import StatusEntry
from serving.fairs.config import FairConfig
from serving.fairs.new import NewFair, set_up
from serving.fairs.people import invitees, km
from serving.fairs.plan import plan_fair
from serving.fairs.show import as_tables

AS_OF = date(2026, 3, 2)


def invited(frame):
    return frame.filter(~pl.col("reserve"))


def test_a_plan_is_kept_as_it_was_made(hall, scorer):
    plan = plan_fair(hall, scorer, 1, None, AS_OF)
    kept = hall.fairs.invitations(1)
    columns = ["worker_id", "post_id", "rank", "value", "reserve"]
    assert kept.select(columns).sort(columns).equals(plan.invitations.select(columns).sort(columns))
    assert plan.certified
    assert plan.objective >= max(plan.greedy, plan.top_k)
    assert len(plan.unserved) + invited(plan.invitations)["worker_id"].n_unique() == 12
    assert [note.key for note in plan.notes][:2] == ["fair.note.ways", "fair.note.simulated"]
    assert plan.notes[-1].values == {"posts": 1, "places": 1}


def test_planning_again_replaces_the_plan(hall, scorer):
    plan_fair(hall, scorer, 1, None, AS_OF)
    second = plan_fair(hall, scorer, 1, FairConfig(per_worker=1, reserves=0), AS_OF)
    kept = hall.fairs.invitations(1)
    assert len(kept) == len(second.invitations)
    assert kept["worker_id"].is_unique().all()
    assert not kept["reserve"].any()


def test_booths_are_the_sums_of_their_posts(hall, scorer):
    plan = plan_fair(hall, scorer, 1, None, AS_OF)
    assert plan.booths["booth"].to_list() == [1, 2, 3, 4]
    for row in plan.booths.iter_rows(named=True):
        own = plan.posts.filter(pl.col("employer_id") == row["employer_id"])
        assert (row["posts"], row["places"]) == (2, own["places"].sum())
        assert row["invited"] == own["invited"].sum() <= row["most"]


def test_a_booth_gets_no_more_people_than_it_can_talk_to(hall, scorer):
    plan = plan_fair(hall, scorer, 1, None, AS_OF)
    row = plan.booths.row(1, named=True)
    assert (row["invited"], row["most"], row["state"]) == (2, 2, "full")


def test_a_wish_from_a_form_is_obeyed(hall, scorer):
    class Form:
        per_worker = 1
        per_place = 1.0

    plan = plan_fair(hall, scorer, 1, Form(), AS_OF)
    assert invited(plan.invitations)["worker_id"].is_unique().all()
    assert (plan.posts["invited"] <= plan.posts["places"]).all()


def test_fewer_than_one_invitation_per_place_is_refused_by_name(hall, scorer):
    with pytest.raises(InputError) as caught:
        plan_fair(hall, scorer, 1, FairConfig(per_place=0.5), AS_OF)
    assert caught.value.reason == "assign_oversubscription"
    assert "0.5" in caught.value.message("zh")


def test_a_ranker_that_has_not_learned_is_named_and_simulates_nothing(hall, make_scorer):
    class Rules(make_scorer):
        def score_campaign(self, *given, **more):
            none = pl.lit(None, pl.Float32)
            return super().score_campaign(*given, **more).with_columns(accept=none, hire=none, stay=none)

    plan = plan_fair(hall, Rules(), 1, None, AS_OF)
    assert plan.notes[0].key == "fair.note.not_learned"
    shown = Console(record=True, width=120, file=StringIO())
    as_tables(plan, "zh", shown)
    assert "—" in shown.export_text()


def test_only_published_open_posts_with_their_places_left_are_offered(hall, scorer):
    plan_fair(hall, scorer, 1, None, AS_OF)
    _, posts, as_of, k = scorer.asked
    assert posts["post_id"].to_list() == list(range(1, 9))
    assert posts["places"].to_list() == [1, 2, 0, 1, 2, 0, 1, 1]
    assert (as_of, k) == (AS_OF, 50)
    with pytest.raises(InputError) as caught:
        plan_fair(hall, scorer, 1, None, date(2026, 5, 1))
    assert caught.value.reason == "fair_no_posts"


def test_a_booth_without_an_open_post_is_shown_as_having_no_places(hall, make_scorer):
    hall.posts.upsert_frame(hall.posts.frame(ids=[2, 6]).with_columns(status=pl.lit("draft")))
    plan = plan_fair(hall, make_scorer(), 1, None, AS_OF)
    row = plan.booths.row(1, named=True)
    assert (row["posts"], row["invited"], row["state"]) == (0, 0, "closed")


def test_nobody_fits_a_booth_and_it_is_said(hall, make_scorer):
    plan = plan_fair(hall, make_scorer(lambda worker_id, post_id: post_id % 4 != 1), 1, None, AS_OF)
    assert plan.booths.row(0, named=True)["state"] == "starving"


def test_who_has_no_candidate_is_unserved_for_that_reason(hall, make_scorer):
    plan = plan_fair(hall, make_scorer(lambda worker_id, post_id: worker_id != 5), 1, None, AS_OF)
    reason = dict(plan.unserved.select("worker_id", "reason").iter_rows())
    assert reason[5] == "no_candidate"


def test_an_unknown_fair_is_named(town, scorer):
    with pytest.raises(NotFound) as caught:
        plan_fair(town, scorer, 77, None, AS_OF)
    assert caught.value.reason == "fair_unknown"
    assert "77" in caught.value.message("zh")


def test_a_fair_without_employers_is_refused(hall, scorer):
    hall.fairs.set_booths(1, hall.fairs.booths(1).clear())
    with pytest.raises(InputError) as caught:
        plan_fair(hall, scorer, 1, None, AS_OF)
    assert caught.value.reason == "fair_no_booths"


def test_a_solver_that_fails_leaves_the_old_plan(hall, make_scorer):
    plan_fair(hall, make_scorer(), 1, None, AS_OF)
    before = hall.fairs.invitations(1)

    class Broken(make_scorer):
        def score_campaign(self, *given, **more):
            return super().score_campaign(*given, **more).with_columns(value=pl.lit(-1.0))

    with pytest.raises(InputError) as caught:
        plan_fair(hall, Broken(), 1, None, AS_OF)
    assert caught.value.reason == "assign_value"
    assert hall.fairs.invitations(1).equals(before)


def test_who_is_away_lapsed_or_unreachable_is_not_invited(hall):
    fair = hall.fairs.get(1)
    said = {
        1: {"status": "not_seeking"},
        2: {"status": "away"},
        3: {"status": "seeking", "until": date(2026, 6, 1)},
        4: {"status": "seeking", "contact": "wrong_number", "contacted_on": date(2026, 2, 3)},
    }
    for n, more in said.items():
        hall.workers.set_status(StatusEntry(worker_id=n, since=date(2026, 2, 1), **more))
    lapsed = hall.workers.frame(ids=[6]).with_columns(valid_until=date(2026, 3, 20))
    hall.workers.upsert_frame(lapsed)
    assert invitees(hall, fair, AS_OF)["worker_id"].to_list() == [5, 7, 8, 9, 10, 11, 12]


def test_the_nearest_are_thought_of_first(hall):
    here = hall.fairs.get(1).model_copy(update={"lat": 25.03, "lon": 102.7})
    assert invitees(hall, here, AS_OF, 2)["worker_id"].to_list() == [11, 12]
    assert invitees(hall, here, AS_OF, 3)["worker_id"].to_list() == [10, 11, 12]
    nowhere = here.model_copy(update={"lat": None})
    assert len(invitees(hall, nowhere, AS_OF, 4)) == 4


def test_a_degree_of_latitude_is_111_km():
    one = pl.DataFrame({"lat": [24.0, 25.0], "lon": [102.0, 102.0]}).select(km(24.0, 102.0))
    assert one.to_series().to_list() == pytest.approx([0.0, 111.195], abs=0.01)


def wanted(**more):
    return NewFair(
        **{"held_on": date(2026, 3, 28), "name": "模拟招聘会", "booths": 3, "visitors": 50, **more}
    )


def test_a_new_fair_takes_verified_employers_with_the_most_places(town, scorer):
    town.employers.upsert_frame(town.employers.frame(ids=[2]).with_columns(suspended=pl.lit(True)))
    number = set_up(town, wanted(), AS_OF)
    booths = town.fairs.booths(number)
    assert booths["employer_id"].to_list() == [1, 4, 3]
    assert booths["booth"].to_list() == [1, 2, 3]
    fair = town.fairs.get(number)
    assert (fair.division, fair.simulated, fair.expected_visitors) == ("530112", True, 50)
    assert plan_fair(town, scorer, number, None, AS_OF).certified


def test_an_office_without_people_or_posts_cannot_hold_a_fair(store, town):
    with pytest.raises(InputError) as caught:
        set_up(town, wanted(), date(2027, 1, 1))
    assert caught.value.reason == "fair_no_posts"


def test_an_empty_office_says_whom_it_needs(store):
    with pytest.raises(InputError) as caught:
        set_up(store, wanted(), AS_OF)
    assert caught.value.reason == "fair_no_workers"
