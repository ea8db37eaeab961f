"""People are found by pieces, and the database tells nothing of them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from features.records import Identity, Worker, frame_schema
from features.store import Store
from features.store.person_words import given, initials

DAY = date(2026, 3, 1)


def registered(store: Store, number: int, division: str = "999901", **who: str) -> int:
    told = {"division": division, "registered_on": DAY, "valid_until": date(2026, 9, 1), "simulated": True}
    store.workers.add(Worker(worker_id=number, **told))
    store.workers.seal(
        pl.DataFrame([Identity(worker_id=number, **who).model_dump()], schema=frame_schema(Identity))
    )
    return number


@pytest.fixture
def people(store: Store) -> Store:
    registered(store, 1, name="模拟甲", phone="12000004321", id_number="999901198002290015")
    registered(store, 2, name="单模拟", phone="12000008765")
    registered(store, 3, name="阿依古丽·模拟", phone="12000004321")
    registered(store, 4, name="欧阳模拟", phone="1200 000 1111")
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [("mnj", [1]), ("MNJ", [1]), ("smn", [2]), ("dmn", [2]), ("4321", [1, 3]), ("00004321", [1, 3]),
     ("0015", [1]),     ("290015", [1]), ("拟甲", [1]), ("阿依古丽", [3]), ("模拟", [2, 3, 4]), ("1111", [4]),
     ("9999", []), ("zz", []),     ("", []), ("a" * 500, [])],
)  # fmt: skip
def test_found_by_a_piece(people: Store, typed: str, found: list[int]) -> None:
    assert people.workers.find_pieces(typed) == found


def test_erasure_takes_the_pieces_and_sealing_again_does_not_bring_them_back(people: Store) -> None:
    people.workers.erase(1, why="asked for")
    assert people.workers.find_pieces("mnj") == []
    people.workers.seal(
        pl.DataFrame([Identity(worker_id=1, name="模拟甲").model_dump()], schema=frame_schema(Identity))
    )
    assert people.workers.find_pieces("mnj") == []


def test_a_new_name_replaces_the_pieces(people: Store) -> None:
    told = Identity(worker_id=1, name="改名甲", phone="12000007777")
    people.workers.seal(pl.DataFrame([told.model_dump()], schema=frame_schema(Identity)))
    assert people.workers.find_pieces("4321") == [3]
    assert people.workers.find_pieces("7777") == [1]


def test_identities_sealed_before_are_indexed_once(people: Store) -> None:
    with people.transaction() as connection:
        connection.execute("DELETE FROM identity_words")
    assert people.workers.find_pieces("4321") == []
    assert people.workers.identities.index_missing(3) == 3
    assert people.workers.identities.index_missing() == 1
    assert people.workers.identities.index_missing() == 0
    assert people.workers.find_pieces("4321") == [1, 3]


def test_the_database_holds_numbers_only(people: Store) -> None:
    with people.transaction() as connection:
        rows = connection.execute("SELECT * FROM identity_words").fetchall()
    assert len(rows) == 4
    assert all(abs(word) > 100_000_000 for row in rows for word in row["words"])  # no digits of a phone


def test_readings_and_given_names() -> None:
    assert set(initials("单雄")) == {"sx", "dx", "cx"}
    assert set(initials("Li Lei")) == set()
    assert set(given("欧阳模拟")) == {"模拟"}
    assert len(set(initials("单曾仇区解乐单曾"))) <= 8
