"""PostgreSQL is killed under a running service: nothing acknowledged is lost, and it heals by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import httpx
import pytest

from features.store.server import EmbeddedServer

CRASHES = 3
UNTIL_THE_NEXT = 8
"""Letters acknowledged before the server is killed again."""


@dataclass
class Clerk:
    """Write one letter after the other, and keep what was answered."""

    service: Any
    day: str
    pairs: Iterator[tuple[int, int]]
    acknowledged: list[str] = field(default_factory=list)
    refused: list[httpx.Response] = field(default_factory=list)
    end: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        with self.service.client() as client:
            while not self.end.is_set():
                worker, post = next(self.pairs)
                wish = {"worker_id": worker, "post_id": post}
                answer = client.post("/api/v1/referrals", json=wish, params={"as_of": self.day})
                if answer.status_code == 201:
                    self.acknowledged.append(answer.json()["letter_number"])
                elif answer.status_code != 409:  # full or out already: told from the records, not a fault
                    self.refused.append(answer)


def in_the_one_shape(answer: httpx.Response) -> bool:
    """Say whether an answer is 503 with code, sentence and place."""
    body = answer.json()
    return (
        answer.status_code == 503
        and set(body) == {"error"}
        and set(body["error"]) == {"code", "message", "where"}
        and bool(body["error"]["message"])
        and "retry-after" in answer.headers
    )


def pairs_of(desk: Any, day: str) -> Iterator[tuple[int, int]]:
    with desk.open() as store:
        people = store.workers.frame().filter(status="seeking")["worker_id"].to_list()
        posts = store.posts.frame(status="published")["post_id"].to_list()
    return Turns(product(people, posts))


def test_killed_under_a_service_that_writes_letters(county_desk: Any, tools: Any) -> None:
    pairs = pairs_of(county_desk, tools.day)
    service = county_desk.serve()
    clerks = [Clerk(service, tools.day, pairs) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        working = [pool.submit(clerk.work) for clerk in clerks]
        try:
            for _ in range(CRASHES):
                goal = written(clerks) + UNTIL_THE_NEXT
                tools.until(lambda goal=goal: written(clerks) >= goal or any(w.done() for w in working))
                county_desk.crash_server()
            goal = written(clerks) + UNTIL_THE_NEXT
            tools.until(lambda: written(clerks) >= goal or any(w.done() for w in working))
        finally:
            for clerk in clerks:
                clerk.end.set()
        for one in working:
            one.result()
    answers = [answer for clerk in clerks for answer in clerk.refused]
    assert all(in_the_one_shape(answer) for answer in answers), [answer.text for answer in answers]
    letters = [letter for clerk in clerks for letter in clerk.acknowledged]
    assert len(set(letters)) == len(letters) >= (CRASHES + 1) * UNTIL_THE_NEXT
    with service.client() as client:
        assert client.get("/readyz").status_code == 200
        found = client.post("/api/v1/matches", json={"text": "会缝纫"}, params={"as_of": tools.day})
        assert found.status_code == 200
        assert found.json()["matches"]
    assert "Traceback" not in service.stop()
    with county_desk.open() as store:
        kept = set(store.referrals.frame()["letter_number"])
    assert set(letters) <= kept


def written(clerks: list[Clerk]) -> int:
    return sum(len(clerk.acknowledged) for clerk in clerks)


class Turns(Iterator[tuple[int, int]]):
    """Let several threads draw from one iterator."""

    def __init__(self, inner: Iterator[tuple[int, int]]) -> None:
        self.inner, self.lock = inner, threading.Lock()

    def __next__(self) -> tuple[int, int]:
        with self.lock:
            return next(self.inner)


def test_a_server_of_the_office_that_goes_away_and_comes_back(desk: Any, tools: Any, url_of: Any) -> None:
    """With SPRINGWIND_DATABASE_URL the service may not start the server: it says so, and goes on after."""
    server = EmbeddedServer(desk.folder).open()
    try:
        service = desk.serve(SPRINGWIND_DATABASE_URL=url_of(server.address(), "postgres"))
        with service.client() as client:
            assert client.get("/readyz").status_code == 200
            signed = client.post("/sign-in", data={"key": service.key, "next": "/"})
            assert signed.status_code == 303
            desk.crash_server()
            told_to_everybody(client, {"zh": "数据库没有应答", "en": "The database does not answer"})
            assert client.get("/healthz").status_code == 200
            assert client.get("/feed/posts/snapshot").status_code == 200  # held in memory
            server.revive()
            tools.until(lambda: client.get("/readyz").status_code == 200)
            assert client.get("/api/v1/workers/1", headers={"Accept-Language": "en"}).status_code == 404
        assert "Traceback" not in service.stop()
    finally:
        server.close()


def told_to_everybody(client: httpx.Client, sentences: dict[str, str]) -> None:
    """Ask as a program and as a person, in both languages at once, while no server answers."""
    asked = [(lang, kind) for lang in sentences for kind in ("application/json", "text/html")]

    def ask(lang: str, kind: str) -> httpx.Response:
        path = "/workers/1" if kind == "text/html" else "/api/v1/workers/1"
        return client.get(path, headers={"Accept-Language": lang, "Accept": kind})

    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(lambda one: ask(*one), asked))
    for (lang, kind), answer in zip(asked, answers, strict=True):
        assert answer.status_code == 503, answer.text
        assert answer.headers["content-type"].startswith(kind)
        assert sentences[lang] in answer.text
        if kind == "application/json":
            assert in_the_one_shape(answer)


@pytest.fixture
def url_of() -> Callable[[dict[str, str], str], str]:
    """Give what writes libpq's parameters as an address."""
    from urllib.parse import quote, urlencode

    def url(parameters: dict[str, str], database: str) -> str:
        login = f"{quote(parameters['user'])}:{quote(parameters['password'])}"
        return f"postgresql://{login}@/{database}?{urlencode({'host': parameters['host']})}"

    return url
