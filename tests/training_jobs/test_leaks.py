"""A feature that looks ahead is named before anything is learned; forbidden columns never arrive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.errors import Integrity
from features.history import History
from features.pairs import PAIR_FEATURES
from features.records import Worker
from features.records.field import Use, fields_for
from matching.bundle import default_bundle
from matching.pairing import pair_frame
from training_jobs.county import Parameters, Size, simulate
from training_jobs.labels import labelled
from training_jobs.leaks import _before, looking_ahead, refuse_leaks
from training_jobs.office import Office

UNTIL = date(2026, 4, 15)


@pytest.fixture(scope="module")
def office() -> Office:
    r = simulate(Parameters(size=Size(500, 60, 300)), UNTIL, 5).records
    return Office.of(default_bundle(), r.workers, r.posts, r.employers, r.referrals, r.shown)


@dataclass(frozen=True)
class Ahead:
    """Know the slips some days before they come back: what a careless join would do."""

    honest: History
    days: int = 30

    @property
    def market(self) -> Any:
        return self.honest.market

    def columns(self, pairs: pl.DataFrame) -> pl.DataFrame:
        return self.honest.columns(pairs.with_columns(pl.col("as_of").dt.offset_by(f"{self.days}d")))


def test_an_honest_past_looks_nowhere(office):
    assert looking_ahead(office, labelled(office.referrals, UNTIL)) == []


def test_a_planted_leak_is_named(office, monkeypatch):
    letters = labelled(office.referrals, UNTIL)
    true_of = History.of
    monkeypatch.setattr(History, "of", classmethod(lambda cls, *told: Ahead(true_of(*told))))
    leaking = replace(office, history=Ahead(office.history))
    found = looking_ahead(leaking, letters)
    assert "employer_hire" in found
    assert "pay_ratio" not in found
    with pytest.raises(Integrity) as caught:
        refuse_leaks(leaking, letters)
    assert caught.value.reason == "train_leak"
    assert "employer_hire" in caught.value.message("zh")
    assert caught.value.message("zh") != caught.value.message("en")


def test_what_came_on_the_very_day_is_the_future_too(office):
    """A slip that arrives on the day a letter is written may be that of the letter itself."""
    ahead = replace(office, history=Ahead(office.history, 1))
    busy = office.referrals["slip_on"].drop_nulls().value_counts().sort("count", "slip_on")["slip_on"][-1]
    letters = labelled(office.referrals, UNTIL).with_columns(referred_on=pl.lit(busy))
    assert looking_ahead(ahead, letters)


def test_rubbing_out_takes_what_came_on_the_day_and_later(office):
    day = office.referrals["slip_on"].drop_nulls().sort()[200]
    kept = _before(office.referrals, day)
    assert kept["referred_on"].max() < day
    assert kept["slip_on"].max() < day
    known = office.referrals.filter((pl.col("referred_on") < day) & (pl.col("slip_on") < day))
    assert kept["slip"].count() == known.height > 50


def test_an_outcome_of_the_future_planted_as_past_is_named(office):
    """The slip of a letter dated on the day it was written would tell that letter's own outcome."""
    same_day = office.referrals.with_columns(
        slip_on=pl.when(pl.col("slip").is_not_null()).then(pl.col("referred_on").dt.offset_by("-1d"))
    )
    planted = replace(office, history=History.of(same_day, office.posts.frame))
    found = looking_ahead(planted, labelled(office.referrals, UNTIL))
    assert "employer_hire" in found


def test_no_pair_frame_carries_a_forbidden_column(office):
    rows = np.zeros(3, np.int64)
    joined = pair_frame(office.workers, office.posts, office.employers, rows, rows, UNTIL, office.history)
    hidden = {f"w_{name}" for name in ("sex", "groups", "name", "born_month")}
    read = {root for feature in PAIR_FEATURES for root in feature.expr.meta.root_names()}
    assert not hidden & read
    assert not {"w_sex", "w_groups", "w_name"} & set(joined.columns)
    never = {f"w_{name}" for name in fields_for(Worker, Use.AUDIT, Use.NEVER)}
    assert never
    assert not never & read
