"""Learn the whole funnel from letters and their outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from features.pairs import HEADS
from matching.rank import Funnel
from matching.types import Floats
from training_jobs.heads import HeadConfig, Known, learn
from training_jobs.office import Office
from training_jobs.unreferred import STAGES, Unreferred, draw

Say = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """Set how a funnel is learned; kept in the bundle, so that a champion can be learned again."""

    head: HeadConfig = field(default_factory=HeadConfig)

    per_letter: int = 1
    """Unreferred posts drawn per letter; 0 leaves them out."""

    unreferred_weight: float = 0.3
    """Weight of all unreferred pairs together, against all real outcomes of a stage as 1."""

    def to_dict(self) -> dict[str, Any]:
        """Give the settings as JSON would hold them."""
        return {"head": self.head.to_dict(), "per_letter": self.per_letter,
                "unreferred_weight": self.unreferred_weight}  # fmt: skip

    @classmethod
    def of(cls, told: dict[str, Any]) -> Recipe:
        """Read a recipe from a bundle's manifest."""
        return cls(HeadConfig(**told["head"]), int(told["per_letter"]), float(told["unreferred_weight"]))


def learn_funnel(
    office: Office, letters: pl.DataFrame, recipe: Recipe, seed: int, say: Say = lambda _: None
) -> Funnel:
    """Learn every stage of which the labels suffice from labelled letters; the rest is named missing."""
    matrix = office.letters(letters).matrix()
    beside = draw(office, letters, recipe.per_letter, np.random.default_rng(seed))
    heads, missing = {}, {}
    for stage in HEADS:
        say(stage)
        learned = learn(stage, _known(letters, matrix, stage, beside, recipe), recipe.head, seed)
        if learned.head is None:
            missing[stage] = learned.why_not
        else:
            heads[stage] = learned.head
    return Funnel(heads, missing)


def _known(letters: pl.DataFrame, matrix: Floats, stage: str, beside: Unreferred, recipe: Recipe) -> Known:
    told = letters[stage].is_not_null().to_numpy()
    outcome = letters[stage].drop_nulls().to_numpy().astype(np.float64)
    used = beside if stage in STAGES else Unreferred(beside.matrix[:0], beside.worker_ids[:0])
    workers = letters["worker_id"].to_numpy()[told]
    return Known(matrix[told], outcome, workers, used.matrix, used.worker_ids, recipe.unreferred_weight)
