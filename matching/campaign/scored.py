"""Hold the scored candidates of a campaign in rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from matching.assign import Labels
from matching.assign.problem import Doubles
from matching.campaign.config import rows_of
from matching.types import Ints

STAGES = ("accept", "hire", "stay")


@dataclass(frozen=True, slots=True)
class Scored:
    """Hold pairs sorted by worker row, then post row, with the ids and places behind the rows."""

    worker: Ints
    post: Ints
    value: Doubles
    placed: Doubles
    """Probability that the visit ends in a hire (accept x hire)."""
    stay: Doubles
    """Probability of lasting, given the hire."""
    places: Ints
    employer: Ints
    labels: Labels
    spot: Doubles | None = None
    """Degrees north and east of each post (p, 2), nan where unknown; None where no post has any."""
    learned: bool = True
    """False where no chance was learned: values compare, but are no probabilities."""

    @property
    def key(self) -> Ints:
        """Give one rising number per pair."""
        return self.worker * max(len(self.places), 1) + self.post

    def ids(self, kind: str) -> Ints:
        """Give the ids of ``worker``, ``post`` or ``employer`` rows."""
        ids: Ints = getattr(self.labels, kind)
        return ids


def score_rows(
    candidates: pl.DataFrame, workers: pl.DataFrame, posts: pl.DataFrame, groups: tuple[str, ...] = ()
) -> Scored:
    """Put candidates (worker_id, post_id, value[, accept, hire, stay]) in rows of workers and posts.

    A pair without learned stages among others that have them counts its value as the probability.
    Raises InputError for an id that is in no frame.
    """
    posts = posts.sort("post_id")
    worker_ids = np.unique(workers["worker_id"].to_numpy())
    post_ids, employers = posts["post_id"].to_numpy(), posts["employer_id"].to_numpy()
    employer_ids = np.unique(employers)
    worker = rows_of("worker", candidates["worker_id"].to_numpy(), worker_ids)
    post = rows_of("post", candidates["post_id"].to_numpy(), post_ids)
    order = np.lexsort((post, worker))
    value = candidates["value"].cast(pl.Float64).to_numpy()[order]
    placed, stay = _stages(candidates, value, order)
    return Scored(
        worker[order], post[order], value, placed, stay,
        places=posts["places"].cast(pl.Int64).to_numpy(),
        employer=rows_of("employer", employers, employer_ids),
        labels=Labels(worker_ids, post_ids, employer_ids, groups), spot=_spots(posts),
        learned=is_learned(candidates),
    )  # fmt: skip


def _spots(posts: pl.DataFrame) -> Doubles | None:
    if not {"lat", "lon"} <= set(posts.columns):
        return None
    found: Doubles = posts.select(pl.col("lat", "lon").cast(pl.Float64).fill_null(np.nan)).to_numpy()
    return found


def is_learned(candidates: pl.DataFrame) -> bool:
    """Say whether chances of acceptance and hire are known; nothing at all is no reason for doubt."""
    if candidates.is_empty():
        return True
    known = all(name in candidates.columns for name in ("accept", "hire"))
    return known and bool((candidates["accept"].is_not_null() & candidates["hire"].is_not_null()).any())


def _stages(candidates: pl.DataFrame, value: Doubles, order: Ints) -> tuple[Doubles, Doubles]:
    whole, sure = np.clip(value, 0, 1), np.ones(len(value))
    stage = {
        name: candidates[name].cast(pl.Float64).fill_null(np.nan).to_numpy()[order]
        for name in STAGES
        if name in candidates.columns
    }
    if not {"accept", "hire"} <= set(stage):
        return whole, sure
    placed = stage["accept"] * stage["hire"]
    learned = np.isfinite(placed)
    stay = np.nan_to_num(stage.get("stay", sure), nan=1.0)
    return np.where(learned, placed, whole), np.where(learned, stay, 1.0)
