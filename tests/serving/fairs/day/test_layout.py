"""A laid-out day is kept and read back as it was; what cannot be is refused and nothing changes."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from features.errors import InputError, NotFound
from features.records import Booth, Fair, Referral, frame_schema
from features.records.fair_day import FairDay
from serving.fairs.day.layout import lay_out, read_layout
from serving.fairs.day.wishes import ask_slots, hours
from serving.fairs.plan import plan_fair
from serving.fairs.ready import note_ready
from serving.fairs.transport import COACH_LEAST, riders

AS_OF = date(2026, 3, 2)
HELD = date(2026, 3, 28)


@pytest.fixture
def planned(hall, scorer):
    plan_fair(hall, scorer, 1, None, AS_OF)
    return hall


def test_a_day_is_kept_and_read_back(planned):
    ask_slots(planned, 1, ("2=15x2",))
    made = lay_out(planned, 1, AS_OF, FairDay(fair_id=1, seats=4))
    read = read_layout(planned, 1)
    for part in ("buses", "arrivals", "slots", "waves", "booths"):
        assert getattr(read, part).equals(getattr(made, part)), part
    assert read.day.seats == 4
    invited = planned.fairs.invitations(1).filter(~pl.col("reserve"))
    assert set(made.arrivals["worker_id"]) == set(invited["worker_id"])
    assert made.buses["people"].max() <= 4
    assert set(made.slots["employer_id"]) == {2}
    assert made.doubled == ()


def test_nobody_asks_for_slots_then_there_are_none(planned):
    assert len(lay_out(planned, 1, AS_OF).slots) == 0


def test_without_a_plan_nothing_is_laid_out(hall):
    with pytest.raises(InputError, match="no plan"):
        lay_out(hall, 1, AS_OF)
    assert read_layout(hall, 1) is None


def test_a_day_shorter_than_a_stay_is_refused_and_the_old_one_stays(planned):
    before = lay_out(planned, 1, AS_OF)
    with pytest.raises(InputError, match="less than one stay"):
        lay_out(planned, 1, AS_OF, hours(planned, 1, {"opens": "09:00", "closes": "09:30"}))
    assert read_layout(planned, 1).arrivals.equals(before.arrivals)


@pytest.mark.parametrize("text", ["2", "2=", "x=15", "2=15x99", "2=300", "2=15 x 2 x 3"])
def test_a_wish_for_slots_that_cannot_be_read_is_refused(hall, text):
    with pytest.raises(InputError):
        ask_slots(hall, 1, (text,))
    assert hall.fair_days.stands(1).is_empty()


def test_slots_for_an_employer_who_is_not_there_and_taking_a_wish_back(hall):
    with pytest.raises(NotFound, match="no booth"):
        ask_slots(hall, 1, ("99=15",))
    ask_slots(hall, 1, ("2=15",))
    ask_slots(hall, 1, ("2=0",))
    assert hall.fair_days.stands(1)["slot_minutes"].to_list() == [None]


def test_who_is_planned_for_two_fairs_of_one_day_is_named(planned, scorer):
    planned.fairs.add(
        Fair(
            fair_id=0,
            name="另一场（模拟）",
            division="530112",
            held_on=HELD,
            booths=4,
            expected_visitors=200,
            simulated=True,
        )
    )
    rows = [{"fair_id": 2, "employer_id": 3, "booth": 1, "capacity": None}]
    planned.fairs.set_booths(
        2, pl.DataFrame([Booth(**row).model_dump() for row in rows], schema=frame_schema(Booth))
    )
    plan_fair(planned, scorer, 2, None, AS_OF)
    found = {note.key: note.values for note in lay_out(planned, 1, AS_OF).doubled}
    assert found["fair.double.employers"]["ids"] == "3"
    assert found["fair.double.workers"]["count"] > 0


def letters(rows):
    schema = frame_schema(Referral)
    base = {"division": "530112201001", "referred_on": HELD, "source": "fair", "simulated": True}
    told = [Referral(referral_id=0, letter_number="", **{**base, **row}).model_dump() for row in rows]
    return pl.DataFrame(told, schema=schema)


def test_who_goes_away_rides_with_the_surest_reason_and_locals_stay(hall):
    posts = hall.posts.frame()
    away = pl.when(pl.col("post_id").is_in([1, 5])).then(pl.lit("320506")).otherwise("division")
    hall.posts.upsert_frame(posts.drop("hired", "referred").with_columns(division=away))
    hall.referrals.add_frame(
        letters(
            [
                {"worker_id": 1, "post_id": 1, "slip": 1, "slip_on": HELD},
                {"worker_id": 2, "post_id": 5},
                {"worker_id": 3, "post_id": 2, "slip": 1, "slip_on": HELD},
                {"worker_id": 4, "post_id": 1, "slip": 2, "slip_on": HELD},
                {"worker_id": 2, "post_id": 1, "slip": 1, "slip_on": HELD},
            ]
        )
    )
    found = riders(hall, 1, HELD + timedelta(days=3))
    assert found.select("worker_id", "post_id", "city", "why").rows() == [
        (2, 1, "3205", "hired"),
        (1, 1, "3205", "hired"),
    ]
    assert found["coach"].n_unique() == 1, f"fewer than {COACH_LEAST} share a coach"


def test_what_is_ready_is_written_down_and_late_shows_late(hall):
    late = HELD - timedelta(days=5)
    items = {
        i.name: i.state for i in note_ready(hall, 1, {"expected_visitors": 1200, "security_plan": True}, late)
    }
    assert (items["permit"], items["security_plan"], items["notice"]) == ("late", "done", "late")
    items = {i.name: i.state for i in note_ready(hall, 1, {"permit_exempt": "政府举办"}, late)}
    assert items["permit"] == "done"
    with pytest.raises(InputError, match="still to come"):
        note_ready(hall, 1, {"notice_on": late + timedelta(days=1)}, late)
