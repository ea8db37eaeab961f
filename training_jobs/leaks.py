"""Does any input of the past know what came later? Asked of every training before it learns.

For some days, everything that became known on or after the day is rubbed out of the letters, and the
features of that day's letters are computed once more. A feature that changes has looked ahead.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from features.errors import Integrity
from features.history import History
from features.pairs import NAMES
from training_jobs.office import Office

DAYS = 3
"""Days asked about, spread over the letters."""

_TOLD = {
    "slip_on": ("slip", "slip_on", "slip_detail", "interviewed", "not_hired"),
    "stayed_30_on": ("stayed_30", "stayed_30_on"),
    "stayed_90_on": ("stayed_90", "stayed_90_on"),
}
"""Day on which something became known -> what it was."""


def refuse_leaks(office: Office, letters: pl.DataFrame) -> None:
    """Raise Integrity naming the features that know more than the day of the letter."""
    found = looking_ahead(office, letters)
    if found:
        raise Integrity("train_leak", where="PAIR_FEATURES", features=", ".join(found), count=len(found))


def looking_ahead(office: Office, letters: pl.DataFrame) -> list[str]:
    """Give the names of features that change when the future of some days is rubbed out."""
    days = letters["referred_on"].unique().sort()
    at = np.unique(np.linspace(0, len(days) - 1, DAYS + 1)[1:].astype(np.int64))[: len(days)]
    changed = np.zeros(len(NAMES), dtype=np.bool_)
    for day in (days[one] for one in at.tolist()):
        rows = letters.filter(pl.col("referred_on") == day)
        then = replace(office, history=History.of(_before(office.referrals, day), office.posts.frame))
        now, past = office.letters(rows).matrix(), then.letters(rows).matrix()
        changed |= ~np.isclose(now, past, rtol=1e-5, atol=1e-6, equal_nan=True).all(axis=0)
    return [name for name, one in zip(NAMES, changed.tolist(), strict=True) if one]


def _before(referrals: pl.DataFrame, day: date) -> pl.DataFrame:
    """Give the letters as they were known when the day began."""
    kept = referrals.filter(pl.col("referred_on") < day)
    later = [
        pl.when((pl.col(known_on) < day).fill_null(False)).then(name).alias(name)
        for known_on, names in _TOLD.items()
        for name in names
        if name in kept.columns
    ]
    calls = pl.max_horizontal("stayed_30_on", "stayed_90_on") < day
    return kept.with_columns(
        *later, pl.when(calls.fill_null(False)).then("wages_on_time").alias("wages_on_time")
    )
