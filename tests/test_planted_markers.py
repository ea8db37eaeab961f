"""Who a worker is, planted in one simulated record, is searched for wherever data leaves the store.

One worker gets a name, number, phone, address and words found nowhere else. A model is trained and tracked,
the service asked on every route; then answers, logs, tables and files are searched for them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql

from features.records import Fair, Identity, frame_schema
from features.settings import Settings
from features.store import Store
from serving import api as api_routes
from serving import window as window_routes
from serving.app import create_app
from training_jobs.county import Parameters, Size, simulate
from training_jobs.county.keep import truth_folder, write_county
from training_jobs.evaluate import EvaluateConfig
from training_jobs.funnel import Recipe
from training_jobs.heads import HeadConfig
from training_jobs.ranker import TrainConfig, train_ranker

DAY = date(2026, 4, 15)
PLANTED = {
    "name": "模拟鑫淼焱垚", "id_number": "99990119700101777X", "phone": "10077778888",
    "address": "模拟标记路七千七百七十七号", "own_words": "模拟原话 zqxjkv 只说过一回",
}  # fmt: skip
QUICK = TrainConfig(Recipe(HeadConfig(trees=5, folds=2)), evaluate=EvaluateConfig(lists=20, resamples=5))
ALLOWED = {
    "GET /letters/{letter}": {"name"},
    "POST /find": {"phone"},
    "POST /match": {"own_words"},
    "POST /api/v1/matches": {"own_words"},
}
"""A letter names who comes; the others repeat to staff what they typed themselves. Nothing else may."""

BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/referrals/{letter}/outcome": {"slip": 5},
    "POST /api/v1/posts/{post_id}/ledger": {"action": "suspended", "why": "x"},
    "POST /api/v1/fairs/{fair_id}/plan": {},
}


def spelt(text: str) -> list[bytes]:
    """Give the bytes a text may stand as: UTF-8, GB18030, UTF-16, JSON escapes."""
    escaped = json.dumps(text)[1:-1].encode()
    return [text.encode(), text.encode("gb18030"), text.encode("utf-16-le"), escaped]


def found_in(content: bytes) -> list[str]:
    """Name the planted fields that stand in ``content``."""
    return [field for field, text in PLANTED.items() if any(form in content for form in spelt(text))]


def walked(router: Any, prefix: str = "") -> Iterator[str]:
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from walked(inner, prefix + route.include_context.prefix)
        else:
            yield from (f"{method} {prefix}{route.path}" for method in route.methods)


@pytest.fixture(scope="module")
def county() -> Any:
    return simulate(Parameters(size=Size(400, 50, 240)), DAY, 3)


@pytest.fixture
def planted(store: Store, settings: Settings, county: Any) -> dict[str, Any]:
    """Write the county and plant the marks; give the numbers under which they can be met."""
    write_county(store, county, truth_folder(settings))
    letter = store.referrals.frame().tail(1).row(0, named=True)
    identity = Identity(worker_id=letter["worker_id"], birth_date=date(1970, 1, 1), **PLANTED)
    store.workers.seal(pl.DataFrame([identity.model_dump()], schema=frame_schema(Identity)))
    post = store.posts.open(DAY)["post_id"][0]
    store.fairs.add(Fair(fair_id=1, name="模拟招聘会", division="999901", held_on=DAY, simulated=True))
    invited = {"worker_id": letter["worker_id"], "post_id": post, "rank": 1, "value": 0.5}
    store.fairs.save_plan(1, pl.DataFrame([invited]))
    return {"worker_id": letter["worker_id"], "letter": letter["letter_number"], "post_id": post}


class OfRoutes(dict[str, Any]):
    """Fill what a route asks for beyond the planted numbers; most of it stands for nothing here."""

    def __missing__(self, name: str) -> str:
        return {"token": "A" * 43, "ticket": "AAAA-BBBB-CCCC"}.get(name, "1")


def answers(client: TestClient, numbers: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Ask every route for JSON and as a page, in both languages, and with things that are refused."""
    said = {"text": f"{PLANTED['own_words']} 缝纫工"}
    pair = {name: numbers[name] for name in ("worker_id", "post_id")}
    sends = {
        "q": PLANTED["phone"],
        **said,
        **numbers,
        "slip": "9",
        "status": "seeking",
        "key": PLANTED["name"],
    }
    token = {"form_token": client.app.state.office.sessions.form_token("")}  # type: ignore[attr-defined]
    places = {**numbers, "fair_id": 1, "lang": "en"}
    for name in (*walked(api_routes.router()), *walked(window_routes.router())):
        method, _, pattern = name.partition(" ")
        for filled in (places, {**places, "worker_id": PLANTED["phone"], "letter": PLANTED["name"]}):
            path = pattern.format_map(OfRoutes(filled))
            for accept in ("application/json", "text/html"):
                headers = {"Accept": accept, "Accept-Language": "en" if accept.startswith("text") else "zh"}
                if method == "GET":
                    answer = client.get(path, headers=headers)
                else:
                    told = BODIES.get(name, said if "matches" in name else pair)
                    body = {"json": told} if path.startswith("/api/") else {"data": {**sends, **token}}
                    answer = client.post(path, headers=headers, **body)  # type: ignore[arg-type]
                if (
                    filled is places
                ):  # what is typed into an address may come back in the refusal, not in a log
                    yield name, answer.content + repr(sorted(answer.headers.items())).encode()


def everything(settings: Settings, store: Store) -> Iterator[tuple[str, bytes]]:
    """Give every row of every table, and every file of the data folder."""
    assert settings.database_url
    with psycopg.connect(settings.database_url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'springwind'"
        ).fetchall()
        for (table,) in tables:
            query = sql.SQL("SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM springwind.{} t")
            yield (
                f"table {table}",
                connection.execute(query.format(sql.Identifier(table))).fetchone()[0].encode(),
            )  # type: ignore[index]
    for path in sorted(settings.data_dir.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(settings.data_dir)), str(path).encode() + path.read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_nobody_is_named_where_data_leaves_the_store(
    store: Store, settings: Settings, planted: dict[str, Any], caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    caplog.set_level(logging.DEBUG)
    run = train_ranker(store, settings, DAY, QUICK, who="test")
    store.bundles.promote(run.sha256, "test", "planted")
    app = create_app(settings, today=lambda: DAY, follow=False)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        client.headers["X-API-Key"] = app.state.office.keys.office_file.read_text().strip()
        told = list(answers(client, planted))
    assert [name for name, content in told if set(found_in(content)) - ALLOWED.get(name, set())] == []
    assert ("GET /letters/{letter}", ["name"]) in [(name, found_in(content)) for name, content in told]
    ours = [record for record in caplog.records if not record.name.startswith("httpx")]
    logged = "\n".join(record.getMessage() + str(record.exc_text) for record in ours)
    assert "GET /workers/{worker_id} 200" in logged
    assert found_in((logged + "".join(capfd.readouterr())).encode()) == []
    kept = dict(everything(settings, store))
    assert {
        f"bundles/{run.sha256}/manifest.json",
        "mlflow/mlflow.db",
        "table worker_identity",
        "table audit",
    } <= (kept.keys())
    assert {place: found_in(content) for place, content in kept.items() if found_in(content)} == {}


def test_the_search_would_notice(tmp_path: Path) -> None:
    for field, text in PLANTED.items():
        for form in spelt(text):
            assert found_in(b"before " + form + b" after") == [field]
    assert found_in(repr(Identity(worker_id=7, **PLANTED)).encode()) == []
    assert found_in(str(Identity(worker_id=7, **PLANTED)).encode()) == []
