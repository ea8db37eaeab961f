"""Learn one stage: small monotone trees, calibrated on margins of people they have not seen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.pairs import HEADS, NAMES, PAIR_FEATURES
from matching.rank.boosters import lightgbm
from matching.rank.calibrate import fit
from matching.rank.funnel import Head
from matching.types import Floats
from training_jobs.splits import folds

Outcomes = npt.NDArray[np.float64]


@dataclass(frozen=True)
class HeadConfig:
    """Set how a stage is learned; written into the run and the card."""

    trees: int = 150
    """Most trees; contributions of 20 rows stay within milliseconds."""

    depth: int = 3
    """Most questions in a row."""

    rate: float = 0.06
    """Step of each tree."""

    least_leaf: int = 40
    """Fewest outcomes in a leaf."""

    ridge: float = 5.0
    """L2 penalty on leaf values."""

    columns: float = 0.5
    """Share of features each tree may look at."""

    folds: int = 4
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


@dataclass(frozen=True, slots=True)
class Learned:
    """Hold a learned stage, or why it could not be learned."""

    head: Head | None
    why_not: str = ""


def learn(
    stage: str,
    matrix: Floats,
    outcome: Outcomes,
    worker_ids: npt.NDArray[np.int64],
    config: HeadConfig,
    seed: int,
) -> Learned:
    """Learn ``stage`` from rows (n, features) of known outcomes 0/1, people kept together in folds."""
    positives = int(outcome.sum())
    fewest = min(positives, len(outcome) - positives)
    if len(outcome) < config.least_outcomes or fewest < config.least_class:
        return Learned(None, f"{len(outcome)} outcomes, {positives} positive")
    part = folds(worker_ids, config.folds, np.random.default_rng(seed))
    margins = np.zeros(len(outcome))
    for number in range(config.folds):
        seen = part != number
        trees = grow(stage, matrix[seen], outcome[seen], config, seed)
        margins[~seen] = trees.predict(matrix[~seen], raw_score=True, num_threads=1)
    trees = grow(stage, matrix, outcome, config, seed)
    return Learned(Head(trees, fit(margins, outcome), len(outcome), positives))


def grow(stage: str, matrix: Floats, outcome: Outcomes, config: HeadConfig, seed: int) -> Any:
    """Grow the trees of one stage and give them as a booster read back from its own text."""
    library = lightgbm()
    threads = config.threads if len(outcome) >= config.worth_threads else 1
    told = _parameters(stage, config, seed, threads)
    data = library.Dataset(matrix, outcome, feature_name=list(NAMES), params=told)
    trained = library.train(told, data, num_boost_round=config.trees)
    return library.Booster(model_str=trained.model_to_string())


def _parameters(stage: str, config: HeadConfig, seed: int, threads: int) -> dict[str, Any]:
    place = HEADS.index(stage)
    return {
        "objective": "binary", "verbosity": -1, "deterministic": True, "force_row_wise": True, "seed": seed,
        "num_threads": threads, "max_depth": config.depth, "num_leaves": 2**config.depth,
        "learning_rate": config.rate, "min_data_in_leaf": config.least_leaf, "lambda_l2": config.ridge,
        "feature_fraction": config.columns, "max_bin": 127,
        "monotone_constraints": [feature.monotone[place] for feature in PAIR_FEATURES],
        "monotone_constraints_method": "intermediate",
    }  # fmt: skip
