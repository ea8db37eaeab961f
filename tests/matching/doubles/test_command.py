"""``springwind doubles``: find proposes, list shows, merge and keep decide; no name is ever printed."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from features.cli import language
from features.settings import Settings
from features.store import Store
from matching.doubles.command import doubles
from matching.doubles.reasons import SAID


@pytest.fixture
def run(store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the command over an office where worker 1 is registered again as worker 2."""
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", str(settings.database_url))
    assert language() == "zh"
    day = {"registered_on": date(2026, 1, 5), "valid_until": date(2027, 1, 5), "simulated": True}
    towns = [f"999901{101 + n % 2}" for n in range(6)]
    months = [date(1980, 4, 1), date(1980, 4, 1), *(date(1970 + n, 1 + n, 1) for n in range(4))]
    rows = [{"division": town, "born_month": month, **day} for town, month in zip(towns, months, strict=True)]
    store.workers.add_frame(pl.DataFrame(rows))
    people = [
        {"worker_id": n + 1, "name": f"模拟{n or 1}", "id_number": f"99990119{n or 1}", "phone": f"1000{n}"}
        for n in range(6)
    ]
    store.workers.seal(pl.DataFrame(people))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(doubles, list(arguments), env={"COLUMNS": "160"})

    return call


def test_from_the_search_to_the_merge(run: Any, store: Store) -> None:
    found = run("find", "--kind", "worker", "--json")
    assert found.exit_code == 0, found.output
    told = json.loads(found.output)["worker"]
    assert (told["pairs"], told["new"]) == (1, 1)
    again = run("find", "--kind", "worker")
    assert "新提出 0 对" in again.output
    listed = run("list")
    assert "1 / 2" in listed.output
    assert "身份证号相同" in listed.output
    assert "模拟" not in listed.output
    (row,) = json.loads(run("list", "--json").output)
    merged = run("merge", str(row["double_id"]), "--winner", "2", "--why", "本人确认")
    assert "已把求职者 1 合并到 2" in merged.output
    assert store.audit.frame("worker", 2).row(-1, named=True)["why"] == "本人确认"
    assert "没有待决定" in run("list").output
    assert "已合并到 2" in run("list", "--all").output
    assert json.loads(run("find", "--kind", "worker", "--json").output)["worker"]["pairs"] == 0


def test_kept_apart_for_good(run: Any) -> None:
    run("find", "--kind", "worker")
    (row,) = json.loads(run("list", "--json").output)
    assert "保留为两条" in run("keep", str(row["double_id"]), "--why", "双胞胎").output
    assert json.loads(run("find", "--kind", "worker", "--json").output)["worker"]["new"] == 0
    assert json.loads(run("list", "--json").output) == []


def test_every_reason_has_its_words() -> None:
    from features.say import catalogue

    names = {f"double.why.{name}" for columns in SAID.values() for name, _ in columns}
    assert names <= set(catalogue())
