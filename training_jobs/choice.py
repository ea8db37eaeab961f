"""How a letter came about: from which list, at which place, against which other posts.

Staff show a list and the worker has a say, so a letter written for the fifth post of a list tells of a
liking that no record holds. Outcomes of chosen pairs are therefore better than those of like pairs that
nobody chose. The choice follows a conditional logit (McFadden 1974) over the match and the place on the
list; what a choice adds to the log-odds of taking it up grows with how unlikely it was, ``1 - propensity``:
for a liking that is normal, choosing one of many shifts its mean by (weight of liking) x variance. A letter
that was bound to be written, first of a short list, tells nothing beyond its features.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from training_jobs.office import Office
from training_jobs.returns import strength

Numbers = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

LEAST_LISTS = 200
"""Fewer logged lists than this, and only the typical share is known, not each letter's own."""

CHUNK = 100_000
STEPS = 12
RIDGE = 1.0
"""Pull of the coefficients towards 0, in letters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold the coefficients of match and log place; ``usual`` is the propensity of a letter unseen."""

    match: float = 0.0
    place: float = 0.0
    usual: float = 0.0

    def propensity(self, lists: Lists) -> Numbers:
        """Give how likely each shown row (n,) was to be the letter of its list."""
        pull = np.exp(self.match * lists.match + self.place * lists.place)
        whole = np.bincount(lists.number, weights=pull)
        share: Numbers = pull / whole[lists.number]
        return share


@dataclass(frozen=True, slots=True)
class Lists:
    """Hold shown rows (n,): number of the list from 0, match within it, log place, and 1 where chosen."""

    number: Longs
    match: Numbers
    place: Numbers
    chosen: Numbers
    keys: pl.DataFrame
    """``worker_id``, ``post_id`` and ``day`` of each row"""


def lists_of(office: Office, letters: pl.DataFrame) -> Lists:
    """Give the logged lists that led to one of these letters."""
    sent = letters.select("worker_id", "post_id", day="referred_on").unique()
    rows = office.shown.rename({"shown_on": "day"}).sort("list_id", "position")
    rows = rows.unique(["worker_id", "day", "post_id"], keep="last", maintain_order=True)
    rows = rows.join(sent.with_columns(chosen=1.0), on=["worker_id", "post_id", "day"], how="left",
                     maintain_order="left")  # fmt: skip
    rows = rows.filter(pl.col("chosen").max().over("list_id") == 1)
    _, number = np.unique(rows["list_id"].to_numpy(), return_inverse=True)
    match = _strength(office, rows)
    return Lists(
        number, match - _mean(match, number)[number], np.log(rows["position"].to_numpy().astype(np.float64)),
        rows["chosen"].fill_null(0.0).to_numpy(), rows.select("worker_id", "post_id", "day"),
    )  # fmt: skip


def learn_choice(lists: Lists) -> Choice:
    """Fit the coefficients by Newton steps on chosen against shown; nothing known, nothing assumed."""
    if not len(lists.number) or lists.number[-1] + 1 < LEAST_LISTS:
        return Choice()
    x, beta = np.stack([lists.match, lists.place], axis=1), np.zeros(2)
    each = np.bincount(lists.number, weights=lists.chosen)[lists.number]
    for _ in range(STEPS):
        share = Choice(*beta.tolist()).propensity(lists)
        middle = np.stack([_sum(share * column, lists.number) for column in x.T], axis=1)[lists.number]
        gradient = x.T @ (lists.chosen - each * share) - RIDGE * beta
        spread = (x * (each * share)[:, None]).T @ (x - middle) + RIDGE * np.eye(2)
        beta = beta + np.clip(np.linalg.solve(spread, gradient), -1, 1)
    found = Choice(*beta.tolist())
    return Choice(found.match, found.place, float(found.propensity(lists)[lists.chosen == 1].mean()))


def surprise(office: Office, letters: pl.DataFrame, choice: Choice) -> Numbers:
    """Give ``1 - propensity`` (n,) of each letter; the usual one where its list was not logged."""
    usual = np.full(letters.height, 1 - choice.usual)
    if not choice.usual or letters.is_empty():
        return usual
    lists = lists_of(office, letters)
    known = lists.keys.with_columns(share=pl.Series(choice.propensity(lists)))
    asked = letters.select("worker_id", "post_id", day="referred_on")
    found = asked.join(known, on=["worker_id", "post_id", "day"], how="left", maintain_order="left")["share"]
    return (1 - found.fill_null(choice.usual)).to_numpy()


def _strength(office: Office, rows: pl.DataFrame) -> Numbers:
    parts = [
        strength(office.pairs(office.worker_rows(p["worker_id"]), office.post_rows(p["post_id"]), p["day"]))
        for p in rows.iter_slices(CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _sum(amount: Numbers, number: Longs) -> Numbers:
    return np.asarray(np.bincount(number, weights=amount), dtype=np.float64)


def _mean(amount: Numbers, number: Longs) -> Numbers:
    return _sum(amount, number) / np.maximum(np.bincount(number), 1)
