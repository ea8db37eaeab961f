"""Measures of ranking, calibration and congestion, and intervals by resampling people.

Ranked lists come long: one row per (list, post), with ``query`` numbering the lists 0..m-1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Hold a mean with its 95 % interval over resampled people."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"

    def short(self) -> str:
        """Give the mean and half the width, for narrow tables."""
        return f"{self.mean:.3f} ±{(self.high - self.low) / 2:.3f}"


def places(query: Ints, score: Numbers) -> Ints:
    """Give each row's place (n,) in its own list, from 0, highest score first; ties by row order."""
    order = np.lexsort((-score.astype(np.float64), query))
    starts = np.flatnonzero(np.diff(query[order], prepend=-1))
    within = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = within
    return place


def ndcg(query: Ints, place: Ints, gain: Numbers, k: int = 10) -> Numbers:
    """Give nDCG@k per list (m,), log2 discount (Järvelin and Kekäläinen 2002); nan without a gain."""
    reached = _gathered(query, np.where(place < k, gain / np.log2(place + 2), 0.0))
    best = _gathered(query, np.where((ideal := places(query, gain)) < k, gain / np.log2(ideal + 2), 0.0))
    return np.divide(reached, best, out=np.full_like(best, np.nan), where=best > 0)


def recall(query: Ints, place: Ints, relevant: Numbers, k: int = 10) -> Numbers:
    """Give the share of relevant rows among the first k per list (m,); nan without any."""
    found, there = _gathered(query, relevant * (place < k)), _gathered(query, relevant)
    return np.divide(found, there, out=np.full_like(there, np.nan), where=there > 0)


def share_of_best(query: Ints, place: Ints, value: Numbers, k: int = 10) -> Numbers:
    """Give what the first k hold of the most that k could hold, per list (m,), undiscounted."""
    reached = _gathered(query, value * (place < k))
    best = _gathered(query, value * (places(query, value) < k))
    return np.divide(reached, best, out=np.full_like(best, np.nan), where=best > 0)


def auc(outcome: Numbers, score: Numbers, weight: Numbers | None = None) -> float:
    """Give the chance that a positive scores above a negative, ties half; nan with one class."""
    _, group = np.unique(score, return_inverse=True)
    weight = np.ones(len(outcome)) if weight is None else weight
    up = np.bincount(group, weights=weight * outcome)
    down = np.bincount(group, weights=weight * (1 - outcome))
    if not up.sum() or not down.sum():
        return float("nan")
    below = np.cumsum(down) - down / 2
    return float((up * below).sum() / (up.sum() * down.sum()))


def auc_gain(
    outcome: Numbers, ours: Numbers, theirs: Numbers, person: Ints, seed: int, resamples: int = 300
) -> Interval:
    """Give how much ``ours`` orders outcomes better than ``theirs`` (AUC), interval over people."""
    _, who = np.unique(person, return_inverse=True)
    rng, people = np.random.default_rng(seed), int(who.max(initial=-1)) + 1
    drawn = (np.bincount(rng.integers(0, people, people), minlength=people)[who] for _ in range(resamples))
    weights = (counts.astype(np.float64) for counts in drawn)
    gains = [auc(outcome, ours, weight) - auc(outcome, theirs, weight) for weight in weights]
    low, high = np.nanquantile(gains, [0.025, 0.975])
    return Interval(auc(outcome, ours) - auc(outcome, theirs), float(low), float(high))


def brier(outcome: Numbers, chance: Numbers, weight: Numbers | None = None) -> float:
    """Give the mean squared error of probabilities."""
    return float(np.average((outcome - chance) ** 2, weights=weight))


def reliability(
    outcome: Numbers, chance: Numbers, bins: int = 10, weight: Numbers | None = None
) -> npt.NDArray[np.float64]:
    """Give (bins, 3): mean chance, share that came true, count; bins hold equal numbers of people."""
    weight = np.ones(len(chance)) if weight is None else weight
    parts = np.array_split(np.argsort(chance, kind="stable"), min(bins, max(len(chance), 1)))
    rows = [
        (np.average(chance[part], weights=weight[part]), np.average(outcome[part], weights=weight[part]),
         weight[part].sum())
        for part in parts if len(part) and weight[part].sum() > 0
    ]  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def ece(outcome: Numbers, chance: Numbers, bins: int = 10, weight: Numbers | None = None) -> float:
    """Give the expected calibration error over equally filled bins."""
    table = reliability(outcome, chance, bins, weight)
    return (
        float(np.average(np.abs(table[:, 0] - table[:, 1]), weights=table[:, 2]))
        if len(table)
        else float("nan")
    )


def ece_by_chance(
    chance: Numbers, weight: Numbers | None = None, seed: int = 0, draws: int = 100, bins: int = 10
) -> float:
    """Give the ECE that a perfectly honest head shows on a sample of this size: outcomes drawn from it."""
    rng = np.random.default_rng(seed)
    drawn = [ece((rng.random(len(chance)) < chance).astype(np.float64), chance, bins, weight)
             for _ in range(draws)]  # fmt: skip
    return float(np.mean(drawn)) if len(chance) else float("nan")


def gini(exposure: Numbers) -> float:
    """Give how unevenly exposure lies: 0 all alike, near 1 everything on one post."""
    ordered = np.sort(exposure)
    if not len(ordered) or ordered.sum() == 0:
        return float("nan")
    lorenz = np.cumsum(ordered) / ordered.sum()
    return float((len(ordered) + 1 - 2 * lorenz.sum()) / len(ordered))


def exposure(post: Ints, place: Ints, posts: int, k: int = 10) -> Numbers:
    """Count in how many first-k lists each post (posts,) stands."""
    return np.asarray(np.bincount(post[place < k], minlength=posts), dtype=np.float64)


def bootstrap(
    per_person: Numbers, seed: int, resamples: int = 500, measure: Callable[..., Numbers] = np.mean
) -> Interval:
    """Give the measure of values per person (nan left out) with its interval over resampled people."""
    known = per_person[~np.isnan(per_person)]
    if not len(known):
        return Interval(float("nan"), float("nan"), float("nan"))
    drawn = np.random.default_rng(seed).integers(0, len(known), (resamples, len(known)))
    low, high = np.quantile(measure(known[drawn], axis=1), [0.025, 0.975])
    return Interval(float(measure(known)), float(low), float(high))


def _gathered(query: Ints, amount: Numbers) -> Numbers:
    lists = int(query.max(initial=-1)) + 1
    return np.asarray(np.bincount(query, weights=amount, minlength=lists), dtype=np.float64)
