"""Where a ranker stands: on the held-out months, and against the truth of a simulated county.

Everything is measured on people; intervals resample workers. Groups, sex and age are read here for
audit only and reach no ranker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

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

    lists: int = 400
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
class Evaluation:
    """Hold everything measured of a challenger beside the floors."""

    standings: Mapping[str, Standing]
    stages: Mapping[str, Stage]
    lists: int
    pairs: int
    notes: tuple[str, ...] = field(default=())

    def gain(self, over: str, name: str, seed: int = 0, measure: str = "ndcg") -> Interval:
        """Give how much ``name`` is above ``over`` per list, with the interval over people."""
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
    standings = {
        name: _standing(name, whole, score, value, office, config, seed) for name, score in scores.items()
    }
    stages = _stages(office, split, next(iter(rankers.values()))) if rankers else {}
    return Evaluation(standings, stages, whole.lists.height, len(whole.worker))


def _scores(office: Office, whole: Catalogue, scorers: Mapping[str, Score]) -> dict[str, Numbers]:
    found = {name: np.zeros(len(whole.worker)) for name in scorers}
    for part, pairs in chunks(office, whole):
        for name, scorer in scorers.items():
            found[name][part] = scorer(pairs)
    return found


def _standing(
    name: str,
    whole: Catalogue,
    score: Numbers,
    value: Numbers | None,
    office: Office,
    config: EvaluateConfig,
    seed: int,
) -> Standing:
    place = metrics.places(whole.query, score)
    per_list = {
        "ndcg": metrics.ndcg(whole.query, place, whole.hired, config.k),
        "recall": metrics.recall(whole.query, place, whole.hired, config.k),
    }
    if value is not None:
        per_list["best"] = metrics.share_of_best(whole.query, place, value, config.k)
    spread = {key: metrics.bootstrap(each, seed, config.resamples) for key, each in per_list.items()}
    offered = np.unique(whole.post)
    shown = metrics.exposure(whole.post, place, len(office.posts), config.k)[offered]
    gaps = group_gaps(whole.lists, office.workers.frame, per_list["ndcg"])
    nobody = float((shown == 0).mean())
    evenness = metrics.gini(shown)
    return Standing(
        name, spread["ndcg"], spread["recall"], spread.get("best"), evenness, nobody, per_list, gaps
    )


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
