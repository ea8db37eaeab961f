"""Where a ranker stands: on the held-out months, and against the truth of a simulated county.

Everything is measured on people; intervals resample workers. Groups, sex and age are read here for
audit only and reach no ranker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.pairs import HEADS
from matching import metrics
from matching.metrics import Interval
from matching.rank import Pairs, Ranker
from training_jobs.audit import group_gaps
from training_jobs.catalogue import Catalogue, catalogue, chunks
from training_jobs.floors import Score, by_ranker, floors
from training_jobs.office import Office
from training_jobs.splits import Split
from training_jobs.truth import TrueValue

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EvaluateConfig:
    """Set the measuring."""

    lists: int = 600
    """Most lists of the full catalogue; each holds every open post."""

    k: int = 10
    """Length of the list people read."""

    resamples: int = 500
    """Resamples of people behind each interval."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold one ranker's measures over the lists; ``per_list`` arrays align with the lists."""

    name: str
    ndcg: Interval
    recall: Interval
    best: Interval | None
    """share of the best possible expected lasting placements; None without a truth"""
    gini: float
    unseen: float
    """share of open posts that nobody is sent to"""
    per_list: Mapping[str, Numbers]
    gaps: Mapping[str, float]
    placed: float
    """AUC: letters that ended in a hire above those that did not"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Hold one stage's measures on known outcomes of the test months."""

    name: str
    outcomes: int
    rate: float
    auc: float
    brier: float
    ece: float
    curve: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Letters:
    """Hold the test letters (n,) of which the end is known: 1 hired, 0 refused or not hired."""

    hired: Numbers
    worker_ids: npt.NDArray[np.int64]
    scores: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Hold everything measured of a challenger beside the floors."""

    standings: Mapping[str, Standing]
    stages: Mapping[str, Stage]
    letters: Letters
    lists: int
    pairs: int
    promised: float | None = None
    """mean chance of a lasting placement that the first ranker gives its own first places"""
    kept: float | None = None
    """mean true chance of the same places; known of a simulated county alone"""

    def gain(self, over: str, name: str, seed: int = 0, measure: str = "ndcg") -> Interval:
        """Give how much ``name`` is above ``over``, with the interval over people.

        ``ndcg``, ``recall``, ``best``: per list of the full catalogue; ``placed``: AUC over letters.
        """
        if measure == "placed":
            known, scores = self.letters, self.letters.scores
            return metrics.auc_gain(known.hired, scores[name], scores[over], known.worker_ids, seed)
        ours, theirs = self.standings[name].per_list[measure], self.standings[over].per_list[measure]
        return metrics.bootstrap(ours - theirs, seed)


def evaluate(
    office: Office, split: Split, rankers: Mapping[str, Ranker], config: EvaluateConfig, seed: int,
    truth: TrueValue | None = None,
) -> Evaluation:  # fmt: skip
    """Measure rankers and floors on the same lists, the stages of the first one that claims them."""
    whole = catalogue(office, split.test, config.lists, np.random.default_rng(seed))
    scorers = {**floors(seed), **{name: by_ranker(ranker) for name, ranker in rankers.items()}}
    scores = _scores(office, whole, scorers)
    ids = office.posts.frame["post_id"].to_numpy()
    value = (
        None if truth is None else truth(whole.lists["worker_id"].to_numpy()[whole.query], ids[whole.post])
    )
    letters = _letters(office, split, scorers)
    ruler = _Ruler(office, whole, value, letters, config, seed)
    standings = {name: ruler.measure(name, score) for name, score in scores.items()}
    stages = _stages(office, split, next(iter(rankers.values()))) if rankers else {}
    ours = scores[next(iter(rankers))] if rankers else None
    promise = (None, None) if ours is None or value is None else ruler.promise(ours, value)
    return Evaluation(standings, stages, letters, whole.lists.height, len(whole.worker), *promise)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Hold what every ranker is measured on."""

    office: Office
    whole: Catalogue
    value: Numbers | None
    letters: Letters
    config: EvaluateConfig
    seed: int

    def measure(self, name: str, score: Numbers) -> Standing:
        whole, k = self.whole, self.config.k
        place = metrics.places(whole.query, score)
        per_list = {
            "ndcg": metrics.ndcg(whole.query, place, whole.hired, k),
            "recall": metrics.recall(whole.query, place, whole.hired, k),
        }
        if self.value is not None:
            per_list["best"] = metrics.share_of_best(whole.query, place, self.value, k)
        spread = {key: self._spread(each) for key, each in per_list.items()}
        shown = metrics.exposure(whole.post, place, len(self.office.posts), k)[np.unique(whole.post)]
        return Standing(
            name, spread["ndcg"], spread["recall"], spread.get("best"), metrics.gini(shown),
            float((shown == 0).mean()), per_list,
            group_gaps(whole.lists, self.office.workers.frame, per_list["ndcg"]),
            metrics.auc(self.letters.hired, self.letters.scores[name]),
        )  # fmt: skip

    def promise(self, score: Numbers, value: Numbers) -> tuple[float, float]:
        """Give what a ranker's first ``k`` places promise on average, and what is true of them."""
        first = metrics.places(self.whole.query, score) < self.config.k
        return float(score[first].mean()), float(value[first].mean())

    def _spread(self, per_list: Numbers) -> Interval:
        return metrics.bootstrap(per_list, self.seed, self.config.resamples)


def _letters(office: Office, split: Split, scorers: Mapping[str, Score]) -> Letters:
    """A letter that the worker declined never ended in a hire; one still unknown is left out."""
    ended = pl.when(pl.col("accept") == 0).then(0).otherwise(pl.col("hire"))
    rows = split.test.with_columns(ended=ended).drop_nulls("ended")
    pairs = office.letters(rows)
    scores = {name: scorer(pairs) for name, scorer in scorers.items()}
    return Letters(rows["ended"].to_numpy().astype(np.float64), rows["worker_id"].to_numpy(), scores)


def _scores(office: Office, whole: Catalogue, scorers: Mapping[str, Score]) -> dict[str, Numbers]:
    found = {name: np.zeros(len(whole.worker)) for name in scorers}
    for part, pairs in chunks(office, whole):
        for name, scorer in scorers.items():
            found[name][part] = scorer(pairs)
    return found


def _stages(office: Office, split: Split, ranker: Ranker) -> dict[str, Stage]:
    found = {}
    for name in HEADS:
        rows = split.tested(name)
        if rows.height and (chance := _chance(office.letters(rows), ranker, name)) is not None:
            found[name] = _stage(name, rows[name].to_numpy().astype(np.float64), chance)
    return found


def _chance(pairs: Pairs, ranker: Ranker, stage: str) -> Numbers | None:
    chance = getattr(ranker.score(pairs), stage)
    return None if chance is None else chance.astype(np.float64)


def _stage(name: str, outcome: Numbers, chance: Numbers) -> Stage:
    order, error = metrics.auc(outcome, chance), metrics.brier(outcome, chance)
    off, curve = metrics.ece(outcome, chance), metrics.reliability(outcome, chance)
    return Stage(name, len(outcome), float(outcome.mean()), order, error, off, curve)
