"""Every line of the list turns red when it should, and only then."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from features.records import Fair
from serving.fairs.config import FairConfig
from serving.fairs.plan import read
from serving.fairs.readiness import Facts, readiness

HELD = date(2026, 3, 28)


def fair(**more):
    ready = {
        "notice_on": date(2026, 3, 1), "security_plan": True, "emergency_plan": True, "booths": 2,
        "expected_visitors": 300,
    }  # fmt: skip
    return Fair(fair_id=1, name="模拟", division="530112", held_on=HELD, **{**ready, **more})


def facts(as_of=date(2026, 3, 10), employer=None, post=None, booth=None, **more):
    employers = {
        "employer_id": [1, 2], "name": ["甲", "乙"], "verified_on": [date(2026, 1, 1)] * 2,
        "verified_until": [None, date(2026, 12, 31)], "suspended": [False] * 2, **(employer or {}),
    }  # fmt: skip
    posts = {
        "employer_id": [1, 2],
        "status": ["published", "approved"],
        "closes_on": [HELD] * 2,
        **(post or {}),
    }
    booths = {"employer_id": [1, 2], "booth": [1, 2], **(booth or {})}
    kinds = {"verified_on": pl.Date, "verified_until": pl.Date}
    return Facts(
        fair(**more), pl.DataFrame(employers, schema_overrides=kinds), pl.DataFrame(posts),
        pl.DataFrame(booths, schema_overrides={"booth": pl.Int64}), as_of,
    )  # fmt: skip


def states(given):
    return {item.name: item.state for item in readiness(given)}


def test_a_fair_that_is_ready_shows_nothing_else():
    assert set(states(facts()).values()) == {"done"}


OPEN = [
    ("employers", {"employer": {"verified_on": [None, date(2026, 1, 1)]}}, HELD),
    ("employers", {"employer": {"verified_until": [None, HELD - timedelta(days=1)]}}, HELD),
    ("employers", {"employer": {"suspended": [True, False]}}, HELD),
    ("posts", {"post": {"status": ["draft", "published"]}}, HELD),
    ("open", {"post": {"closes_on": [HELD - timedelta(days=1), HELD]}}, HELD),
    ("booths", {"booths": 1}, HELD),
    ("booths", {"booth": {"booth": [1, None]}}, HELD),
    ("notice", {"notice_on": None}, HELD - timedelta(days=7)),
    ("emergency_plan", {"emergency_plan": False}, HELD - timedelta(days=1)),
    ("security_plan", {"security_plan": False}, HELD - timedelta(days=1)),
    ("permit", {"expected_visitors": 1000}, HELD - timedelta(days=20)),
    ("permit", {"expected_visitors": None}, HELD - timedelta(days=20)),
]


@pytest.mark.parametrize(("name", "lacking", "last"), OPEN)
def test_what_is_lacking_is_due_until_its_last_day_and_late_after_it(name, lacking, last):
    assert states(facts(as_of=last, **lacking))[name] == "due"
    assert states(facts(as_of=last + timedelta(days=1), **lacking))[name] == "late"


DONE = [
    {"expected_visitors": 999},
    {"expected_visitors": 5000, "permit_exempt": "在政府广场由公安机关主办"},
    {"expected_visitors": 1000, "permit_applied_on": HELD - timedelta(days=20)},
]


@pytest.mark.parametrize("fair_fields", DONE)
def test_no_permit_is_asked_below_a_thousand_with_a_reason_or_when_in_time(fair_fields):
    assert states(facts(**fair_fields))["permit"] == "done"


def test_a_permit_applied_for_too_late_stays_red():
    applied = HELD - timedelta(days=19)
    item = {i.name: i for i in readiness(facts(expected_visitors=1000, permit_applied_on=applied))}["permit"]
    assert item.state == "late"
    assert "2026-03-08" in item.told.text("zh")
    assert "20" in item.told.text("en")


def test_the_ones_at_fault_are_named():
    item = readiness(facts(employer={"suspended": [False, True]}))[0]
    assert "乙" in item.told.text("zh")
    assert "甲" not in item.told.text("zh")


def test_every_sentence_can_be_said_in_both_languages():
    for lacking in [{}, *(more for _, more, _ in OPEN), *DONE]:
        for item in readiness(facts(**lacking)):
            both = item.told.both()
            assert both["zh"] != both["en"]


def test_the_list_is_read_from_the_store(hall):
    _, found = read(hall, 1, date(2026, 3, 25), FairConfig())
    assert states(found) == {
        "employers": "done", "posts": "done", "open": "done", "booths": "done", "notice": "late",
        "emergency_plan": "due", "security_plan": "due", "permit": "done",
    }  # fmt: skip
