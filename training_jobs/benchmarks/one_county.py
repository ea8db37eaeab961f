"""One simulated county measured: every ranker on the same lists, the funnel with and without corrections.

The truth is read here and nowhere in the training: the true chances of pairs, told or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from features.pairs import HEADS
from matching import metrics
from matching.bundle import default_bundle
from matching.rank import Funnel
from matching.rank.calibrate import sigmoid
from matching.rank.spread import in_turn
from training_jobs.catalogue import catalogue, chunks
from training_jobs.choice import surprise
from training_jobs.county import County, Parameters, Size, simulate
from training_jobs.evaluate import EvaluateConfig, Evaluation, Told, correction_of, evaluate, logit
from training_jobs.funnel import Recipe, learn_funnel
from training_jobs.office import Office
from training_jobs.splits import Split, by_time
from training_jobs.truth import value_of

Numbers = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Say = Callable[[str], None]
UNTIL = date(2026, 4, 15)
STEPS = ("county", "learn", "uncorrected", "measure")
CORRECTED, UNCORRECTED = "funnel", "uncorrected"
ELSEWHERE = 40
"""Lists of which every pair is compared with the truth, chosen by anybody or not."""


@dataclass(frozen=True, slots=True)
class OneCounty:
    """Hold what was measured of one county."""

    seed: int
    letters: int
    digest: str
    found: Evaluation
    workers: Longs
    """(m,) worker of each list"""
    true_stages: Mapping[str, Mapping[str, Told]]
    """ranker -> stage -> chances against what became of every held-out letter, answered or not"""
    anywhere: Mapping[str, Told]
    """ranker -> value against the true one, on every pair of some lists"""
    missing: Mapping[str, str]
    spread: Mapping[str, float]
    """share of best and Gini of the corrected funnel, plain and with lists spread over posts in turn"""


def measure(seed: int, workers: int, lists: int, say: Say = lambda _: None) -> OneCounty:
    """Simulate a county, train on its past with and without corrections, and measure on its last months."""
    say("county")
    county = simulate(Parameters(size=Size(workers, workers * 7 // 60, workers * 7 // 12)), UNTIL, seed)
    office, records = office_of(county), county.records
    split = by_time(office.referrals, UNTIL)
    say("learn")
    funnels = {CORRECTED: learn_funnel(office, split.train, Recipe(), seed, as_of=split.cut)}
    say("uncorrected")
    funnels[UNCORRECTED] = learn_funnel(office, split.train, Recipe.uncorrected(), seed, as_of=split.cut)
    say("measure")
    found = evaluate(office, split, funnels, EvaluateConfig(lists=lists), seed, value_of(county.truth))
    drawn = catalogue(office, split.test, lists, np.random.default_rng(seed)).lists["worker_id"]
    return OneCounty(
        seed, records.referrals.height, county.parameters.digest(), found, drawn.to_numpy(),
        {name: _true_stages(county, office, split, funnel) for name, funnel in funnels.items()},
        _anywhere(county, office, split, funnels), funnels[CORRECTED].missing,
        _spread(county, office, split, funnels[CORRECTED], lists),
    )  # fmt: skip


def office_of(county: County) -> Office:
    """Make a county's records ready, its logged lists with them."""
    records = county.records
    frames = (records.workers, records.posts, records.employers, records.referrals, records.shown)
    return Office.of(default_bundle(), *frames)


def _true_stages(county: County, office: Office, split: Split, funnel: Funnel) -> dict[str, Told]:
    """Hold the chances of every held-out letter against what really became of it, told or not."""
    rows = split.test
    ids, happened = rows["worker_id"].to_numpy(), _happened(county, rows["referral_id"].to_numpy())
    scores, found = funnel.score(office.letters(rows)), {}
    for stage in HEADS:
        chance, (at, became) = getattr(scores, stage), happened[stage]
        if chance is not None:
            told = sigmoid(logit(chance.astype(np.float64)) + _chosen(office, split, funnel, stage))
            found[stage] = Told(became[at].astype(np.float64), np.ones(at.sum()), told[at], ids[at])
    return found


def _chosen(office: Office, split: Split, funnel: Funnel, stage: str) -> Numbers:
    """Give the log-odds (n,) that a letter's choice adds to its first stage."""
    learned = correction_of(funnel)
    if stage != "accept" or learned.choice is None:
        return np.zeros(split.test.height)
    return learned.shift * surprise(office, split.test, learned.choice)


def _happened(county: County, letters: Longs) -> dict[str, tuple[Mask, Mask]]:
    """Say per stage which letters (n,) really came so far, and which passed; no place left is no refusal."""
    happened = county.truth.happened
    at = np.searchsorted(happened["referral_id"], letters)
    accepted, hired, full, stayed = (happened[name][at] for name in ("accepted", "hired", "full", "stayed"))
    return {
        "accept": (np.ones(len(at), np.bool_), accepted), "hire": (accepted & ~full, hired),
        "stay": (hired, stayed),
    }  # fmt: skip


def _anywhere(county: County, office: Office, split: Split, funnels: Mapping[str, Funnel]) -> dict[str, Told]:
    whole = catalogue(office, split.test, ELSEWHERE, np.random.default_rng(county.seed + 1))
    ids = whole.lists["worker_id"].to_numpy()[whole.query]
    true = value_of(county.truth)(ids, office.posts.frame["post_id"].to_numpy()[whole.post])
    said = {name: np.zeros(len(true)) for name in funnels}
    for part, pairs in chunks(office, whole):
        for name, funnel in funnels.items():
            said[name][part] = funnel.score(pairs).value
    return {name: Told(true, np.ones(len(true)), value, ids) for name, value in said.items()}


def _spread(county: County, office: Office, split: Split, funnel: Funnel, lists: int) -> dict[str, float]:
    """Measure what it costs and brings to spread lists over posts, on the lists of the evaluation."""
    whole = catalogue(office, split.test, lists, np.random.default_rng(county.seed))
    ids = whole.lists["worker_id"].to_numpy()[whole.query]
    true = value_of(county.truth)(ids, office.posts.frame["post_id"].to_numpy()[whole.post])
    value = np.concatenate([funnel.score(pairs).value for _, pairs in chunks(office, whole)]).astype(
        np.float64
    )
    room = office.posts.frame["headcount"].fill_null(1).to_numpy().astype(np.float64)
    found: dict[str, float] = {}
    for name, score in (("plain", value), ("spread", in_turn(whole.query, whole.post, value, room))):
        place = metrics.places(whole.query, score)
        shown = metrics.exposure(whole.post, place, len(office.posts))[np.unique(whole.post)]
        found |= {f"{name}_best": float(np.nanmean(metrics.share_of_best(whole.query, place, true))),
                  f"{name}_gini": metrics.gini(shown)}  # fmt: skip
    return found
