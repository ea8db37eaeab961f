"""Several counties as one sample: intervals resample people, each within their own county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from features.pairs import HEADS
from matching.metrics import Interval, ece_by_chance
from training_jobs.benchmarks.one_county import CORRECTED, UNCORRECTED, OneCounty
from training_jobs.evaluate import Told

Numbers = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
RESAMPLES = 400
ECE_RESAMPLES = 60
COUNTY = 10**8
"""Room for worker ids within one county."""


def gains(counties: Sequence[OneCounty], measure: str) -> dict[str, Interval]:
    """Give how much the corrected funnel is above every other ranker per list, paired, over people."""
    found = {}
    for name in counties[0].found.standings:
        if name != CORRECTED:
            per = [
                one.found.standings[CORRECTED].per_list[measure] - one.found.standings[name].per_list[measure]
                for one in counties
            ]
            found[name] = by_person(np.concatenate(per), people(counties))
    return found


def level(counties: Sequence[OneCounty], name: str, measure: str) -> Interval:
    """Give one ranker's measure over the lists of all counties."""
    per = np.concatenate([one.found.standings[name].per_list[measure] for one in counties])
    return by_person(per, people(counties))


def people(counties: Sequence[OneCounty]) -> Longs:
    """Give one number per person (m,), lists of all counties one after the other."""
    return np.concatenate([one.workers + one.seed * COUNTY for one in counties])


def by_person(per_list: Numbers, person: Longs, seed: int = 0) -> Interval:
    """Give the mean over lists (nan left out) with its 95 % interval over resampled people."""
    known = ~np.isnan(per_list)
    values, who = per_list[known], np.unique(person[known], return_inverse=True)[1]
    total, lists = np.bincount(who, weights=values), np.bincount(who).astype(np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(total), (RESAMPLES, len(total)))
    means = total[drawn].sum(axis=1) / lists[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(values.mean()), float(low), float(high))


def joined(parts: Sequence[tuple[int, Told]]) -> Told:
    """Put the letters of several counties (seed, letters) one after the other."""
    told = [one for _, one in parts]
    ids = [one.worker_ids + seed * COUNTY for seed, one in parts]
    return Told(
        np.concatenate([one.outcome for one in told]), np.concatenate([one.weight for one in told]),
        np.concatenate([one.chance for one in told]), np.concatenate(ids),
    )  # fmt: skip


def ece_interval(told: Told, seed: int = 0) -> Interval:
    """Give the calibration error with its interval over people; resampling adds noise, so it lies high."""
    distinct, who = np.unique(told.worker_ids, return_inverse=True)
    rng, n = np.random.default_rng(seed), len(distinct)
    drawn = [
        told.ece(np.bincount(rng.integers(0, n, n), minlength=n)[who].astype(np.float64))
        for _ in range(ECE_RESAMPLES)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(told.ece(), float(low), float(high))


def stages(counties: Sequence[OneCounty]) -> dict[str, dict[str, Any]]:
    """Give each stage as the office can measure it and against the truth, all counties together.

    A stage that no county had labels enough for is not there.
    """
    found = {}
    for stage in HEADS:
        able = [one for one in counties if stage in one.found.stages]
        own = [(one.seed, one.found.stages[stage].told) for one in able]
        if not able:
            continue
        told = joined([(seed, each) for seed, each in own if each is not None])
        row: dict[str, Any] = {
            "letters": len(told.chance), "auc": told.auc(), "brier": told.brier(),
            "ece": asdict(ece_interval(told)),
            "ece_by_chance": ece_by_chance(told.chance, told.weight),
            "ece_each": [one.found.stages[stage].ece for one in able],
        }  # fmt: skip
        for name in (CORRECTED, UNCORRECTED):
            true = [
                (one.seed, one.true_stages[name][stage]) for one in able if stage in one.true_stages[name]
            ]
            row[f"true_ece_{name}"] = joined(true).ece() if true else None
        found[stage] = row
    return found


def anywhere(counties: Sequence[OneCounty], name: str) -> dict[str, float]:
    """Give how far the value of pairs that nobody need have chosen is from the truth."""
    told = joined([(one.seed, one.anywhere[name]) for one in counties])
    said, true = np.mean([one.found.promises[name] for one in counties], axis=0)
    return {
        "said": float(told.chance.mean()), "true": float(told.outcome.mean()), "ece": told.ece(),
        "first_said": float(said), "first_true": float(true),
    }  # fmt: skip
