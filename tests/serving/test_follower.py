"""The running service follows the store: posts, letters, expiry and a new champion, without a restart."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.errors import Integrity, Unavailable
from features.store import Store
from serving import referrals
from serving.follower import Follower

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
DAY = date(2026, 3, 10)


@pytest.fixture
def office(public: TestClient) -> Any:
    return public.app.state.office  # type: ignore[attr-defined]


def test_withdrawn_letters_and_renamed_employers_are_seen(office: Any, office_store: Store) -> None:
    follower = Follower(office)
    follower.look()
    office_store.releases.append(1, "withdrawn", at=NOW, who="a", why="closed")
    referrals.refer(office_store, 1, 2, DAY)
    employer = office_store.employers.frame(ids=[1])
    office_store.employers.upsert_frame(employer.with_columns(name=pl.lit("模拟新厂")))
    assert office.board.live.height == 2
    follower.look()
    assert office.board.live["post_id"].to_list() == [2]
    assert office.board.post(2)["referred"] == 1
    assert office.board.post(3)["employer"] == "模拟新厂"
    assert office.board.cursor == office_store.releases.last().seq  # type: ignore[union-attr]
    assert {1, 2} <= set(office.matcher.refreshed)
    seen = office.seq
    follower.look()
    assert office.seq == seen


def test_what_ended_is_taken_back_once_a_day(office: Any, office_store: Store) -> None:
    day = [DAY]
    office.today = lambda: day[0]
    follower = Follower(office)
    follower.look()
    assert office.board.live.height == 2
    day[0] = date(2026, 3, 26)
    follower.look()
    follower.look()
    assert office.board.live.height == 0
    assert office_store.posts.get(1).status == "expired"


def test_a_new_champion_is_loaded_beside_the_old_and_a_broken_one_is_not(
    office: Any, office_store: Store
) -> None:
    follower = Follower(office)
    follower.look()
    old = office.matcher
    for sha256, works in (("a" * 64, True), ("b" * 64, False)):
        office_store.bundles.add(sha256, {}, "test")
        office_store.bundles.promote(sha256, "test", "test")
        if not works:
            office.load_matcher = broken
        follower.look()
        assert office.champion == sha256
        assert (office.matcher is old) != works or not works
        old = office.matcher
    assert office.trouble.reason == "integrity"
    assert office.ready()  # the last good bundle still answers


def broken(*_: Any) -> Any:
    raise Integrity(detail="manifest")


def test_the_thread_tells_of_a_withdrawal_within_a_second(app: FastAPI, office_store: Store) -> None:
    with TestClient(app) as client:
        office = app.state.office
        follower = Follower(office)
        follower.start()
        assert until(lambda: follower._day is not None)
        office_store.releases.append(1, "withdrawn", at=NOW, who="a", why="closed")
        assert until(lambda: office.board.live.height == 1)
        assert client.get("/api/v1/posts/1").status_code == 404
        follower.stop()
        assert not follower.started


def test_the_thread_goes_on_after_a_failure(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    with TestClient(app):
        follower = Follower(app.state.office)
        failures = [Unavailable("database_down", detail="gone"), ZeroDivisionError()]
        looks: list[int] = []

        def look() -> None:
            looks.append(1)
            if failures:
                raise failures.pop(0)

        monkeypatch.setattr(follower, "look", look)
        monkeypatch.setattr("serving.follower.FIRST_PAUSE", 0.01)
        follower.start()
        assert until(lambda: len(looks) > 3)
        follower.stop()


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False
