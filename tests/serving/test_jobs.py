"""Background work: each kind does its part, what fails is tried again, a worker delivers while it runs."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from features.clock import BUSINESS_ZONE
from features.store import Store
from serving import jobs as background
from serving.jobs import Background, OwnBoard, Worker, run_due, seconds_to_midnight
from serving.release import ledger
from serving.settings import ServiceSettings

DAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[str, list[Any]]]:
    """Give the address of a receiver and what it was sent."""
    told: list[Any] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path == "/broken" else 200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()


@pytest.fixture
def work(settings: Any, office_store: Store, heard: Any) -> Background:
    heard[1].clear()
    for action in ("checked", "approved", "published"):
        office_store.releases.append_all((1, 2), action, at=datetime.now(UTC), who="test")  # type: ignore[arg-type]
    return Background(ServiceSettings.over(settings), office_store, OwnBoard(office_store), lambda: DAY)


def test_the_days_round_takes_back_what_has_ended(work: Background) -> None:
    late = Background(work.settings, work.store, work.board, lambda: date(2026, 4, 1))
    assert run_due(late) == 1
    assert set(work.store.posts.frame(ids=[1, 2])["status"]) == {"expired"}
    assert run_due(late) == 0  # the next round is tomorrow's
    [job] = work.store.jobs.all()
    assert 0 < (job["due_at"] - datetime.now(UTC)).total_seconds() <= 86_460


def test_subscribers_are_sent_what_moved_and_a_broken_one_waits_its_pause(
    work: Background, heard: Any
) -> None:
    address, told = heard
    subscribers = work.store.subscribers
    good = subscribers.add("好", "webhook", url=f"{address}/good", who="x")
    bad = subscribers.add("坏", "webhook", url=f"{address}/broken", who="x")
    run_due(work)
    assert (subscribers.get(good).acked_seq, subscribers.get(bad).acked_seq) == (work.board().cursor, 0)
    assert subscribers.get(bad).failures == 1
    sent = len(told)
    ledger.withdraw(work.store, [1], who="x", why="x")
    run_due(work)
    assert len(told) == sent + 1  # the broken one is not asked again before its pause is over
    assert told[-1]["changes"][0]["reason"] == "withdrawn"


def test_a_subscriber_that_has_ended_is_left_in_peace(work: Background, heard: Any) -> None:
    number = work.store.subscribers.add("好", "webhook", url=f"{heard[0]}/good", who="x")
    work.store.jobs.ask("deliver", str(number))
    work.store.subscribers.end(number)
    run_due(work)
    assert heard[1] == []
    assert [job["due_at"] for job in work.store.jobs.all() if job["kind"] == "deliver"] == [None]


def test_a_failure_of_ours_is_noted_and_tried_again(work: Background, monkeypatch: Any) -> None:
    def broken(*_: Any) -> float:
        raise ZeroDivisionError

    monkeypatch.setitem(background.KINDS, "daily", broken)
    assert run_due(work) == 0
    [job] = work.store.jobs.all()
    assert (job["last_error"], job["running"]) == ("ZeroDivisionError", False)
    assert work.store.jobs.seconds_to_next() > 3


def test_a_kind_nobody_knows_rests(work: Background) -> None:
    work.store.jobs.ask("of another version")
    run_due(work)
    assert [job["due_at"] for job in work.store.jobs.all() if job["kind"] != "daily"] == [None]


def test_a_running_worker_delivers_within_two_seconds_past_one_that_never_answers(
    work: Background, heard: Any
) -> None:
    address, told = heard
    work.store.subscribers.add("哑", "webhook", url="http://192.0.2.1:9/", who="x")  # nobody answers there
    work.store.subscribers.add("好", "webhook", url=f"{address}/good", who="x")
    worker = Worker(work)
    worker.start()
    try:
        _until(lambda: told)
        told.clear()
        began = time.monotonic()
        ledger.withdraw(work.store, [2], who="x", why="x")
        _until(lambda: told)
        assert time.monotonic() - began < 2
        [gone] = told[0]["changes"]
        assert (gone["id"], gone["removed"], gone["reason"]) == (2, True, "withdrawn")
    finally:
        worker.stop()


def _until(reached: Any) -> None:
    end = time.monotonic() + 15
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_next_day_begins_at_the_offices_midnight() -> None:
    evening = datetime(2026, 3, 10, 23, 59, tzinfo=BUSINESS_ZONE)
    assert seconds_to_midnight(evening) == 60
    assert seconds_to_midnight(evening + timedelta(minutes=1)) == 86_400
