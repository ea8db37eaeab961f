"""What every repository keeps to, whatever its noun."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from features.errors import Conflict, InputError, NotFound, SpringwindError
from features.records import Employer, Fair, Post, Record, Referral, Worker, frame_schema
from features.store import Store

DAY = date(2026, 2, 1)
SAMPLES: dict[str, Record] = {
    "employers": Employer(employer_id=0, name="模拟厂", simulated=True),
    "workers": Worker(worker_id=0, division="999901101", registered_on=DAY, valid_until=DAY, simulated=True),
    "posts": Post(post_id=0, employer_id=1, title="缝纫工", opened_on=DAY, closes_on=DAY, simulated=True),
    "fairs": Fair(fair_id=0, name="模拟招聘会", division="999901", held_on=DAY, simulated=True),
    "referrals": Referral(
        referral_id=0, letter_number="", worker_id=1, post_id=1, division="999901", referred_on=DAY
    ),
}
NEEDS = {"posts": ["employers"], "referrals": ["employers", "workers", "posts"]}


@pytest.fixture(params=SAMPLES)
def noun(request: pytest.FixtureRequest) -> str:
    """Name one repository after the other."""
    return str(request.param)


@pytest.fixture
def repository(store: Store, noun: str) -> Any:
    """Give the repository, with what its records refer to."""
    for needed in NEEDS.get(noun, []):
        getattr(store, needed).add(SAMPLES[needed])
    return getattr(store, noun)


def rows(repository: Any, noun: str, n: int) -> pl.DataFrame:
    row = {key: list(v) if isinstance(v, tuple) else v for key, v in SAMPLES[noun].model_dump().items()}
    return pl.DataFrame([row] * n, schema=repository.schema)


def test_one_record_comes_back_as_it_was(repository, noun):
    number = repository.add(SAMPLES[noun])
    found = repository.get(number)
    changed = {repository.key: number}
    if noun == "referrals":
        changed["letter_number"] = "2026-000001"
    assert found == SAMPLES[noun].model_copy(update=changed)


def test_ids_come_in_row_order_around_given_ones(repository, noun):
    frame = rows(repository, noun, 4).with_columns(
        pl.Series(repository.key, [0, 50, None, 0], dtype=pl.Int64)
    )
    ids = repository.add_frame(frame)
    assert ids.to_list() == [51, 50, 52, 53]
    assert repository.add(SAMPLES[noun]) == 54
    assert repository.count() == 5


def test_the_key_column_may_be_absent(repository, noun):
    ids = repository.add_frame(rows(repository, noun, 3).drop(repository.key))
    assert ids.to_list() == [1, 2, 3]


def test_a_frame_has_the_records_schema_and_the_ids_asked_for(repository, noun):
    repository.add_frame(rows(repository, noun, 3))
    frame = repository.frame(ids=[3, 1, 99])
    assert frame[repository.key].to_list() == [1, 3]
    assert dict(frame.schema) == frame_schema(repository.record)
    assert repository.frame(ids=[]).is_empty()


def test_an_unknown_id_is_not_found_in_both_languages(repository, noun):
    with pytest.raises(NotFound) as caught:
        repository.get(12345)
    assert "12345" in caught.value.message("zh")
    assert "12345" in caught.value.message("en")
    with pytest.raises(NotFound):
        repository.get_many([12345])


def test_many_come_in_the_order_asked(repository, noun):
    repository.add_frame(rows(repository, noun, 3))
    found = repository.get_many([3, 1])
    assert [getattr(one, repository.key) for one in found] == [3, 1]


def test_an_id_taken_twice_is_a_conflict_and_writes_nothing(repository, noun):
    repository.add(SAMPLES[noun])
    frame = rows(repository, noun, 2).with_columns(pl.Series(repository.key, [0, 1], dtype=pl.Int64))
    with pytest.raises(Conflict):
        repository.add_frame(frame)
    assert repository.count() == 1


@pytest.mark.parametrize("noun", ["employers", "workers", "posts", "fairs"])
def test_upsert_replaces_what_is_there_and_adds_the_rest(repository, noun):
    repository.add(SAMPLES[noun])
    frame = rows(repository, noun, 2).with_columns(
        pl.Series(repository.key, [1, 0], dtype=pl.Int64), pl.lit(25.5).alias("lat")
    )
    assert repository.upsert_frame(frame).to_list() == [1, 2]
    assert repository.frame()["lat"].to_list() == [25.5, 25.5]


def test_a_failed_transaction_leaves_nothing(repository, store, noun):
    class Stop(Exception):
        pass

    def write_and_stop():
        with store.transaction():
            repository.add(SAMPLES[noun])
            with store.transaction():
                repository.add(SAMPLES[noun])
                assert repository.count() == 2
            raise Stop

    with pytest.raises(Stop):
        write_and_stop()
    assert repository.count() == 0


def test_unknown_columns_are_refused(repository, noun):
    with pytest.raises(InputError, match="surplus"):
        repository.add_frame(rows(repository, noun, 1).with_columns(surplus=1))


def test_changes_tell_of_what_was_written(repository, store, noun):
    before = store.outbox.last()
    repository.add_frame(rows(repository, noun, 2))
    changes = store.changes(before).filter(pl.col("kind") == noun.removesuffix("s"))
    assert changes["id"].to_list() == [1, 2]
    assert changes["seq"].is_sorted()


def test_text_with_a_nul_is_refused_in_a_sentence(repository, noun):
    field = next(name for name, dtype in repository.schema.items() if dtype == pl.String)
    frame = rows(repository, noun, 1).with_columns(pl.lit("a\x00b").alias(field))
    with pytest.raises(SpringwindError):
        repository.add_frame(frame)
