"""Lists that were shown: kept once, read back, within the scope."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from features.errors import SpringwindError
from features.records import Employer, Post, Worker
from features.store import Store
from features.store.shown import SHOWN

DAY = date(2026, 3, 2)


@pytest.fixture
def office(store: Store) -> Store:
    store.employers.add(Employer(employer_id=1, name="模拟厂", simulated=True))
    for n in (1, 2, 3):
        post = {"post_id": n, "employer_id": 1, "title": "缝纫工", "opened_on": DAY, "closes_on": DAY}
        store.posts.add(Post(**post, simulated=True))
    person = {"worker_id": 1, "division": "999901101", "registered_on": DAY, "valid_until": DAY}
    store.workers.add(Worker(**person, simulated=True))
    return store


def test_a_list_comes_back_in_its_order_and_only_once(office):
    first = office.shown.add_list(1, [3, 1], DAY, "rules", simulated=True)
    assert office.shown.add_list(1, [3, 1], DAY, "rules") == first
    second = office.shown.add_list(1, [1, 3], DAY)
    assert second > first
    frame = office.shown.frame()
    assert dict(frame.schema) == SHOWN
    assert frame.select("list_id", "post_id", "position").rows() == [
        (first, 3, 1), (first, 1, 2), (second, 1, 1), (second, 3, 2),
    ]  # fmt: skip
    assert office.shown.frame(since=date(2026, 3, 3)).is_empty()


def test_numbers_go_on_after_lists_that_brought_their_own(office):
    rows = pl.DataFrame([(7, 1, 2, 1, DAY, True)], schema=SHOWN, orient="row")
    assert office.shown.add_frame(rows) == 1
    assert office.shown.add_list(1, [1], DAY) == 8
    assert office.shown.add_list(1, [], DAY) == 0


@pytest.mark.parametrize(("worker", "post", "place"), [(9, 1, 1), (1, 9, 1), (1, 1, 0)])
def test_what_cannot_be_is_refused_in_both_languages(office, worker, post, place):
    rows = pl.DataFrame([(7, worker, post, place, DAY, True)], schema=SHOWN, orient="row")
    with pytest.raises(SpringwindError) as caught:
        office.shown.add_frame(rows)
    assert caught.value.message("zh") != caught.value.message("en")
    assert office.shown.frame().is_empty()


def test_a_list_of_a_worker_out_of_sight_is_neither_read_nor_written(office, settings):
    from features.store import open_store

    office.shown.add_list(1, [1], DAY)
    with open_store(settings, scope="999902", who="test") as elsewhere:
        assert elsewhere.shown.frame().is_empty()
        with pytest.raises(SpringwindError):
            elsewhere.shown.add_list(1, [2], DAY)
    with open_store(settings, scope="999901101", who="test") as township:
        assert township.shown.frame().height == 1
