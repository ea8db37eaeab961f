"""Past and future kept apart: train on what was known then, test on what came after a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from features.errors import InputError
from training_jobs.labels import labelled, outcomes


@dataclass(frozen=True)
class SplitConfig:
    """Say how the months are cut."""

    test_days: int = 120
    """Last days held out: long enough that some of its hires have reached 90 days."""

    gap_days: int = 7
    """Days between, so that a slip on its way belongs to neither side."""


@dataclass(frozen=True, slots=True)
class Split:
    """Hold both sides: ``train`` as labelled on the ``cut``, ``test`` as labelled on the last day.

    ``test_stay`` holds hires of which the 90-day outcome was still unknown on the cut and is known now:
    the last test months alone are too young for it.
    """

    cut: date
    until: date
    train: pl.DataFrame
    test: pl.DataFrame
    test_stay: pl.DataFrame

    def tested(self, stage: str) -> pl.DataFrame:
        """Give the test rows of a stage with a known outcome."""
        return outcomes(self.test_stay if stage == "stay" else self.test, stage)


def by_time(referrals: pl.DataFrame, as_of: date, config: SplitConfig | None = None) -> Split:
    """Cut referrals by date of the letter; InputError where one side is empty."""
    config = config or SplitConfig()
    cut = as_of - timedelta(config.test_days + config.gap_days)
    train = labelled(referrals, cut)
    after = pl.col("referred_on") >= cut + timedelta(config.gap_days)
    now = labelled(referrals, as_of)
    test = now.filter(after)
    known = outcomes(train, "stay")["referral_id"].implode()
    later = outcomes(now, "stay").filter(~pl.col("referral_id").is_in(known))
    if train.is_empty() or test.is_empty():
        first = referrals["referred_on"].min()
        raise InputError("train_too_short", where=str(as_of), first=str(first), days=config.test_days)
    return Split(cut, as_of, train, test, later)


def folds(worker_ids: npt.NDArray[np.int64], count: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Give a fold number (n,) per row; all rows of one worker fall into one fold."""
    distinct, where = np.unique(worker_ids, return_inverse=True)
    dealt = rng.permutation(len(distinct)) % count
    return dealt[where].astype(np.int64)
