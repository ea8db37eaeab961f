"""Pairs that may be one: proposed once, decided once; a merge keeps both histories."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from features.errors import Conflict, Forbidden, InputError, NotFound
from features.records import StatusEntry
from features.store import Store

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
TODAY = NOON.date()


def pairs(kind: str, *of: tuple[int, int], score: float = 0.9) -> pl.DataFrame:
    rows = [
        {"kind": kind, "a": a, "b": b, "score": score, "why": ["same_phone"], "found_on": TODAY}
        for a, b in of
    ]
    return pl.DataFrame(rows)


def first(store: Store) -> int:
    return int(store.doubles.frame()["double_id"][0])


def test_a_pair_is_proposed_once_and_takes_the_newer_score(office: Store) -> None:
    assert office.doubles.propose(pairs("worker", (1, 2), (3, 4))) == 2
    assert office.doubles.propose(pairs("worker", (1, 2), score=0.7)) == 0
    told = office.doubles.frame("worker")
    assert told.select("a", "b", "score").rows() == [(3, 4, 0.9), (1, 2, 0.7)]
    assert told["why"].to_list()[0] == ["same_phone"]


def test_what_was_kept_apart_is_not_proposed_again(office: Store) -> None:
    office.doubles.propose(pairs("worker", (1, 2)))
    office.doubles.keep(first(office), TODAY, why="twins")
    assert office.doubles.propose(pairs("worker", (1, 2), score=0.99)) == 0
    assert office.doubles.frame().is_empty()
    decided = office.doubles.frame(undecided=False).row(0, named=True)
    assert (decided["verdict"], decided["score"], decided["decided_on"]) == ("keep", 0.9, TODAY)
    assert office.audit.frame("worker", 1).row(-1, named=True)["act"] == "keep_double"


def test_the_winner_of_two_workers_takes_letters_status_and_what_only_the_other_told(office: Store) -> None:
    office.workers.set_status(
        StatusEntry(worker_id=1, since=date(2026, 1, 10), status="away", place="440000")
    )
    told = office.workers.frame(ids=[1, 2]).with_columns(
        pl.Series("skills", [["缝纫"], ["平车"]]),
        pl.Series("education", ["70", None], dtype=pl.String),
        pl.Series("consent_personalised", [False, True]),
    )
    office.workers.upsert_frame(told)
    letters = office.referrals.of_worker(1).height
    assert letters
    before = office.referrals.of_worker(2).height
    office.doubles.propose(pairs("worker", (1, 2)))
    assert office.doubles.merge(first(office), 2, NOON, why="same person") == 1
    assert office.referrals.of_worker(1).is_empty()
    assert office.referrals.of_worker(2).height == letters + before
    winner, loser = office.workers.get(2), office.workers.get(1)
    assert (winner.education, winner.skills, winner.consent_personalised) == ("70", ("平车", "缝纫"), False)
    assert "away" in {entry.status for entry in office.workers.statuses(2)}
    assert (loser.status, loser.valid_until) == ("not_seeking", date(2026, 3, 4))
    note = office.audit.frame("worker", 2).row(-1, named=True)
    assert (note["act"], note["why"]) == ("merge_double", "same person")


def test_the_loser_of_two_posts_is_withdrawn_and_its_letters_move(office: Store) -> None:
    letters = office.referrals.frame().height
    office.doubles.propose(pairs("post", (1, 2)))
    office.doubles.merge(first(office), 2, NOON)
    assert office.posts.get(1).status == "withdrawn"
    assert office.releases.of_post(1)[-1].action == "withdrawn"
    assert office.posts.get(2).referred == letters
    assert office.doubles.merged("post") == {1: 2}


def test_the_winner_of_two_employers_takes_posts_and_credit_code(office: Store) -> None:
    code = "91530100MA6K000006"
    (other,) = office.employers.add_frame(
        pl.DataFrame(
            {"name": ["模拟电子"], "division": ["999901101"], "credit_code": [code], "simulated": [True]}
        )
    )
    office.doubles.propose(pairs("employer", (1, other)))
    assert office.doubles.merge(first(office), 1, NOON) == other
    assert (office.employers.get(1).credit_code, office.employers.get(other).credit_code) == (code, None)
    assert office.employers.get(other).suspended
    office.doubles.propose(pairs("employer", (1, other)))
    assert office.posts.of_employer(other).is_empty()


def test_a_decision_stands(office: Store) -> None:
    office.doubles.propose(pairs("worker", (1, 2)))
    number = first(office)
    office.doubles.merge(number, 1, NOON)
    for act in (lambda: office.doubles.merge(number, 2, NOON), lambda: office.doubles.keep(number, TODAY)):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.reason == "double_decided"


def test_merges_of_merges_lead_to_the_record_that_stands(office: Store) -> None:
    office.doubles.propose(pairs("worker", (1, 2), (2, 3), (1, 3)))
    number = {(row["a"], row["b"]): row["double_id"] for row in office.doubles.frame().iter_rows(named=True)}
    office.doubles.merge(number[1, 2], 2, NOON)
    office.doubles.merge(number[2, 3], 3, NOON)
    assert office.doubles.merged("worker") == {1: 3, 2: 3}
    with pytest.raises(Conflict) as refused:
        office.doubles.merge(number[1, 3], 1, NOON)
    assert refused.value.values["winner"] == 3


def test_a_winner_is_one_of_the_two(office: Store) -> None:
    office.doubles.propose(pairs("worker", (1, 2)))
    with pytest.raises(InputError, match="Give 1 or 2"):
        office.doubles.merge(first(office), 7, NOON)
    with pytest.raises(NotFound):
        office.doubles.get(99)


def test_a_township_sees_only_pairs_of_its_own_workers(
    office: Store, scoped: Callable[[str], AbstractContextManager[Store]]
) -> None:
    office.doubles.propose(pairs("worker", (1, 2), (2, 3)))
    with scoped("999901101") as east:
        assert east.doubles.frame().select("a", "b").rows() == [(1, 2)]
        east.doubles.merge(first(east), 1, NOON)
    with scoped("999901102") as west:
        assert west.doubles.frame().is_empty()
    assert office.doubles.merged("worker") == {2: 1}


def test_nobody_merges_what_lies_outside_the_scope(
    office: Store, scoped: Callable[[str], AbstractContextManager[Store]]
) -> None:
    with scoped("999901101") as east, pytest.raises(Forbidden):
        east.doubles._move("worker", 3, 1, NOON, "x")
    assert office.referrals.of_worker(1).height == 1


@pytest.fixture
def scoped(settings: Any) -> Callable[[str], AbstractContextManager[Store]]:
    from features.store import open_store

    return lambda scope: open_store(settings, scope=scope)


def test_traces_tell_only_whether_two_are_equal(office: Store) -> None:
    person = {"worker_id": 4, "name": "模拟1", "id_number": "", "phone": "120 0000 0001"}
    office.workers.seal(pl.DataFrame([person]))
    told = {row["worker_id"]: row for row in office.doubles.traces().iter_rows(named=True)}
    assert told[4]["name"] == told[1]["name"]
    assert told[4]["phone"] == told[1]["phone"]
    assert told[4]["id_number"] is None
    assert told[2]["name"] != told[1]["name"]
    office.workers.erase(1, why="asked")
    assert 1 not in office.doubles.traces()["worker_id"].to_list()
