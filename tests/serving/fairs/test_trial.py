"""``springwind fair what-if`` tries changes on a fair and keeps nothing."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import matching.matcher
from features.cli import main
from serving.fairs.command import fair

DAYS = ["--as-of", "2026-03-02"]


@pytest.fixture
def run(settings, scorer, monkeypatch):
    """Run the command on this test's database, with the stand-in for the matcher."""
    monkeypatch.setenv("SPRINGWIND_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SPRINGWIND_DATA_DIR", str(settings.data_dir))
    stand_in = SimpleNamespace(load=lambda settings, store: scorer)
    monkeypatch.setattr(matching.matcher, "Matcher", stand_in)

    def call(*arguments):
        return CliRunner().invoke(fair, ["what-if", *arguments, *DAYS], catch_exceptions=False)

    return call


def test_changes_are_set_beside_the_plan_and_nothing_is_kept(hall, run):
    changes = ["--change", "places:5=+3", "--change", "lodging:2=no", "--change", "floor:hardship=0"]
    with pytest.raises(Exception, match="hardship"):
        run("1", *changes)
    told = json.loads(run("1", *changes[:4], "--json").stdout)
    assert told["changes"] == ["places:5=+3", "lodging:2=no"]
    assert told["certified"]
    before = {row["measure"]: (row["before"], row["after"]) for row in told["totals"]}
    assert before["places"][1] - before["places"][0] == 3
    assert told["rescored"] == 12
    assert {row["quota"] for row in told["prices"]} >= {"worker", "place", "invitation", "seat", "minimum"}
    assert hall.fairs.invitations(1).is_empty()


def test_an_employer_leaves_on_the_morning_and_the_table_says_what_follows(hall, run):
    shown = run("1", "--change", "remove:3").stdout
    assert "试改：remove:3" in shown
    assert "前后对照" in shown
    assert "无人可去的岗位" in shown
    moved = run("1", "--change", "move:2=1", "--json").stdout
    assert json.loads(moved)["changes"] == ["move:2=1"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "没有说要改什么"),
        (["--change", "rename:3"], 2, "写法"),
        (["--change", "remove:77"], 2, "77"),
        (["--change", "minimum:2=9"], 2, "接待"),
    ],
)
def test_what_cannot_be_tried_ends_with_a_sentence_and_a_code(hall, run, capsys, arguments, status, words):
    with pytest.raises(SystemExit) as ended:
        main(["fair", "what-if", "1", *arguments, *DAYS])
    assert ended.value.code == status
    assert words in capsys.readouterr().err
