"""Slips that never came back: how much likelier one comes back when it says "hired".

An employer who hired sends the slip, one who did not forgets it; among answered letters hires are too
many, and a head that learns from those alone promises too much. The shares are estimated without a guess
about any single letter: weighed by one over its share, the slips that came back must stand for all
letters that were due, overall and at every strength of the match. That holds where the strength of a match
moves the outcome and, given the outcome, not the coming back (non-response that is not ignorable, with an
instrument: Kott and Chang 2010). The employer's own habits are therefore no part of the strength.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.rank import Pairs, Rules
from matching.rank.rules import RULES

Numbers = npt.NDArray[np.float64]
DUE_DAYS = 30
"""A letter younger than this may still be answered."""

LEAST_SHARE, MOST_RATIO = 0.05, 3.0
"""Bounds of the estimate: no share below the first, no hire answered more often by the second."""

LEAST_LETTERS = 1000
"""Fewer due letters than this, and every slip counts alike: the estimate would be noise."""

_HABITS = ("employer_", "post_")


@dataclass(frozen=True, slots=True)
class Returned:
    """Hold the share of slips that came back of those that say hired, and of all others."""

    hired: float = 1.0
    other: float = 1.0

    def weight(self, slip: pl.Series) -> Numbers:
        """Give how many letters each slip (n,) stands for; 0 for one that did not come back."""
        said = slip.fill_null(0).to_numpy()
        found: Numbers = np.select([said == 1, said > 0], [1 / self.hired, 1 / self.other], 0.0)
        return found


def strength(pairs: Pairs) -> Numbers:
    """Give how well pairs (n,) match by the rules, leaving out what the employer did before."""
    rules = Rules(tuple(rule for rule in RULES if not rule.feature.startswith(_HABITS)))
    return np.log(rules.score(pairs).value.astype(np.float64))


def returned(letters: pl.DataFrame, strong: Numbers, as_of: date) -> Returned:
    """Estimate both shares from labelled letters (n rows) and the strength (n,) of their matches."""
    due = (letters["referred_on"] < as_of - timedelta(DUE_DAYS)).to_numpy()
    slip = letters["known_slip"].fill_null(0).to_numpy()[due]
    if due.sum() < LEAST_LETTERS or not (slip == 1).any() or not (slip > 1).any():
        return Returned()
    share = _solved(slip, strong[due])
    overall = float((slip > 0).mean())
    other = float(np.clip(share[1], LEAST_SHARE, 1.0)) if np.isfinite(share).all() else overall
    hired = float(np.clip(share[0], other / MOST_RATIO, min(1.0, other * MOST_RATIO)))
    return Returned(hired, other) if np.isfinite(share).all() else Returned(overall, overall)


def _solved(slip: npt.NDArray[np.int64], strong: Numbers) -> Numbers:
    """Solve both conditions for the weights (2,) and give the shares."""
    tests = np.stack([np.ones(len(slip)), strong])
    kinds = np.stack([slip == 1, slip > 1], axis=1).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights, *_ = np.linalg.lstsq(tests @ kinds, tests.sum(axis=1), rcond=None)
        share: Numbers = np.where(weights > 0, 1 / weights, np.nan)
    return share
