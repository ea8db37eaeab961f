"""``springwind fair`` as a person types it."""

from __future__ import annotations

import json
import re
import stat
import sys
from types import SimpleNamespace

import polars as pl
import pytest
from click.testing import CliRunner

from features.cli import main
from features.say import catalogue
from serving.fairs.command import fair

DAYS = ["--as-of", "2026-03-02"]


def stand_in(monkeypatch, scorer):
    """Put a module with a matcher that always loads in the engine's place."""
    matcher = SimpleNamespace(load=lambda settings, store: scorer)
    monkeypatch.setitem(sys.modules, "matching.matcher", SimpleNamespace(Matcher=matcher))


@pytest.fixture
def run(settings, scorer, monkeypatch):
    """Run the command on this test's database, with the stand-in for the matcher."""
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    stand_in(monkeypatch, scorer)

    def call(*arguments):
        return CliRunner().invoke(fair, [*arguments, *DAYS], catch_exceptions=False)

    return call


def test_a_new_fair_is_planned_shown_and_printed(town, run, tmp_path):
    made = json.loads(run("plan", "--new", "--booths", "3", "--out", str(tmp_path), "--json").stdout)
    assert made["simulated"]
    assert "模拟" in made["name"]
    assert made["certified"]
    assert len(made["booths"]) == 3
    assert len(made["files"]) == 8
    assert {item["name"] for item in made["readiness"]} >= {"permit", "notice", "employers"}
    listed = json.loads(run("show", "--json").stdout)
    planned = sum(not row["reserve"] for row in made["invitations"])
    assert [(row["fair_id"], row["invitations"]) for row in listed] == [(made["fair_id"], planned)]


def test_sheets_that_name_people_are_for_their_owner_alone(hall, run, tmp_path):
    folder = tmp_path / "sheets"
    run("plan", "--fair", "1", "--out", str(folder))
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_name_is_shown_as_written_and_is_no_markup(hall, run):
    odd = hall.employers.frame(ids=[1]).with_columns(name=pl.lit("模拟[/b]一"))
    hall.employers.upsert_frame(odd)
    assert "模拟[/b]一" in run("plan", "--fair", "1").stdout


def test_tables_for_people_name_every_booth(hall, run):
    shown = run("plan", "--fair", "1").stdout
    for n in range(1, 5):
        assert f"模拟单位{n}" in shown
    assert "已独立验证" in shown
    assert "准备清单" in shown
    assert "公安许可" in run("show", "--fair", "1").stdout
    assert "招聘会" in run("show").stdout


def test_sheets_can_be_written_again_later(hall, run, tmp_path):
    run("plan", "--fair", "1", "--json")
    written = json.loads(
        run("sheets", "--fair", "1", "--out", str(tmp_path / "kit"), "--no-names", "--json").stdout
    )
    assert len(written) == 8
    assert (tmp_path / "kit" / "villages.xlsx").exists()


def test_an_empty_office_has_no_fairs(store, run):
    assert "--new" in run("show").stdout


def say_start(code):
    """Give the words of a sentence before its first placeholder or full stop."""
    return re.split(r"[{。：，]", catalogue()[f"error.{code}"]["zh"])[0]


REFUSED = [
    ([], "fair_which", 2),
    (["--fair", "1", "--new"], "fair_which", 2),
    (["--new", "--on", "2026-01-01"], "fair_day", 2),
    (["--new", "--reveal"], "fair_reveal_why", 2),
    (["--fair", "9"], "fair_unknown", 3),
]


@pytest.mark.parametrize(("arguments", "code", "status"), REFUSED)
def test_what_cannot_be_done_ends_with_a_sentence_and_a_code(town, run, capsys, arguments, code, status):
    with pytest.raises(SystemExit) as ended:
        main(["fair", "plan", *arguments, *DAYS])
    assert ended.value.code == status
    sentence = capsys.readouterr().err
    assert sentence.startswith("springwind: ")
    assert say_start(code) in sentence


def test_a_new_fair_that_cannot_be_planned_is_not_kept(town, run, make_scorer, monkeypatch):
    class Broken(make_scorer):
        def score_campaign(self, *given, **more):
            raise RuntimeError("broken on purpose")

    stand_in(monkeypatch, Broken())
    with pytest.raises(RuntimeError):
        run("plan", "--new")
    assert town.fairs.frame().is_empty()
