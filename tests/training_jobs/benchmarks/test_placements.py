"""The day is lived one arrival after another, the same luck for all, and the table adds up."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from training_jobs.benchmarks import placements as bench
from training_jobs.benchmarks.hall import Hall
from training_jobs.benchmarks.realised import Luck, hires, luck
from training_jobs.county import Size
from training_jobs.funnel import Recipe
from training_jobs.heads import HeadConfig


@st.composite
def days(draw):
    workers, posts = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    mask = rng.random((workers, posts)) < 0.7
    worker, post = np.nonzero(mask)
    order = np.concatenate([rng.permutation(int(row.sum())) for row in mask]).astype(np.int64)
    places = rng.integers(0, 3, posts)
    day = Luck(
        rng.random((workers, posts)) < 0.7, rng.random((workers, posts)) < 0.5, rng.permutation(workers)
    )
    return worker, post, order, places, day


@given(days())
@settings(max_examples=80, deadline=None)
def test_hires_are_those_of_one_arrival_after_another(case):
    worker, post, order, places, day = case
    left, expected = places.copy(), set()
    for w in np.argsort(day.turn):
        own = sorted(np.flatnonzero(worker == w), key=lambda n: order[n])
        for n in own:
            if day.passes[w, post[n]] and left[post[n]] > 0:
                left[post[n]] -= 1
                expected.add(int(n))
                break
    assert set(hires(worker, post, order, places, day).tolist()) == expected


def test_luck_follows_the_chances_and_the_seed():
    stages = tuple(np.full((300, 200), chance) for chance in (0.5, 0.6, 0.25))
    first, again, other = (luck(stages, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.passes.mean() == pytest.approx(0.3, abs=0.01)
    assert first.lasts.mean() == pytest.approx(0.25, abs=0.01)
    assert sorted(first.turn) == list(range(300))
    assert (first.passes == again.passes).all()
    assert (first.passes != other.passes).any()


@pytest.fixture(scope="module")
def hall():
    return Hall.of(7, 120, Size(400, 60, 300), Recipe(HeadConfig(trees=5, folds=2, least_outcomes=20)))


@pytest.fixture(scope="module")
def rows(hall):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.Hall, "of", lambda *given: hall)
        return bench.measure(7, 120, 2, bench.CampaignConfig(), Size(400, 60, 300))


def test_an_offer_has_the_places_asked_for(hall):
    for ratio in (0.1, 0.3):
        offer = hall.offer(ratio)
        assert offer.places.sum() == round(ratio * len(hall.workers))
        assert (offer.places <= hall.places[offer.rows]).all()
    assert set(hall.offer(0.1).rows) <= set(hall.offer(0.3).rows)


def test_every_way_invites_open_pairs_of_the_offer_within_the_limit(hall):
    offer = hall.offer(0.3)
    pairs = bench.open_pairs(hall, [offer])
    marks = {name: pl.col(f"{name}_{len(offer.rows)}").alias(name) for name in ("near", "chance", "true")}
    ways = bench.invited(hall, offer, pairs.with_columns(**marks), bench.CampaignConfig())
    assert tuple(ways) == bench.WAYS
    known = set(pairs.select("worker", "post").iter_rows())
    for way, chosen in ways.items():
        assert set(zip(chosen.worker.tolist(), chosen.post.tolist(), strict=True)) <= known
        assert set(chosen.post) <= set(offer.rows)
        most = Counter(chosen.worker.tolist())
        assert max(most.values()) == 3, way
        assert all(sorted(chosen.order[chosen.worker == w]) == list(range(n)) for w, n in most.items())


def test_hires_never_exceed_places_and_lasting_never_hires(rows):
    assert Counter(row["way"] for row in rows) == dict.fromkeys(bench.WAYS, len(bench.RATIOS))
    for row in rows:
        assert 0 <= row["lasting"] <= row["placed"] <= row["places"]
        assert row["placed"] + row["left"] == pytest.approx(row["places"])
        assert row["served"] + row["unserved"] == 120
        assert row["no_hire"] <= row["posts"]


def test_the_summary_compares_with_the_same_counties():
    told = [
        {"seed": seed, "ratio": 0.6, "way": way, **dict.fromkeys(bench.MEASURES, 1.0), "lasting": lasting}
        for seed in (1, 2)
        for way, lasting in zip(bench.WAYS, (1, 2, 3, 10 * seed, 5, 13 * seed, 26 * seed), strict=True)
    ]
    found = {row["way"]: row for row in bench.summary(pl.DataFrame(told, strict=False))}
    assert found["springwind"]["of_funnel"] == [1.3, 1.3, 1.3]
    assert found["springwind"]["of_truth"] == [0.5, 0.5, 0.5]
    assert found["funnel"]["lasting_low"] == 10
    assert found["funnel"]["lasting_high"] == 20


@pytest.mark.parametrize(("lang", "words"), [("zh", "模拟县"), ("en", "simulated counties")])
def test_people_read_a_table_that_says_simulated(monkeypatch, rows, lang, words):
    monkeypatch.setenv("SPRINGWIND_LANGUAGE", lang)
    monkeypatch.setattr(bench, "measure", lambda *given: rows)
    shown = CliRunner().invoke(bench.placements, ["--seeds", "1"], catch_exceptions=False)
    assert words in shown.stdout
    told = CliRunner().invoke(bench.placements, ["--seeds", "1", "--json"], catch_exceptions=False)
    assert json.loads(told.stdout)["simulated"]
