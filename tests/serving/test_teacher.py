"""What the public sees waits for no matching: a slow or failing matcher holds no withdrawal back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.errors import Unavailable
from features.store import Store
from serving.follower import Follower

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


def until(reached: Callable[[], object]) -> None:
    end = time.monotonic() + 15
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_withdrawal_is_shown_while_the_matcher_still_learns(
    public: TestClient, office_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = public.app.state.office  # type: ignore[attr-defined]
    learning, go_on, taught = threading.Event(), threading.Event(), []

    def teach(changes: Any) -> None:
        learning.set()
        assert go_on.wait(15)
        taught.extend(changes["id"].to_list())

    monkeypatch.setattr(office, "teach", teach)
    follower = Follower(office)
    follower.start()
    try:
        office_store.releases.append(1, "withdrawn", at=NOW, who="a", why="x")
        assert learning.wait(15)
        office_store.releases.append(2, "withdrawn", at=NOW, who="a", why="x")
        until(lambda: office.board.live.height == 0)
        assert taught == []
        go_on.set()
        until(lambda: {1, 2} <= set(taught))
    finally:
        go_on.set()
        follower.stop()


def test_what_the_matcher_could_not_take_in_is_taught_again(
    public: TestClient, office_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = public.app.state.office  # type: ignore[attr-defined]
    failures = [Unavailable("database_down", detail="gone"), ZeroDivisionError()]
    taught: list[int] = []

    def teach(changes: Any) -> None:
        if failures:
            raise failures.pop(0)
        taught.extend(changes["id"].to_list())

    monkeypatch.setattr(office, "teach", teach)
    monkeypatch.setattr("serving.follower.FIRST_PAUSE", 0.01)
    follower = Follower(office)
    follower.start()
    try:
        office_store.releases.append(1, "withdrawn", at=NOW, who="a", why="x")
        until(lambda: 1 in taught)
    finally:
        follower.stop()
