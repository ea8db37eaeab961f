"""A worker's situation is dated: what is read depends on the day."""

from datetime import date

import polars as pl
import pytest

from features.errors import InputError
from features.records import StatusEntry, Worker
from features.settings import Settings
from features.store import open_store

DAY = date(2026, 1, 5)


def worker(**fields) -> Worker:
    known = {"worker_id": 0, "division": "999901101", "registered_on": DAY, "valid_until": date(2026, 12, 31)}
    return Worker.model_validate({**known, **fields})


def test_status_is_that_of_the_day(store):
    number = store.workers.add(worker())
    store.workers.set_status(
        StatusEntry(worker_id=number, since=date(2026, 2, 1), status="away", until=date(2026, 5, 1))
    )
    store.workers.set_status(
        StatusEntry(worker_id=number, since=date(2026, 5, 2), status="at_home", contact="reached")
    )
    on = {
        day: store.workers.frame(as_of=day).row(0, named=True)
        for day in (DAY, date(2026, 3, 1), date(2026, 6, 1))
    }
    assert [row["status"] for row in on.values()] == ["seeking", "away", "at_home"]
    assert on[date(2026, 3, 1)]["away_until"] == date(2026, 5, 1)
    assert on[date(2026, 6, 1)]["away_until"] is None
    assert store.workers.get(number).last_contact == "reached"
    assert [entry.status for entry in store.workers.statuses(number)] == ["at_home", "away"]


def test_of_two_entries_on_one_day_the_later_told_counts(store):
    number = store.workers.add(worker())
    for status in ("away", "not_seeking"):
        store.workers.set_status(StatusEntry(worker_id=number, since=DAY, status=status))
    assert store.workers.get(number).status == "not_seeking"


def test_a_status_without_a_day_counts_from_registration(store):
    number = store.workers.add(worker(status="at_home"))
    assert store.workers.get(number).status_since == DAY


def test_telling_a_worker_twice_adds_no_entry(store):
    told = worker(status="away", status_since=DAY)
    number = store.workers.add(told)
    again = pl.DataFrame([{**told.model_dump(), "worker_id": number}], schema=store.workers.schema)
    store.workers.upsert_frame(again)
    assert len(store.workers.statuses(number)) == 1


def test_a_frame_can_be_narrowed_to_a_division(office):
    assert office.workers.frame(division="999901102")["worker_id"].to_list() == [3, 4]
    assert office.workers.frame(division="999901", ids=[1, 3])["worker_id"].to_list() == [1, 3]


@pytest.fixture(scope="module")
def empty_store(new_database, tmp_path_factory):
    """Give one store for all refusals; nothing is ever written to it."""
    with (
        new_database() as url,
        open_store(Settings(data_dir=tmp_path_factory.mktemp("var"), database_url=url)) as opened,
    ):
        yield opened


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("division", "99A", "rule_division"),
        ("division", "", "rule_division"),
        ("lat", 91.0, "rule_lat"),
        ("born_month", date(1980, 5, 2), "rule_born_month"),
        ("education", "primary", "rule_education"),
        ("wanted", ["a", "b", "c", "d"], "rule_wanted"),
        ("monthly_low", -1, "rule_monthly_low"),
        ("needs", ["sauna"], "rule_needs"),
        ("groups", ["friends"], "rule_groups"),
        ("forms", ["night"], "rule_forms"),
        ("valid_until", date(2025, 1, 1), "rule_validity"),
    ],
)
def test_what_cannot_be_is_refused_by_rule_and_row(empty_store, field, value, rule):
    good = worker(worker_id=7).model_dump()
    workers = empty_store.workers
    rows = pl.DataFrame([{**good, "worker_id": 6}, {**good, field: value}], schema=workers.schema)
    with pytest.raises(InputError) as caught:
        workers.add_frame(rows)
    assert caught.value.reason == rule
    assert caught.value.where == "worker:2"
    assert workers.count() == 0
