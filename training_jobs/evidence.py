"""What a letter is worth as evidence of a stage: its outcome, its weight, and how it came about.

Corrected for three things that are no fit at all: slips of hires come back more often (``returns``), a
refusal without a reason may have been a no-show, and chosen pairs are liked better than their records say
(``choice``). Nothing here turns an unknown outcome into a known one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.rank.calibrate import Calibrator, fit, sigmoid
from training_jobs.choice import Choice, learn_choice, lists_of, surprise
from training_jobs.office import Office
from training_jobs.returns import Returned, returned, strength

Numbers = npt.NDArray[np.float64]
LEAST_REASONS = 50
"""Fewer refusals with a reason than this, and one without is taken as a refusal by the employer."""

SHIFT, SHIFT_SPREAD = 0.5, 0.2
"""Log-odds that a choice out of many adds to taking up: what is expected before the office's own letters
speak, and how sure that is (standard deviation). Set on simulated counties 11, 12 and 13."""


@dataclass(frozen=True)
class CorrectionConfig:
    """Say which corrections are made; the plain labels remain with all of them off."""

    slips: bool = True
    """weigh slips for those that never came back"""

    reasons: bool = True
    """split refusals without a reason into no-shows and refusals, as those with a reason are"""

    choices: bool = True
    """take out what a choice from a list says of liking"""

    full_is_taken: bool = True
    """a slip "full" counts as taken up: the worker carried it there; of fit it says nothing"""

    @classmethod
    def none(cls) -> CorrectionConfig:
        """Give the plain labels."""
        return cls(False, False, False, False)


@dataclass(frozen=True, slots=True)
class Correction:
    """Hold what was learned of how outcomes come to be known; from training months alone."""

    returned: Returned = field(default_factory=Returned)
    no_show: Calibrator | None = None
    choice: Choice | None = None
    shift: float = 0.0
    full_is_taken: bool = False

    def told(self) -> dict[str, Any]:
        """Give it as JSON would hold it."""
        return {
            "returned": asdict(self.returned),
            "no_show": None if self.no_show is None else self.no_show.to_dict(),
            "choice": None if self.choice is None else asdict(self.choice), "shift": self.shift,
            "full_is_taken": self.full_is_taken,
        }  # fmt: skip

    @classmethod
    def of(cls, told: dict[str, Any]) -> Correction:
        """Read it from a bundle."""
        return cls(
            Returned(**told["returned"]), None if told["no_show"] is None else Calibrator(**told["no_show"]),
            None if told["choice"] is None else Choice(**told["choice"]), float(told["shift"]),
            bool(told["full_is_taken"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold the letters of a stage: ``rows`` into all letters, outcome 0..1, weight, log-odds of choice."""

    rows: npt.NDArray[np.int64]
    outcome: Numbers
    weight: Numbers
    offset: Numbers


def learn_correction(
    office: Office, letters: pl.DataFrame, as_of: date, config: CorrectionConfig
) -> Correction:
    """Learn from labelled letters known before ``as_of`` how their outcomes came to be known."""
    strong = strength(office.letters(letters))
    return Correction(
        returned(letters, strong, as_of) if config.slips else Returned(),
        _no_show(letters, strong) if config.reasons else None,
        learn_choice(lists_of(office, letters)) if config.choices else None,
        SHIFT if config.choices else 0.0,
        config.full_is_taken,
    )


def evidence(office: Office, letters: pl.DataFrame, stage: str, found: Correction) -> Evidence:
    """Give what labelled letters (n rows) say of a stage."""
    outcome, weight = _STAGES[stage](letters, _doubt(office, letters, found), found)
    weight = weight * np.where(np.isnan(outcome), 0.0, 1.0)
    rows = np.flatnonzero(weight > 0)
    offset = np.zeros(len(rows))
    if stage == "accept" and found.choice is not None and found.shift:
        offset = found.shift * surprise(office, letters[rows], found.choice)
    mean = weight[rows].mean() if len(rows) else 1.0
    return Evidence(rows, outcome[rows], weight[rows] / mean, offset)


def settle(margins: Numbers, told: Evidence, expected: float) -> tuple[float, Calibrator]:
    """Give the likeliest shift of a choice, between what was expected and what the letters say, and the
    curve of these margins (n,) of trees unseen once it is taken out."""
    surprised = told.offset / expected
    shift = expected
    for _ in range(20):
        curve = fit(margins, told.outcome, told.weight, shift * surprised)
        chance = sigmoid(curve.logit(margins) + shift * surprised)
        here = surprised - np.average(surprised, weights=told.weight * chance * (1 - chance))
        gain = (told.weight * here * (told.outcome - chance)).sum() - (shift - expected) / SHIFT_SPREAD**2
        step = gain / ((told.weight * here**2 * chance * (1 - chance)).sum() + SHIFT_SPREAD**-2)
        shift = max(0.0, shift + step)
        if abs(step) < 1e-4:
            break
    return float(shift), fit(margins, told.outcome, told.weight, shift * surprised)


def _no_show(letters: pl.DataFrame, strong: Numbers) -> Calibrator | None:
    """Learn how often a refusal is a no-show, by the strength of the match, where a reason was told."""
    told = ((letters["known_slip"] == 2) & letters["not_hired"].is_not_null()).fill_null(False).to_numpy()
    if told.sum() < LEAST_REASONS:
        return None
    why = (letters["not_hired"] == "no_show").fill_null(False).to_numpy()[told]
    return fit(-strong[told], why.astype(np.float64))


def _doubt(office: Office, letters: pl.DataFrame, found: Correction) -> Numbers:
    """Give the chance (n,) that a refusal without a reason was a no-show; 0 for all other letters."""
    doubt = np.zeros(letters.height)
    open_ = (letters["known_slip"] == 2) & letters["not_hired"].is_null()
    rows = np.flatnonzero(open_.fill_null(False).to_numpy())
    if found.no_show is not None and len(rows):
        doubt[rows] = found.no_show.probability(-strength(office.letters(letters[rows])))
    return doubt


def _accept(letters: pl.DataFrame, doubt: Numbers, found: Correction) -> tuple[Numbers, Numbers]:
    label = _numbers(letters["accept"])
    full = (letters["known_slip"] == 4).fill_null(False).to_numpy() & found.full_is_taken
    return np.where(full, 1.0, label - doubt), found.returned.weight(letters["known_slip"])


def _hire(letters: pl.DataFrame, doubt: Numbers, found: Correction) -> tuple[Numbers, Numbers]:
    return _numbers(letters["hire"]), found.returned.weight(letters["known_slip"]) * (1 - doubt)


def _stay(letters: pl.DataFrame, doubt: Numbers, found: Correction) -> tuple[Numbers, Numbers]:
    return _numbers(letters["stay"]), np.ones(letters.height)


def _numbers(column: pl.Series) -> Numbers:
    return column.cast(pl.Float64).to_numpy().astype(np.float64)


_STAGES = {"accept": _accept, "hire": _hire, "stay": _stay}
