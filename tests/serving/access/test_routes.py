"""Every route has a rule here: who may ask, and what a township may see. A route without one fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from features.records import Identity, Worker, frame_schema
from features.store import Store
from features.store.accounts import JOBS, Job
from serving import api as api_routes
from serving import referrals
from serving import window as window_routes
from serving.access.jobs import jobs_for

DAY = date(2026, 3, 10)
NAME, PHONE, TRADE, LETTER = "模拟壬九", "12000000099", "只属一镇的手艺", "2026-000001"
MARKS = (NAME, PHONE, TRADE, "标记村", "壬")
"""What tells the worker of the other township; must stand in no answer to this one."""


@dataclass(frozen=True)
class Rule:
    """Say who may ask (``anybody`` or staff), what is sent, and how a township is refused another's."""

    anybody: bool = False
    sends: dict[str, Any] = field(default_factory=dict)
    refused: int | None = None
    """Status for a township that asks for what is another's; None: it is nobody's in particular."""
    says: tuple[int, ...] = (200, 303)
    """What anybody is answered: a form or link that is not right says so."""


HIDDEN = Rule(refused=404)
OPEN, STAFF = Rule(anybody=True), Rule()
BAD = Rule(anybody=True, says=(422,))
REFER = {"worker_id": 9, "post_id": 2}
RULES = {
    "GET /": OPEN, "GET /language/{lang}": OPEN, "GET /sign-in": OPEN, "GET /posts": OPEN, "GET /how": OPEN,
    "GET /posts/{post_id}": OPEN, "GET /docs": OPEN, "GET /healthz": OPEN, "GET /readyz": OPEN,
    "GET /metrics": OPEN, "GET /feed/posts/snapshot": OPEN, "GET /feed/posts/changes": OPEN,
    "GET /api/v1/posts/{post_id}": OPEN, "POST /sign-in": Rule(True, {"key": "sw_wrong"}),
    "POST /sign-out": Rule(True, {}),
    "GET /worklist": STAFF, "GET /accounts": STAFF, "GET /password": STAFF,
    "POST /accounts": Rule(sends={"name": "x", "jobs": ["window"], "scope": "999901"}, refused=403),
    "POST /accounts/{account_id}": Rule(sends={"jobs": ["window"]}, refused=403),
    "POST /accounts/{account_id}/closed": Rule(sends={"closed": "true"}, refused=403),
    "POST /accounts/{account_id}/password": Rule(refused=403),
    "POST /password": Rule(sends={"old": "x", "new": "y", "again": "z"}, refused=404),
    "GET /match": STAFF, "POST /match": Rule(sends={"text": "缝纫"}), "GET /outcome": STAFF,
    "POST /find": Rule(sends={"q": NAME}), "POST /api/v1/matches": Rule(sends={"text": "缝纫"}),
    "GET /workers/{worker_id}": HIDDEN, "GET /api/v1/workers/{worker_id}": HIDDEN,
    "GET /api/v1/workers/{worker_id}/matches": HIDDEN,
    "POST /workers/{worker_id}/status": Rule(sends={"status": "seeking"}, refused=404),
    "POST /workers/{worker_id}/refer": Rule(sends={"post_id": 2}, refused=404),
    "POST /api/v1/referrals": Rule(sends=REFER, refused=404),
    "GET /letters/{letter}": HIDDEN, "GET /letters/{letter}/outcome": HIDDEN,
    "GET /api/v1/referrals/{letter}": HIDDEN,
    "POST /outcome": Rule(sends={"letter": LETTER}, refused=404),
    "POST /letters/{letter}/outcome": Rule(sends={"slip": 1}, refused=404),
    "POST /api/v1/referrals/{letter}/outcome": Rule(sends={"slip": 1}, refused=404),
    "GET /posts/{post_id}/candidates": STAFF, "GET /api/v1/posts/{post_id}/candidates": STAFF,
    "GET /api/v1/posts/{post_id}/ledger": STAFF,
    "POST /api/v1/posts/{post_id}/ledger": Rule(sends={"action": "withdrawn", "why": "x"}, refused=403),
    "GET /release": STAFF, "POST /release/check": STAFF,
    "POST /release/{post_id}/publish": Rule(refused=409),
    "POST /release/{post_id}/withdraw": Rule(sends={"why": "x"}, refused=403),
    "GET /feed": OPEN, "GET /feed/posts.atom": OPEN, "GET /feed/fairs.ics": OPEN, "GET /sitemap.xml": OPEN,
    "GET /sitemap-{number}.xml": OPEN, "GET /robots.txt": OPEN, "GET /wall": OPEN, "GET /screen": OPEN,
    "GET /posts/{post_id}/poster": OPEN, "GET /posts/{post_id}/picture.png": OPEN,
    "GET /posts/{post_id}/channels": STAFF, "GET /release/channels": STAFF,
    "GET /api/v1/subscribers": STAFF, "GET /api/v1/followed": STAFF, "GET /api/v1/province/errors": STAFF,
    "POST /release/subscribers": Rule(sends={"channel": "pull"}, refused=422),
    "POST /release/subscribers/{subscriber_id}/end": Rule(refused=404),
    "POST /api/v1/subscribers": Rule(sends={"name": "x", "channel": "robot", "url": "x:"}, refused=422),
    "DELETE /api/v1/subscribers/{subscriber_id}": Rule(refused=404),
    "GET /api/v1/subscribers/{subscriber_id}/changes": Rule(refused=401),
    "POST /api/v1/subscribers/{subscriber_id}/taken": Rule(sends={"cursor": 1}, refused=401),
    "POST /release/followed": Rule(sends={"url": "http://192.0.2.1"}, refused=422),
    "POST /release/followed/{followed_id}/end": Rule(refused=404),
    "POST /api/v1/followed": Rule(sends={"url": "http://192.0.2.1"}, refused=422),
    "DELETE /api/v1/followed/{followed_id}": Rule(refused=404),
    "GET /e/{token}": BAD, "GET /forms/post": OPEN, "GET /complaints": OPEN,
    "POST /e/{token}/post": BAD, "POST /e/{token}/papers": BAD,
    "POST /e/{token}/letter": BAD, "POST /e/{token}/places/{post_id}": BAD,
    "GET /posts/{post_id}/interest": OPEN,
    "POST /posts/{post_id}/interest": Rule(True, {"name": "x"}, says=(422,)),
    "GET /posts/{post_id}/report": OPEN,
    "POST /posts/{post_id}/report": Rule(True, {"kind": "x"}, says=(422,)),
    "POST /api/v1/posts/{post_id}/complaints": Rule(True, {"kind": "fee"}, says=(201,)),
    "GET /api/v1/complaints/{ticket}": Rule(True, says=(404,)),
    "GET /intentions": STAFF, "GET /api/v1/intentions": STAFF,
    "POST /intentions/{intention_id}": Rule(sends={"state": "reached"}, refused=404),
    "POST /api/v1/intentions/{intention_id}": Rule(sends={"state": "reached"}, refused=404),
    "GET /release/employers": STAFF, "GET /release/complaints": STAFF, "GET /release/rules": STAFF,
    "GET /release/verify": STAFF, "GET /api/v1/release/verify": STAFF, "GET /api/v1/release/rules": STAFF,
    "GET /api/v1/release/complaints": STAFF, "GET /api/v1/release/posts/{post_id}/findings": STAFF,
    "POST /release/policy": Rule(sends={"name": "arrears", "value": "warn", "why": "x"}, refused=403),
    "POST /release/employers/{employer_id}/verify": Rule(sends={"basis": "household"}, refused=403),
    "POST /release/employers/{employer_id}/link": Rule(refused=403),
    "POST /api/v1/release/employers/{employer_id}/verification": Rule(
        sends={"basis": "household"}, refused=403
    ),
    "POST /api/v1/release/employers/{employer_id}/links": Rule(refused=403),
    "POST /release/complaints/{complaint_id}": Rule(sends={"answer": "xx"}, refused=404),
    "POST /api/v1/release/complaints/{complaint_id}/answer": Rule(sends={"answer": "xx"}, refused=404),
    "POST /release/{post_id}/suspend": Rule(sends={"why": "x"}, refused=403),
    "POST /release/{post_id}/again": Rule(refused=409),
    "POST /release/{post_id}/exempt": Rule(sends={"code": "underground_women", "why": "xxxx"}, refused=422),
    "POST /api/v1/release/posts/{post_id}/exceptions": Rule(
        sends={"code": "underground_women", "why": "xxxx"}, refused=422
    ),
    "POST /api/v1/release/due": STAFF, "POST /api/v1/release/expire": STAFF,
    "GET /letters/{letter}/clue": HIDDEN, "POST /letters/{letter}/clue": Rule(refused=404),
    "GET /letters/clues/{clue_id}": HIDDEN,
    "POST /letters/clues/{clue_id}": Rule(sends={"handed_to": "xx"}, refused=404),
    "GET /fairs": STAFF, "GET /fairs/{fair_id}": STAFF,
    "GET /fairs/{fair_id}/day": STAFF, "POST /fairs/{fair_id}/day": Rule(refused=422),
    "POST /fairs/{fair_id}/ready": Rule(refused=403),
    "GET /fairs/{fair_id}/papers": STAFF, "GET /fairs/{fair_id}/texts": Rule(refused=422),
    "GET /fairs/{fair_id}/papers/{name}/{paper_lang}": Rule(refused=422),
    "GET /fairs/{fair_id}/sheets/{sheet}": STAFF, "POST /fairs/{fair_id}/sheets": Rule(refused=422),
    "GET /fairs/{fair_id}/closing": STAFF, "GET /fairs/{fair_id}/closing/{kind}": STAFF,
    "GET /fairs/{fair_id}/what-if": STAFF, "POST /fairs/{fair_id}/what-if": Rule(refused=422),
    "GET /fairs/{fair_id}/desk": STAFF, "GET /fairs/{fair_id}/in": STAFF,
    "POST /fairs/{fair_id}/desk": Rule(sends={"entry": "00000001", "number": "9"}, refused=404),
    "POST /fairs/{fair_id}/check-in": Rule(sends={"number": "9"}, refused=404),
    "GET /fairs/{fair_id}/slips/{worker_id}": HIDDEN,
    "GET /fairs/{fair_id}/booths/{employer_id}": STAFF,
    "POST /fairs/{fair_id}/booths/{employer_id}/note": Rule(
        sends={"entry": "00000001", "number": "9", "word": "intention"}, refused=404
    ),
    "POST /fairs/{fair_id}/booths/{employer_id}/full": Rule(sends={"full": "true"}, refused=403),
    "POST /fairs/{fair_id}/plan": Rule(refused=422), "POST /api/v1/fairs/{fair_id}/plan": Rule(refused=422),
}  # fmt: skip
PARAMETERS = {
    "worker_id": "9",
    "letter": LETTER,
    "post_id": "1",
    "fair_id": "1",
    "name": "ready",
    "paper_lang": "zh",
    "sheet": "A",
    "kind": "xlsx",
    "employer_id": "1",
    "lang": "zh",
    "account_id": "1",
    "subscriber_id": "1",
    "followed_id": "1",
    "number": "1",
    "token": "A" * 43,
    "ticket": "AAAA-BBBB-CCCC",
    "complaint_id": "1",
    "intention_id": "1",
    "clue_id": "1",
}


