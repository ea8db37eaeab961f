"""Learn the whole funnel from letters and their outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from features.pairs import HEADS
from matching.rank import Funnel
from matching.types import Floats
from training_jobs.evidence import Correction, CorrectionConfig, Evidence, evidence, learn_correction, settle
from training_jobs.heads import HeadConfig, Known, Learned, learn
from training_jobs.office import Office
from training_jobs.unreferred import STAGES, Unreferred, draw

Say = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """Set how a funnel is learned; kept in the bundle, so that a champion can be learned again."""

    head: HeadConfig = field(default_factory=HeadConfig)

    per_letter: int = 1
    """Unreferred posts drawn per letter; 0 leaves them out."""

    unreferred_weight: float = 0.2
    """Weight of all unreferred pairs together, against all real outcomes of a stage as 1."""

    corrections: CorrectionConfig = field(default_factory=CorrectionConfig)

    def to_dict(self) -> dict[str, Any]:
        """Give the settings as JSON would hold them."""
        return {
            "head": self.head.to_dict(), "per_letter": self.per_letter,
            "unreferred_weight": self.unreferred_weight, "corrections": asdict(self.corrections),
        }  # fmt: skip

    @classmethod
    def uncorrected(cls, head: HeadConfig | None = None) -> Recipe:
        """Give the plain recipe: labels as they are, of pairs that staff chose, nothing beside them."""
        return cls(head or HeadConfig(), 0, 0.0, CorrectionConfig.none())

    @classmethod
    def of(cls, told: dict[str, Any]) -> Recipe:
        """Read a recipe from a bundle's manifest."""
        corrections = CorrectionConfig(**told.get("corrections", asdict(CorrectionConfig.none())))
        return cls(
            HeadConfig(**told["head"]), int(told["per_letter"]), float(told["unreferred_weight"]), corrections
        )


def learn_funnel(
    office: Office, letters: pl.DataFrame, recipe: Recipe, seed: int, say: Say = lambda _: None,
    as_of: date | None = None,
) -> Funnel:  # fmt: skip
    """Learn every stage of which the labels suffice from labelled letters; the rest is named missing.

    ``as_of`` is the day up to which the letters were labelled; without it, the day after the last one.
    """
    day = as_of or _day_after(letters)
    matrix = office.letters(letters).matrix()
    beside = draw(office, letters, recipe.per_letter, np.random.default_rng(seed))
    found = learn_correction(office, letters, day, recipe.corrections)
    heads, missing = {}, {}
    for stage in HEADS:
        say(stage)
        told = evidence(office, letters, stage, found)
        learned = learn(stage, _known(letters, matrix, stage, told, beside, recipe), recipe.head, seed)
        if learned.head is None:
            missing[stage] = learned.why_not
            continue
        if told.offset.any():
            found, learned = _settled(found, told, learned)
        heads[stage] = learned.head
    return Funnel({name: head for name, head in heads.items() if head}, missing, found.told())


def _settled(found: Correction, told: Evidence, learned: Learned) -> tuple[Correction, Learned]:
    """Let the office's own letters say what a choice adds, and calibrate once more by it."""
    shift, curve = settle(learned.margins, told, found.shift)
    head = None if learned.head is None else replace(learned.head, calibrator=curve)
    return replace(found, shift=shift), replace(learned, head=head)


def _day_after(letters: pl.DataFrame) -> date:
    last = letters["referred_on"].max()
    return (last if isinstance(last, date) else date.min) + timedelta(1)


def _known(
    letters: pl.DataFrame, matrix: Floats, stage: str, told: Evidence, beside: Unreferred, recipe: Recipe
) -> Known:
    used = beside if stage in STAGES else Unreferred(beside.matrix[:0], beside.worker_ids[:0])
    return Known(
        matrix[told.rows], told.outcome, letters["worker_id"].to_numpy()[told.rows], used.matrix,
        used.worker_ids, recipe.unreferred_weight, told.weight, told.offset,
    )  # fmt: skip
