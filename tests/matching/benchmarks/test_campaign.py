"""The benchmark runs, proves what it prints, and sets the three ways side by side."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from matching.benchmarks.campaign import campaign, simulated

SIZE = ["--workers", "300", "--posts", "40", "--candidates", "20", "--places", "0.6"]


def test_the_allocation_is_proven_and_worth_most():
    told = json.loads(CliRunner().invoke(campaign, [*SIZE, "--json"], catch_exceptions=False).stdout)
    ways = {row["way"]: row for row in told["ways"]}
    assert told["simulated"]
    assert told["certified"]
    assert told["pairs"] == 6000
    assert ways["springwind"]["objective"] >= ways["greedy"]["objective"]
    assert ways["springwind"]["objective"] >= ways["top_k"]["objective"]
    assert ways["springwind"]["unserved"] == ways["springwind"]["swamped"] == 0
    assert ways["top_k"]["swamped"] > 0


@pytest.mark.parametrize(("lang", "words"), [("zh", "已独立验证"), ("en", "Verified optimal")])
def test_people_read_a_table_that_says_simulated(monkeypatch, lang, words):
    monkeypatch.setenv("SPRINGWIND_LANGUAGE", lang)
    shown = CliRunner().invoke(campaign, SIZE, catch_exceptions=False).stdout
    assert words in shown
    assert ("模拟" if lang == "zh" else "Simulated") in shown


def test_candidates_are_different_posts_and_the_seed_decides():
    size = {"workers": 50, "posts": 30, "candidates": 10, "places": 1.0}
    first, again, other = (simulated(**size, seed=seed) for seed in (1, 1, 2))
    assert len(set(zip(first.worker.tolist(), first.post.tolist(), strict=True))) == 500
    assert (first.value == again.value).all()
    assert (first.value != other.value).any()
