"""Where a ranker stands: on the held-out months, and against the truth of a simulated county.

Everything is measured on people; intervals resample workers. Groups, sex and age are read here for
audit only and reach no ranker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from features.pairs import HEADS
from matching import metrics
from matching.metrics import Interval
from matching.rank import Pairs, Ranker
from matching.rank.calibrate import sigmoid
from training_jobs.audit import group_gaps
from training_jobs.catalogue import Catalogue, catalogue, chunks
from training_jobs.evidence import Correction, evidence
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
    by_chance: float = 0.0
    """the calibration error an honest head shows on a sample of this size"""
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what a stage was measured on: n letters, their outcome 0..1, weight, chance and worker."""

    outcome: Numbers
    weight: Numbers
    chance: Numbers
    worker_ids: npt.NDArray[np.int64]

    def auc(self) -> float:
        """Give how well the chances order the outcomes."""
        return metrics.auc(self.outcome, self.chance, self.weight)

    def brier(self) -> float:
        """Give the mean squared error."""
        return metrics.brier(self.outcome, self.chance, self.weight)

    def ece(self, resampled: Numbers | float = 1.0) -> float:
        """Give the calibration error, each letter counted as often as its worker was drawn."""
        return metrics.ece(self.outcome, self.chance, weight=self.weight * resampled)


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
    parts: Mapping[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    """lists (m,) of workers, and of hires at posts, that no letter of the training months names"""

    promises: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """per given ranker: what its first places promise on average, and what is true of them"""

    def apart(self, name: str, part: str, measure: str = "ndcg", seed: int = 0) -> Interval:
        """Give a measure of one ranker over ``unseen_workers`` or ``unseen_posts`` alone."""
        return metrics.bootstrap(self.standings[name].per_list[measure][self.parts[part]], seed)

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
    scorers = {**floors(seed, office), **{name: by_ranker(ranker) for name, ranker in rankers.items()}}
    scores = _scores(office, whole, scorers)
    ids = office.posts.frame["post_id"].to_numpy()
    value = (
        None if truth is None else truth(whole.lists["worker_id"].to_numpy()[whole.query], ids[whole.post])
    )
    letters = _letters(office, split, scorers)
    ruler = _Ruler(office, whole, value, letters, config, seed)
    standings = {name: ruler.measure(name, score) for name, score in scores.items()}
    found = stages(office, split, next(iter(rankers.values()))) if rankers else {}
    promises = {} if value is None else {name: ruler.promise(scores[name], value) for name in rankers}
    said, true = next(iter(promises.values()), (None, None))
    return Evaluation(
        standings, found, letters, whole.lists.height, len(whole.worker), said, true,
        _unseen(office, split, whole), promises,
    )  # fmt: skip


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


def _unseen(office: Office, split: Split, whole: Catalogue) -> dict[str, npt.NDArray[np.bool_]]:
    workers, posts = (split.train[name].to_numpy() for name in ("worker_id", "post_id"))
    ids = office.posts.frame["post_id"].to_numpy()[whole.post]
    old = np.bincount(whole.query, weights=whole.hired * np.isin(ids, posts), minlength=whole.lists.height)
    return {
        "unseen_workers": ~np.isin(whole.lists["worker_id"].to_numpy(), workers),
        "unseen_posts": old == 0,
    }


def stages(office: Office, split: Split, ranker: Ranker) -> dict[str, Stage]:
    """Measure each stage on what the letters are worth as evidence, judged as the training months taught."""
    found, measured = correction_of(ranker), {}
    for name in HEADS:
        rows = split.tested(name) if name == "stay" else split.test
        told = evidence(office, rows, name, found)
        used = rows[told.rows]
        if used.height and (chance := _chance(office.letters(used), ranker, name)) is not None:
            both = sigmoid(logit(chance) + told.offset)
            measured[name] = _stage(name, Told(told.outcome, told.weight, both, used["worker_id"].to_numpy()))
    return measured


def correction_of(ranker: Ranker) -> Correction:
    """Give what a ranker's training found of how outcomes come to be known; nothing for other rankers."""
    corrected = getattr(ranker, "corrected", {})
    return Correction.of(dict(corrected)) if corrected else Correction()


def _chance(pairs: Pairs, ranker: Ranker, stage: str) -> Numbers | None:
    chance = getattr(ranker.score(pairs), stage)
    return None if chance is None else chance.astype(np.float64)


def logit(chance: Numbers) -> Numbers:
    """Give log-odds (n,) of chances."""
    kept = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.log(kept) - np.log(1 - kept)


def _stage(name: str, told: Told) -> Stage:
    rate = float(np.average(told.outcome, weights=told.weight))
    curve = metrics.reliability(told.outcome, told.chance, weight=told.weight)
    chance = metrics.ece_by_chance(told.chance, told.weight)
    return Stage(name, len(told.chance), rate, told.auc(), told.brier(), told.ece(), curve, chance, told)
