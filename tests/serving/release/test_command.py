"""The commands, run as a person would."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from features.errors import Integrity, SpringwindError
from features.settings import Settings
from features.store import Store
from serving.release import ledger
from serving.release.command import release


@pytest.fixture
def run(settings: Settings, office_store: Store, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", str(settings.database_url))
    monkeypatch.setattr(ledger, "lawful", lambda post, on, lang="zh", office=None: [])

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(release, list(arguments))

    return invoke


def test_due_publishes_and_verify_proves_it(run, office_store: Store) -> None:  # type: ignore[no-untyped-def]
    told = run("publish", "--due", "--as-of", "2026-03-10", "--who", "clerk", "--json")
    assert told.exit_code == 0, told.output
    assert json.loads(told.output)["published"] == [1, 2, 3]
    assert json.loads(told.output)["live"] == 3
    assert {entry.who for entry in office_store.releases.of_post(1)} == {"clerk"}
    proof = json.loads(run("verify", "--json").output)
    assert proof["count"] == 9
    assert run("verify", "--anchor", proof["anchor"]).exit_code == 0


def test_tables_are_readable_in_both_languages(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    assert "现在公开的岗位" in run("publish", "--due", "--as-of", "2026-03-10").output
    monkeypatch.setenv("SPRINGWIND_LANGUAGE", "en")
    assert "public now" in run("publish", "--due", "--as-of", "2026-03-10").output


def test_tampering_is_found_and_named(run, settings: Settings, database_url: str) -> None:  # type: ignore[no-untyped-def]
    run("publish", "--due", "--as-of", "2026-03-10")
    with psycopg.connect(database_url, autocommit=True) as connection:  # the owner of the server itself
        connection.execute("SET session_replication_role = replica")
        touched = connection.execute("UPDATE springwind.ledger SET who = 'nobody' WHERE seq = 5").rowcount
    assert touched == 1
    found = run("verify")
    assert isinstance(found.exception, Integrity)
    assert found.exception.exit_status == 7
    assert "5" in found.exception.message("en")


def test_the_single_steps_and_what_they_refuse(run, office_store: Store) -> None:  # type: ignore[no-untyped-def]
    day = ("--as-of", "2026-03-10")
    assert isinstance(run("publish", "--post", "1", *day).exception, SpringwindError)
    assert isinstance(run("publish", *day).exception, SpringwindError)
    for step in (("check", "--waiting"), ("approve", "--post", "1"), ("publish", "--post", "1")):
        told = run(*step, *day)
        assert told.exit_code == 0, told.output
    assert office_store.posts.get(1).status == "published"
    assert run("withdraw", "--post", "1").exit_code == 2  # click: --why is missing
    assert run("withdraw", "--post", "1", "--why", "closed").exit_code == 0
    assert office_store.posts.get(1).status == "withdrawn"


def test_expire_and_export(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("publish", "--due", "--as-of", "2026-03-10")
    lines, whole = tmp_path / "posts.jsonl", tmp_path / "posts.json"
    for out in (lines, whole):
        assert run("export", "--out", str(out)).exit_code == 0
    assert [json.loads(line)["post_id"] for line in lines.read_text().splitlines()] == [1, 2, 3]
    assert len(json.loads(whole.read_text())) == 3
    assert not list(tmp_path.glob("*.partial"))
    assert json.loads(run("expire", "--as-of", "2026-04-01", "--json").output)["count"] == 3