def walked(router: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give ``"METHOD /path"`` and the route, of a router and of those it includes."""
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from walked(inner, prefix + route.include_context.prefix)
        else:
            yield from ((f"{method} {prefix}{route.path}", route) for method in route.methods)


ROUTES = {**dict(walked(api_routes.router())), **dict(walked(window_routes.router()))}


def asked(dependant: Any) -> set[str]:
    """Give the names of everything a route depends on."""
    found = {getattr(dependant.call, "__name__", "")}
    return found.union(*(asked(one) for one in dependant.dependencies))


def ask(client: TestClient, name: str) -> Any:
    method, _, path = name.partition(" ")
    path, sends = path.format(**PARAMETERS), RULES[name].sends
    if method == "GET":
        return client.get(path)
    if method == "DELETE":
        return client.delete(path)
    if path.startswith("/api/"):
        return client.post(path, json=sends)
    token = client.app.state.office.sessions.form_token("")  # type: ignore[attr-defined]
    return client.post(path, data={**sends, "form_token": token})


@pytest.fixture
def two_towns(office_store: Store) -> Store:
    """Add a marked worker of 999901, who holds a letter and is invited to the fair."""
    told = {
        "division": "999901", "place": "标记村", "registered_on": DAY, "valid_until": date(2026, 9, 1),
        "wanted": (TRADE,), "skills": (TRADE,), "past_jobs": (TRADE,), "simulated": True,
    }  # fmt: skip
    office_store.workers.add(Worker(worker_id=9, **told))
    sealed = [Identity(worker_id=9, name=NAME, phone=PHONE).model_dump()]
    office_store.workers.seal(pl.DataFrame(sealed, schema=frame_schema(Identity)))
    office_store.subscribers.add("一处", "pull", who="test")
    office_store.feeds.add("http://192.0.2.1", "test")
    invited = {"worker_id": 9, "post_id": 1, "rank": 1, "value": 0.5}
    office_store.fairs.save_plan(1, pl.DataFrame([invited]))
    office_store.fairs.set_booths(1, pl.DataFrame([{"employer_id": 1, "booth": 1}]))
    return office_store


@pytest.fixture
def letter(app: Any, two_towns: Store) -> str:
    number: str = referrals.refer(two_towns, 9, 1, DAY).letter_number
    assert number == LETTER
    return number


def state(store: Store) -> tuple[Any, ...]:
    """Give what a request could have changed."""
    return (
        store.referrals.frame().to_dicts(), store.posts.frame()["status"].to_list(),
        store.fairs.invitations(1).to_dicts(), store.workers.frame().to_dicts(), store.workers.statuses(9),
    )  # fmt: skip


def test_every_route_has_a_rule() -> None:
    assert set(ROUTES) == set(RULES)


def test_every_form_of_a_page_proves_where_it_comes_from() -> None:
    forms = {name for name in ROUTES if not name.startswith("GET ") and " /api/" not in name}
    assert {name for name in forms if "genuine_form" not in asked(ROUTES[name].dependant)} == {
        "POST /sign-in"
    }


def test_what_holds_a_worker_is_read_through_the_scoped_store() -> None:
    about = {name for name in ROUTES if "{worker_id}" in name or "{letter}" in name or "candidates" in name}
    assert {name for name in about if "scoped_store" not in asked(ROUTES[name].dependant)} == set()


@pytest.mark.usefixtures("letter")
def test_without_a_key_only_what_is_for_anybody(public: TestClient, office_store: Store) -> None:
    before = state(office_store)
    for name, rule in RULES.items():
        answer = ask(public, name)
        if name == "POST /sign-in":
            assert answer.status_code == 401, name
        elif rule.anybody:
            assert answer.status_code in rule.says, name
        else:
            assert answer.status_code == 401, name
        assert not [mark for mark in MARKS if mark in answer.text], name
    assert state(office_store) == before


def test_every_route_for_staff_says_whose_job_it_is() -> None:
    staff = {name for name, rule in RULES.items() if not rule.anybody}
    assert {name for name in staff if jobs_for(*name.split(" ")) is None} == set()


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.usefixtures("letter")
def test_one_job_alone_opens_its_own_routes(public: TestClient, job: Job) -> None:
    """Of every route: closed (403) to the jobs its rule does not name, and not for that reason to others."""
    ring = public.app.state.office.keys  # type: ignore[attr-defined]
    public.headers["X-API-Key"] = ring.add(f"only {job}", "", frozenset({job}))
    for name, rule in RULES.items():
        if not rule.anybody:
            answer = ask(public, name)
            closed = answer.status_code == 403 and "not_your_job" in answer.text
            assert closed == (job not in (jobs_for(*name.split(" ")) or ())), name


@pytest.mark.usefixtures("letter")
def test_a_township_neither_sees_nor_changes_another(township: TestClient, office_store: Store) -> None:
    before = state(office_store)
    for name, rule in RULES.items():
        answer = ask(township, name)
        assert answer.status_code == rule.refused or (rule.refused is None and answer.status_code < 500), name
        told = (
            answer.text if name != "POST /find" else answer.text.replace(NAME, "")
        )  # it repeats what was typed
        assert not [mark for mark in MARKS if mark in told], name
        assert "/workers/9" not in told, name
    assert state(office_store) == before


@pytest.mark.usefixtures("letter")
def test_the_marks_would_be_seen_by_who_may(api: TestClient) -> None:
    """The search above is worth something: the office's own key finds the marked worker."""
    seen = {name for name in RULES if any(mark in ask(api, name).text for mark in MARKS)}
    assert {"GET /api/v1/workers/{worker_id}", "GET /workers/{worker_id}", "GET /letters/{letter}",
            "GET /posts/{post_id}/candidates", "GET /api/v1/posts/{post_id}/candidates"} <= seen  # fmt: skip
    assert not seen & {name for name, rule in RULES.items() if rule.anybody}
