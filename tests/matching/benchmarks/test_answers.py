"""The benchmark asks the store at hand and names every stage beside the bare library calls."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from features.records import Employer, Post, Worker
from features.store import Store
from matching.benchmarks.answers import answers

DAY = "2026-04-15"
STAGES = {
    "match_worker", "match_worker_unseen", "match_text", "candidates", "read", "prepare", "words", "gates",
    "search", "raw.faiss", "pairs", "features", "score", "raw.booster", "reasons",
}  # fmt: skip


@pytest.fixture
def small(store: Store, monkeypatch: pytest.MonkeyPatch, settings) -> Store:
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", str(settings.database_url))
    place = {"division": "999901101", "lat": 25.3, "lon": 103.6, "simulated": True}
    store.employers.add(Employer(employer_id=1, name="模拟-一号厂", division="999901101", simulated=True))
    for number, title in enumerate(("缝纫工", "电工", "厨师", "焊工"), 1):
        said = {"opened_on": "2026-04-01", "closes_on": "2026-05-01", "status": "published"}
        store.posts.add(Post(post_id=number, employer_id=1, title=title, **said, **place))
        days = {"registered_on": "2026-01-01", "valid_until": "2026-12-31"}
        store.workers.add(Worker(worker_id=number, wanted=(title,), **days, **place))
    return store


def test_every_stage_is_measured(small: Store) -> None:
    command = ["--questions", "5", "--as-of", DAY, "--json"]
    told = json.loads(CliRunner().invoke(answers, command, catch_exceptions=False).stdout)
    assert told["posts"] == 4
    assert {line["stage"] for line in told["lines"]} == STAGES
    assert all(0 <= line["p50_ms"] <= line["p99_ms"] for line in told["lines"])


def test_people_read_a_table(small: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRINGWIND_LANGUAGE", "en")
    shown = CliRunner().invoke(answers, ["--questions", "2", "--as-of", DAY], catch_exceptions=False).stdout
    assert "posts for a worker" in shown
    assert "FAISS alone" in shown
