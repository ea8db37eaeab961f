"""A simulated county on the day of a campaign: who is asked, what is offered, what is known of each pair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.bundle import default_bundle
from matching.eligibility import gates_for_pairs
from matching.rank import Rules
from matching.types import Ints, Mask, Scores
from training_jobs.county import Parameters, Size, simulate
from training_jobs.funnel import Recipe, learn_funnel
from training_jobs.labels import labelled
from training_jobs.office import Office

DAY = date(2026, 3, 31)
"""Last day of the recorded past and day of the campaign."""

SIZE = Size(workers=8000, employers=900, posts=5600)
"""Enough for 3,000 seekers and 1.6 places for each of them; all other figures of the county as frozen."""

NEAREST = 200
"""Posts nearest to a worker that are judged and scored, as the matcher does for a campaign."""

BY_CHANCE = 15
"""Posts drawn by chance for each worker, so that a random list is one over all open posts."""

BY_TRUTH = 90
"""Posts best by the truth for each worker, for the allocation that knows it."""

PART = 200_000
"""Pairs judged at once; bounds the memory."""

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold the posts of one campaign: rows of ``Hall.posts`` (p,) and the places of each (p,)."""

    rows: Ints
    places: Ints


@dataclass(frozen=True)
class Hall:
    """Hold an office that has learned from its own letters, its seekers and its open posts.

    ``workers`` (w,) and ``posts`` (p,) are rows of the office's sides; ``places`` (p,) what is open.
    """

    office: Office
    funnel: Any
    truth: Any
    workers: Ints
    posts: Ints
    places: Ints
    rng: np.random.Generator

    @classmethod
    def of(cls, seed: int, seekers: int, size: Size = SIZE, recipe: Recipe | None = None) -> Hall:
        """Simulate the county of a seed, learn the funnel from its letters, and draw the seekers."""
        county = simulate(Parameters(size=size), DAY, seed)
        records = county.records
        office = Office.of(
            default_bundle(), records.workers, records.posts, records.employers, records.referrals
        )
        funnel = learn_funnel(office, labelled(office.referrals, DAY), recipe or Recipe(), seed)
        rng = np.random.default_rng(seed)
        valid = (pl.col("status") == "seeking") & (pl.col("valid_until") >= DAY)
        people = office.worker_rows(records.workers.filter(valid)["worker_id"])
        left = pl.col("headcount").fill_null(1) - pl.col("hired")
        offered = records.posts.filter((pl.col("status") == "published") & (left > 0))
        posts = rng.permutation(offered.height)
        return cls(
            office, funnel, county.truth, np.sort(rng.permutation(people)[:seekers]),
            office.post_rows(offered["post_id"])[posts],
            offered.select(left).to_series().to_numpy().astype(np.int64)[posts], rng,
        )  # fmt: skip

    def offer(self, per_seeker: float) -> Offer:
        """Take posts in the drawn order until there are so many places; the last one is cut to fit."""
        wanted = round(per_seeker * len(self.workers))
        before = np.cumsum(self.places) - self.places
        rows = np.flatnonzero(before < wanted)
        return Offer(rows, np.minimum(self.places[rows], wanted - before[rows]))

    @cached_property
    def true_stages(self) -> tuple[Doubles, Doubles, Doubles]:
        """Give the true chances (w, p) of accept, hire and stay."""
        truth, frames = self.truth, (self.office.workers.frame, self.office.posts.frame)
        w = truth.worker_rows(frames[0]["worker_id"].to_numpy()[self.workers])
        p = truth.post_rows(frames[1]["post_id"].to_numpy()[self.posts])
        accept, hire, stay = (s.astype(np.float64) for s in truth.stages(w[:, None], p[None, :]))
        return accept, hire, stay

    def nearest(self, offer: Offer) -> tuple[Ints, Ints]:
        """Give seekers and posts (rows of the hall) of each seeker's nearest posts of an offer."""
        people, posts = self.office.workers.vectors, self.office.posts.vectors
        similar = people[self.workers] @ posts[self.posts[offer.rows]].T
        return _top(similar, NEAREST, offer.rows)

    def by_truth(self, offer: Offer) -> tuple[Ints, Ints]:
        """Give seekers and posts of each seeker's truly best posts of an offer."""
        accept, hire, stay = self.true_stages
        return _top((accept * hire * stay)[:, offer.rows], BY_TRUTH, offer.rows)

    def by_chance(self, offer: Offer) -> tuple[Ints, Ints]:
        """Give seekers and posts drawn by chance from an offer."""
        return _top(self.rng.random((len(self.workers), len(offer.rows))), BY_CHANCE, offer.rows)

    def open(self, worker: Ints, post: Ints) -> Mask:
        """Judge pairs of the hall by the gates, part by part."""
        office, found = self.office, []
        for start in range(0, len(worker), PART):
            part = slice(start, start + PART)
            people = office.workers.frame[self.workers[worker[part]]]
            posts = office.posts.frame[self.posts[post[part]]]
            found.append(
                gates_for_pairs(people, posts, DAY, employers=office.employers, history=office.history).mask
            )
        return np.concatenate(found) if found else np.zeros(0, np.bool_)

    def scored(self, worker: Ints, post: Ints) -> pl.DataFrame:
        """Score pairs: worker, post, value, accept, hire, stay by the funnel, and the plain scores."""
        parts = [
            self._part(worker[at : at + PART], post[at : at + PART]) for at in range(0, len(worker), PART)
        ]
        return pl.concat(parts)

    def _part(self, worker: Ints, post: Ints) -> pl.DataFrame:
        pairs = self.office.pairs(self.workers[worker], self.posts[post], DAY)
        funnel: Scores = self.funnel.score(pairs, threads=2)
        return pl.DataFrame(
            {
                "worker": worker, "post": post, "value": funnel.value.astype(np.float64),
                "accept": _known(funnel.accept, worker), "hire": _known(funnel.hire, worker),
                "stay": _known(funnel.stay, worker),
                "rules": Rules().score(pairs).value.astype(np.float64),
                "cosine": pairs.features["sim_dense"].fill_null(0).cast(pl.Float64),
            }
        )  # fmt: skip


def _known(stage: Any, pairs: Ints) -> Doubles:
    """A stage that was not learned counts as certain: the value leaves it out as well."""
    found: Doubles = np.ones(len(pairs)) if stage is None else stage.astype(np.float64)
    return found


def _top(score: npt.NDArray[Any], k: int, rows: Ints) -> tuple[Ints, Ints]:
    """Give aligned seekers and post rows of the ``k`` largest scores of each seeker."""
    k = min(k, score.shape[1])
    best = np.argpartition(-score, k - 1, axis=1)[:, :k]
    return np.repeat(np.arange(len(score)), k), rows[best].ravel()
