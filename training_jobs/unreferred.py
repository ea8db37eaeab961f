"""Posts that were open and that nobody sent the worker to: weak evidence beside the real outcomes.

Outcomes are known only of pairs that staff chose, and staff choose near and fitting posts. Trees grown
on those alone have never seen a cook sent to a welding shop and value such pairs like the rest. Posts
drawn by chance among those open that day stand in for what is never tried. They count little, they never
enter a calibration or a measure, and only the first stage uses them: that nobody is sent to a post says
whether people would take it up, not whom its employer would hire.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.types import Floats
from training_jobs.office import Office

STAGES = ("accept",)


@dataclass(frozen=True, slots=True)
class Unreferred:
    """Hold features (m, features) of drawn pairs and the worker of each."""

    matrix: Floats
    worker_ids: npt.NDArray[np.int64]


def draw(office: Office, letters: pl.DataFrame, per_letter: int, rng: np.random.Generator) -> Unreferred:
    """Draw posts open on the day of each letter for its worker, those of that worker's letters left out."""
    days = letters["referred_on"].to_numpy()
    opened, closes = (office.posts.frame[name].to_numpy() for name in ("opened_on", "closes_on"))
    rows, posts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for day in np.unique(days):
        there = np.flatnonzero((opened <= day) & (day <= closes))
        asked = np.repeat(np.flatnonzero(days == day), per_letter if len(there) else 0)
        rows.append(asked)
        posts.append(rng.choice(there, len(asked)) if len(asked) else np.zeros(0, np.int64))
    letter, post = np.concatenate(rows), np.concatenate(posts)
    letter, post = _strangers(office, letters, letter, post)
    worker = office.worker_rows(letters["worker_id"])[letter]
    matrix = office.pairs(worker, post, letters["referred_on"][letter]).matrix()
    return Unreferred(matrix, letters["worker_id"].to_numpy()[letter])


def _strangers(
    office: Office, letters: pl.DataFrame, letter: npt.NDArray[np.int64], post: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    sent = letters.select("worker_id", "post_id").unique().with_columns(sent=True)
    ids = office.posts.frame["post_id"].gather(post)
    drawn = pl.DataFrame({"worker_id": letters["worker_id"].gather(letter), "post_id": ids})
    known = drawn.join(sent, on=["worker_id", "post_id"], how="left", maintain_order="left")["sent"]
    kept = known.is_null().to_numpy()
    return letter[kept], post[kept]
