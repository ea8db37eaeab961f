"""A sentence becomes a one-row worker frame; what was not said stays empty."""

from datetime import date

from features.records import Worker, frame_schema
from matching.criteria import age_on
from matching.profile import profile_of, understood, worker_of

DAY = date(2026, 11, 24)


def test_said_facts_are_carried_over() -> None:
    profile = profile_of("会PLC,想在苏州做自动化,八千以上,包住")
    frame = worker_of(profile, DAY)
    assert dict(frame.schema) == frame_schema(Worker)
    row = frame.row(0, named=True)
    assert row["monthly_low"] == 8000
    assert row["needs"] == ["lodging"]
    assert row["wanted_places"] == ["3205"]
    assert row["born_month"] is None
    assert row["years_experience"] is None


def test_age_said_is_the_age_on_that_day() -> None:
    for day in (date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)):
        row = worker_of(profile_of("45岁,会缝纫"), day).row(0, named=True)
        assert age_on(row["born_month"], day) == 45


def test_a_sentence_without_a_known_trade_is_searched_as_it_stands() -> None:
    row = worker_of(profile_of("xyz"), DAY).row(0, named=True)
    assert row["wanted"] == ["xyz"]


def test_understood_names_only_what_was_said() -> None:
    facts = understood(profile_of("45岁,会缝纫"))
    assert facts["age"]["value"] == 45
    assert "monthly_low" not in facts
