"""Learn one stage: small monotone trees, calibrated on margins of people they have not seen."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from features.pairs import HEADS, NAMES, PAIR_FEATURES
from matching.rank.boosters import lightgbm
from matching.rank.calibrate import fit
from matching.rank.funnel import Head
from matching.types import Floats, Mask
from training_jobs.splits import folds

Outcomes = npt.NDArray[np.float64]


def _none() -> Outcomes:
    return np.zeros(0)


@dataclass(frozen=True)
class HeadConfig:
    """Set how a stage is learned; written into the run and the card."""

    trees: int = 90
    """Most trees; contributions of 20 rows stay within milliseconds."""

    depth: int = 3
    """Most questions in a row."""

    rate: float = 0.1
    """Step of each tree."""

    least_leaf: int = 40
    """Fewest outcomes in a leaf."""

    ridge: float = 5.0
    """L2 penalty on leaf values."""

    columns: float = 0.5
    """Share of features each tree may look at."""

    small: int = 1500
    """Fewer known outcomes than this, and half as many trees of two questions are grown: a small past cannot
    tell more apart."""

    folds: int = 3
    """Parts of the workers; each is predicted by trees that saw none of it, for the calibration."""

    least_outcomes: int = 200
    """Fewer known outcomes than this, and the stage is not learned."""

    least_class: int = 40
    """Fewer of either outcome than this, and the stage is not learned."""

    threads: int = 2
    """Threads of training, where there is enough to share out."""

    worth_threads: int = 100_000
    """Outcomes from which more than one thread pays."""

    def to_dict(self) -> dict[str, Any]:
        """Give the settings by name."""
        return asdict(self)

    def fitting(self, outcomes: int) -> HeadConfig:
        """Give the settings for this many outcomes."""
        if outcomes >= self.small:
            return self
        return replace(self, trees=max(1, self.trees // 2), depth=min(2, self.depth), ridge=2 * self.ridge)


@dataclass(frozen=True, slots=True)
class Known:
    """Hold what a stage is learned from.

    ``matrix`` (n, features), ``outcome`` (n,) 0..1 and ``worker_ids`` (n,) of known outcomes; beside them
    pairs never tried, (m, features) and (m,), counting as failures with ``weight`` for all together.
    ``each`` (n,) weighs the outcomes, mean 1; ``offset`` (n,) is what their choice adds to the log-odds.
    """

    matrix: Floats
    outcome: Outcomes
    worker_ids: npt.NDArray[np.int64]
    beside: Floats
    beside_ids: npt.NDArray[np.int64]
    weight: float
    each: Outcomes = field(default_factory=_none)
    offset: Outcomes = field(default_factory=_none)

    def __post_init__(self) -> None:
        for name, value in (("each", 1.0), ("offset", 0.0)):
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.full(len(self.outcome), value))

    def only(self, rows: Mask, beside: Mask) -> Known:
        """Give a part of both."""
        return Known(
            self.matrix[rows], self.outcome[rows], self.worker_ids[rows], self.beside[beside],
            self.beside_ids[beside], self.weight, self.each[rows], self.offset[rows],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Learned:
    """Hold a learned stage, or why it could not be learned; ``margins`` (n,) are of trees unseen."""

    head: Head | None
    why_not: str = ""
    margins: Outcomes = field(default_factory=_none)


def learn(stage: str, known: Known, config: HeadConfig, seed: int) -> Learned:
    """Learn ``stage``, calibrated on real outcomes of people its trees had not seen."""
    outcomes, positives = len(known.outcome), round(float(known.outcome.sum()))
    if outcomes < config.least_outcomes or min(positives, outcomes - positives) < config.least_class:
        return Learned(None, f"{outcomes} outcomes, {positives} positive")
    fitting = config.fitting(outcomes)
    margins = _unseen_margins(stage, known, fitting, seed)
    curve = fit(margins, known.outcome, known.each, known.offset)
    return Learned(Head(grow(stage, known, fitting, seed), curve, outcomes, positives), "", margins)


def _unseen_margins(stage: str, known: Known, config: HeadConfig, seed: int) -> Outcomes:
    """Give the margin (n,) of every outcome from trees that saw none of that worker."""
    both = np.concatenate([known.worker_ids, known.beside_ids])
    part = folds(both, config.folds, np.random.default_rng(seed))
    real, beside = part[: len(known.outcome)], part[len(known.outcome) :]
    margins = np.zeros(len(known.outcome))
    for number in range(config.folds):
        trees = grow(stage, known.only(real != number, beside != number), config, seed)
        margins[real == number] = trees.predict(known.matrix[real == number], raw_score=True, num_threads=1)
    return margins


def grow(stage: str, known: Known, config: HeadConfig, seed: int) -> Any:
    """Grow the trees of one stage and give them as a booster read back from its own text."""
    library, untried = lightgbm(), len(known.beside)
    threads = config.threads if len(known.outcome) >= config.worth_threads else 1
    told = _parameters(stage, config, seed, threads)
    each = known.weight * len(known.outcome) / max(untried, 1)
    start = _level(known) + known.offset
    data = library.Dataset(
        np.concatenate([known.matrix, known.beside]) if untried else known.matrix,
        np.concatenate([known.outcome, np.zeros(untried)]),
        weight=np.concatenate([known.each, np.full(untried, each)]),
        init_score=np.concatenate([start, np.full(untried, _level(known))]),
        feature_name=list(NAMES), params=told,
    )  # fmt: skip
    trained = library.train(told, data, num_boost_round=config.trees)
    return library.Booster(model_str=_raised(trained, _level(known)).model_to_string())


def _raised(trained: Any, level: float) -> Any:
    """Put the level the trees started from into the leaves of the first one: a booster keeps no start."""
    first = trained.dump_model(num_iteration=1)["tree_info"][0]
    for leaf in range(first["num_leaves"]):
        trained.set_leaf_output(0, leaf, trained.get_leaf_output(0, leaf) + level)
    return trained


def _level(known: Known) -> float:
    """Give the log-odds of an average outcome."""
    mean = float(np.clip(np.average(known.outcome, weights=known.each), 0.01, 0.99))
    return float(np.log(mean / (1 - mean)))


def _parameters(stage: str, config: HeadConfig, seed: int, threads: int) -> dict[str, Any]:
    place = HEADS.index(stage)
    return {
        "objective": "cross_entropy", "verbosity": -1, "seed": seed,
        "deterministic": True, "force_row_wise": True,
        "num_threads": threads, "max_depth": config.depth, "num_leaves": 2**config.depth,
        "learning_rate": config.rate, "min_data_in_leaf": config.least_leaf, "lambda_l2": config.ridge,
        "feature_fraction": config.columns, "max_bin": 127,
        "monotone_constraints": [feature.monotone[place] for feature in PAIR_FEATURES],
        "monotone_constraints_method": "intermediate",
    }  # fmt: skip
