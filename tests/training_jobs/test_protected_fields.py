"""A funnel learned on a simulated county: protected fields and words, swapped, leave it all equal.

Vectors, occupation codes, bits of words, every feature, every score and every sentence are held to the
same values: exactly, since nothing of them may be read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import numpy as np
import polars as pl
import pytest

from features.records.vocabulary import Group
from features.text import worker_text
from matching.bundle import default_bundle
from matching.explain import reasons
from matching.rank import Rules
from training_jobs.county import Parameters, Size, simulate
from training_jobs.funnel import Recipe, learn_funnel
from training_jobs.heads import HeadConfig
from training_jobs.labels import labelled
from training_jobs.office import Office

UNTIL = date(2026, 4, 15)
RECIPE = Recipe(HeadConfig(trees=10, folds=2))
SWAPPED = [("worker", what) for what in ("sex", "groups", "born_month", "words")]
SWAPPED += [("post", what) for what in ("ages", "words")]


@pytest.fixture(scope="module")
def records() -> Any:
    return simulate(Parameters(size=Size(400, 50, 240)), UNTIL, 3).records


@pytest.fixture(scope="module")
def engine() -> Any:
    return default_bundle()


def office_of(engine: Any, records: Any, workers: pl.DataFrame, posts: pl.DataFrame) -> Office:
    return Office.of(engine, workers, posts, records.employers, records.referrals)


@pytest.fixture(scope="module")
def office(engine: Any, records: Any) -> Office:
    return office_of(engine, records, with_words(records.workers, "女 已婚"), titled(records.posts, "限女"))


def with_words(workers: pl.DataFrame, words: str) -> pl.DataFrame:
    """Add protected words to what a worker wants, can and did."""
    added = [
        pl.col(name).list.eval(pl.element() + f"（{words}）") for name in ("wanted", "skills", "past_jobs")
    ]
    return workers.with_columns(added)


def titled(posts: pl.DataFrame, words: str) -> pl.DataFrame:
    return posts.with_columns(pl.col("title") + f"（{words}）", pl.col("duties") + f" {words} ")


def swapped_workers(workers: pl.DataFrame, what: str) -> pl.DataFrame:
    sex = pl.col("sex").replace({"female": "male", "male": "female"})
    told = {
        "sex": [sex], "groups": [pl.lit(list(get_args(Group))).alias("groups")],
        "born_month": [pl.col("born_month").dt.offset_by("-14y")],
    }  # fmt: skip
    if what == "words":
        return with_words(workers, "男 未婚")
    return with_words(workers.with_columns(told[what]), "女 已婚")


def swapped_posts(posts: pl.DataFrame, what: str) -> pl.DataFrame:
    if what == "words":
        return titled(posts, "男性优先")
    ages = {"age_low": pl.lit(18, pl.Int64), "age_high": pl.lit(35, pl.Int64)}
    return titled(posts.with_columns(**ages), "限女")


def pairs_of(office: Office) -> Any:
    rng = np.random.default_rng(11)
    sides = (rng.integers(0, len(side), 600) for side in (office.workers, office.posts))
    return office.pairs(*sides, UNTIL)


@pytest.fixture(scope="module")
def funnel(office: Office) -> Any:
    learned = learn_funnel(office, labelled(office.referrals, UNTIL), RECIPE, 0)
    assert {"accept", "hire"} <= learned.heads.keys()
    return learned


@pytest.fixture(scope="module", params=SWAPPED, ids="-".join)
def other(request: pytest.FixtureRequest, engine: Any, records: Any) -> Office:
    """Give the same office with one protected thing swapped."""
    side, what = request.param
    workers = swapped_workers(records.workers, what if side == "worker" else "sex")
    posts = swapped_posts(records.posts, what) if side == "post" else titled(records.posts, "限女")
    return office_of(engine, records, workers, posts)


def test_vectors_codes_and_bits_are_equal(office: Office, other: Office) -> None:
    for one, swapped in ((office.workers, other.workers), (office.posts, other.posts)):
        np.testing.assert_array_equal(one.vectors, swapped.vectors)
        np.testing.assert_array_equal(one.codes, swapped.codes)
        assert one.bits.keys() == swapped.bits.keys()
        for name in one.bits:
            np.testing.assert_array_equal(one.bits[name], swapped.bits[name])
    assert worker_text(office.workers.frame) == worker_text(other.workers.frame)


def test_features_scores_and_sentences_are_equal(office: Office, other: Office, funnel: Any) -> None:
    one, swapped = pairs_of(office), pairs_of(other)
    np.testing.assert_array_equal(one.matrix(), swapped.matrix())
    rows = np.arange(40)
    for ranker in (Rules(), funnel):
        np.testing.assert_array_equal(ranker.score(one).value, ranker.score(swapped).value)
        assert reasons(ranker, one, rows) == reasons(ranker, swapped, rows)


def test_the_same_is_learned(office: Office, other: Office, funnel: Any) -> None:
    again = learn_funnel(other, labelled(other.referrals, UNTIL), RECIPE, 0)
    pairs = pairs_of(office)
    np.testing.assert_array_equal(again.score(pairs).value, funnel.score(pairs).value)


def test_a_swap_that_matters_is_seen(office: Office, funnel: Any) -> None:
    """The equality above is worth something: pay asked for moves features, scores and what is learned."""
    dearer = replace(office.workers, frame=office.workers.frame.with_columns(pl.col("monthly_low") + 1500))
    pairs, moved = pairs_of(office), pairs_of(replace(office, workers=dearer))
    assert not np.array_equal(pairs.matrix(), moved.matrix(), equal_nan=True)
    assert not np.array_equal(funnel.score(pairs).value, funnel.score(moved).value)
