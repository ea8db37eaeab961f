"""Two programs on one data folder: a service beside a service, a command beside both."""

from __future__ import annotations

import json
import signal
from typing import Any

from features.errors import Unavailable


def test_a_second_service_and_a_command_beside_the_first(county_desk: Any, tools: Any) -> None:
    first, second = county_desk.serve(), county_desk.serve()
    server = county_desk.server_pid()
    with county_desk.open() as store:
        worker = store.workers.frame().filter(status="seeking")["worker_id"][0]
        post = store.posts.frame(status="published")["post_id"][0]
    wish = {"worker_id": worker, "post_id": post}
    with first.client() as one, second.client() as other:
        made = one.post("/api/v1/referrals", json=wish, params={"as_of": tools.day})
        assert made.status_code == 201, made.text
        letter = made.json()["letter_number"]
        assert other.get(f"/api/v1/referrals/{letter}").json()["post_id"] == post
        twice = other.post("/api/v1/referrals", json=wish, params={"as_of": tools.day})
        assert twice.status_code == 409
    answer = json.loads(
        county_desk.run("match", "--worker", str(worker), "--as-of", tools.day, "--json", "--top", "3")
    )
    assert answer["matches"] or answer["refused"]
    assert county_desk.server_pid() == server

    tools.kill(first.process)
    with second.client() as other:
        assert other.get("/readyz").status_code == 200
        told = {"slip": 2, "not_hired": "distance"}
        path = f"/api/v1/referrals/{letter}/outcome"
        assert other.post(path, json=told, params={"as_of": tools.day}).status_code == 200
    assert county_desk.server_pid() == server
    second.stop()
    assert second.process.returncode == 0
    assert county_desk.server_pid() is None  # the last one out stops it
    with county_desk.open() as store:
        assert store.referrals.by_letter(letter).slip == 2


def test_a_taken_port_is_said_and_hurts_nobody(desk: Any) -> None:
    first = desk.serve()
    port = first.address.rsplit(":", 1)[1]
    late = desk.start("serve", "--port", port)
    told, _ = late.communicate(timeout=60)
    assert late.returncode == Unavailable.exit_status == 6
    assert port in told
    assert "--port" in told
    assert "Traceback" not in told
    with first.client() as client:
        assert client.get("/readyz").status_code == 200
    first.stop()
    assert first.process.returncode == 0


def test_a_service_killed_is_followed_by_one_that_starts(desk: Any, tools: Any) -> None:
    first = desk.serve()
    left = desk.server_pid()
    tools.kill(first.process)
    second = desk.serve()
    assert desk.server_pid() == left
    with second.client() as client:
        assert client.get("/readyz").status_code == 200
    second.process.send_signal(signal.SIGINT)
    second.process.communicate(timeout=60)
    assert desk.server_pid() is None
