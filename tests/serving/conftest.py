"""A small office: two divisions, a few posts and workers, and a matcher that ranks by plain rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.errors import NotFound
from features.records import Employer, Fair, Identity, Post, Worker, frame_schema
from features.settings import Settings
from features.store import Store
from matching.types import Criterion, Match, Reason, Stages
from serving.app import create_app

DAY = date(2026, 3, 10)


@dataclass(frozen=True)
class PlainAnswer:
    matches: tuple[Match, ...]
    refused: dict[str, int] = field(default_factory=dict)
    would_bring: dict[str, int] = field(default_factory=dict)
    understood: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    bundle: str = "0" * 64
    ranker: str = "by_number"


class PlainMatcher:
    """Rank by number: enough to see what the service does with an answer."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.refreshed: list[int] = []
        self.asked: list[Any] = []

    def match_worker(self, worker_id: int, as_of: date, k: int = 20) -> PlainAnswer:
        self.store.workers.get(worker_id)
        return self._posts(worker_id, as_of, k)

    def match_profile(self, worker: pl.DataFrame, as_of: date, k: int = 20) -> PlainAnswer:
        self.asked.append(worker)
        return self._posts(None, as_of, k)

    def match_text(self, text: str, as_of: date, k: int = 20) -> PlainAnswer:
        self.asked.append(text)
        understood = {"monthly_low": {"value": 5000, "said": ["5000以上"]}}
        return replace(self._posts(None, as_of, k), understood=understood)

    def candidates(self, post_id: int, as_of: date, k: int = 20) -> PlainAnswer:
        if not self.store.posts.frame(ids=[post_id]).height:
            raise NotFound("post_not_found", where="post_id", id=post_id)
        ids = self.store.workers.frame()["worker_id"].to_list()[:k]
        return PlainAnswer(tuple(match(worker, post_id, i) for i, worker in enumerate(ids, 1)))

    def score_campaign(
        self, workers: pl.DataFrame, posts: pl.DataFrame, as_of: date, k: int = 50
    ) -> pl.DataFrame:
        pairs = workers.select("worker_id").join(posts.select("post_id"), how="cross")
        return pairs.with_columns(value=1 / pl.col("post_id"))

    def refresh(self, changes: pl.DataFrame) -> None:
        self.refreshed.extend(changes["id"].to_list())

    def warm(self) -> None:
        pass

    def ready(self) -> bool:
        return True

    def _posts(self, worker_id: int | None, as_of: date, k: int) -> PlainAnswer:
        posts = self.store.posts.open(as_of)["post_id"].to_list()
        found = tuple(match(worker_id, post, i) for i, post in enumerate(posts[:k], 1))
        return PlainAnswer(found, {"reach": 2, "places": 0}, {"reach": 1})


def match(worker_id: int | None, post_id: int, rank: int) -> Match:
    return Match(
        worker_id, post_id, rank, 1 / rank, Stages(0.7, 0.4, None),
        (Reason("skill", 0.3, "会缝纫", "can sew"),), (Reason("km", -0.1, "有点远", "a little far"),),
        (Criterion("education", "70", "80", False), Criterion("certificate", "", "", None)),
    )  # fmt: skip


def post(post_id: int, employer_id: int = 1, **told: Any) -> Post:
    given = {
        "title": f"缝纫工{post_id}", "duties": "平车 <b>四线</b>", "skills": ("平车",), "division": "999901",
        "place": "云岭镇", "headcount": 2, "monthly_low": 4000, "monthly_high": 6000, "pay_basis": "month",
        "pay_raw": "4000-6000", "offers": ("lodging", "meals"), "opened_on": DAY,
        "closes_on": date(2026, 3, 25), "status": "draft", "simulated": True,
    }  # fmt: skip
    return Post(post_id=post_id, employer_id=employer_id, **{**given, **told})


def worker(worker_id: int, division: str = "999901", **told: Any) -> Worker:
    given = {
        "place": "模拟村", "registered_on": DAY, "valid_until": date(2026, 9, 1), "wanted": ("缝纫",),
        "born_month": date(1981, 2, 1), "skills": ("平车",), "monthly_low": 4500, "needs": ("lodging",),
        "sex": "female", "groups": ("hardship",), "simulated": True,
    }  # fmt: skip
    return Worker(worker_id=worker_id, division=division, **{**given, **told})


@pytest.fixture
def office_store(store: Store) -> Store:
    """Give a store with two employers, three draft posts, three workers in two counties, and a fair."""
    contact = {"contact_name": "模拟联系人", "contact_phone": "12000000001"}
    store.employers.add(Employer(employer_id=1, name="模拟制衣厂", simulated=True, **contact))
    store.employers.add(Employer(employer_id=2, name="模拟电子厂", suspended=True, simulated=True))
    for number in (1, 2, 3):
        store.posts.add(post(number))
    store.posts.add(post(4, employer_id=2))
    for number, division in ((1, "999901"), (2, "999901"), (3, "999902")):
        store.workers.add(worker(number, division))
    people = [
        Identity(worker_id=1, name="模拟甲一", phone="12000000011", id_number="").model_dump(),
        Identity(worker_id=3, name="模拟丙三", phone="12000000033", id_number="").model_dump(),
    ]
    store.workers.seal(pl.DataFrame(people, schema=frame_schema(Identity)))
    store.fairs.add(Fair(fair_id=1, name="模拟招聘会", division="999901", held_on=DAY, simulated=True))
    return store


def publish(store: Store, *posts: int) -> None:
    """Write the three acts a post needs to stand published."""
    for action in ("checked", "approved", "published"):
        store.releases.append_all(posts, action, at=datetime.now(UTC), who="test")  # type: ignore[arg-type]


@pytest.fixture
def app(settings: Settings, office_store: Store) -> FastAPI:
    """Give the application on that store, with posts 1 and 2 published; nothing follows by itself."""
    publish(office_store, 1, 2)
    return create_app(
        settings, load_matcher=lambda _, store: PlainMatcher(store), today=lambda: DAY, follow=False
    )


@pytest.fixture
def public(app: FastAPI) -> Iterator[TestClient]:
    """Give a client without key or session."""
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def api(public: TestClient) -> TestClient:
    """Give a client with the office's key."""
    public.headers["X-API-Key"] = office_key(public)
    return public


@pytest.fixture
def township(public: TestClient) -> TestClient:
    """Give a client whose key sees division 999902 only."""
    office = public.app.state.office  # type: ignore[attr-defined]
    public.headers["X-API-Key"] = office.keys.add("township", "999902")
    return public


@pytest.fixture
def clerk(public: TestClient) -> TestClient:
    """Give a browser that has signed in at the window."""
    done = public.post("/sign-in", data={"key": office_key(public), "next": "/"})
    assert done.status_code == 303
    return public


def office_key(client: TestClient) -> str:
    office = client.app.state.office  # type: ignore[attr-defined]
    return str(office.keys.office_file.read_text().strip())


def form(client: TestClient, **fields: str) -> dict[str, str]:
    """Give the fields of a form as a page of this session would send them."""
    office = client.app.state.office  # type: ignore[attr-defined]
    return {**fields, "form_token": office.sessions.form_token(client.cookies["springwind_session"])}
