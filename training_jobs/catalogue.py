"""The held-out months as lists: for each letter that led to a hire, every post open that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.rank import Pairs
from training_jobs.office import Office

Ints = npt.NDArray[np.int64]
CHUNK = 100_000
"""Pairs joined at once; bounds the memory."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Hold the pairs (n,): row numbers of both sides, list number, day, and 1 where the hire was."""

    worker: Ints
    post: Ints
    query: Ints
    day: pl.Series
    hired: npt.NDArray[np.float64]
    lists: pl.DataFrame
    """One row per list: ``worker_id``, ``worker_row``, ``day``, in the order of ``query``."""


def catalogue(office: Office, test: pl.DataFrame, most: int, rng: np.random.Generator) -> Catalogue:
    """Lay out the full catalogue for at most ``most`` hires of the test months, drawn by chance.

    A list is one worker on one day; its hires are all of that worker's hires among the posts open then.
    """
    hires = test.filter(pl.col("hire") == 1).select("worker_id", pl.col("referred_on").alias("day")).unique()
    hires = hires.sort("day", "worker_id")
    drawn = np.sort(rng.permutation(hires.height)[:most])
    lists = hires[drawn].with_row_index("query")
    open_posts = office.posts.frame.select("post_id", "opened_on", "closes_on").with_row_index("post")
    days = lists.select("day").unique().join(open_posts, how="cross")
    days = days.filter((pl.col("opened_on") <= pl.col("day")) & (pl.col("day") <= pl.col("closes_on")))
    pairs = lists.join(days.select("day", "post", "post_id"), on="day").sort("query", "post")
    truly = test.filter(pl.col("hire") == 1).select("worker_id", "post_id", hired=pl.lit(1.0)).unique()
    pairs = pairs.join(truly, on=["worker_id", "post_id"], how="left", maintain_order="left")
    rows = office.worker_rows(pairs["worker_id"])
    lists = lists.with_columns(worker_row=pl.Series(office.worker_rows(lists["worker_id"])))
    return Catalogue(
        rows, _ints(pairs["post"]), _ints(pairs["query"]), pairs["day"],
        pairs["hired"].fill_null(0.0).to_numpy(), lists,
    )  # fmt: skip


def chunks(office: Office, whole: Catalogue) -> Iterator[tuple[slice, Pairs]]:
    """Join the catalogue part by part, each list as of its own day."""
    for start in range(0, len(whole.worker), CHUNK):
        part = slice(start, start + CHUNK)
        yield part, office.pairs(whole.worker[part], whole.post[part], whole.day[part])


def _ints(column: pl.Series) -> Ints:
    return column.cast(pl.Int64).to_numpy()
