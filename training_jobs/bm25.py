"""BM25 over what a worker says and what a post says: the plain text search every ranker must beat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.encode import prepare
from matching.rank import Pairs
from training_jobs.office import Office

K1, B = 1.2, 0.75
"""Usual constants (Robertson and Zaragoza 2009)."""

WORKER, POST = ("wanted", "past_jobs", "skills"), ("title", "skills", "duties")


def bm25(office: Office) -> Callable[[Pairs], npt.NDArray[np.float64]]:
    """Give a scorer of pairs (n,) of this office's workers and posts; texts are read at the first call."""
    held: list[tuple[Any, Any]] = []

    def score(pairs: Pairs) -> npt.NDArray[np.float64]:
        if not held:
            held.append(_tables(texts(office.workers.frame, WORKER), texts(office.posts.frame, POST)))
        asked, weighed = held[0]
        workers = office.worker_rows(pairs.joined["w_worker_id"])
        posts = office.post_rows(pairs.joined["p_post_id"])
        both = asked[workers].multiply(weighed[posts]).sum(axis=1)
        return np.asarray(both, dtype=np.float64).reshape(-1)

    return score


def texts(frame: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """Give one text per row, its fields one after the other."""
    parts = [
        pl.col(name).list.join(" ", ignore_nulls=True) if frame.schema[name] == pl.List else pl.col(name)
        for name in columns
    ]
    joined = frame.select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series()
    return joined.fill_null("").to_list()


def _tables(asked: list[str], told: list[str]) -> tuple[Any, Any]:
    """Give sparse words asked for (w, v), 0 or 1, and the weight of each word of each post (p, v)."""
    from scipy import sparse

    counts, vocabulary = _counted(told, None)
    length = np.asarray(counts.sum(axis=1)).reshape(-1)
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log(1 + (len(told) - seen + 0.5) / (seen + 0.5))
    whole = counts.tocoo()
    long = K1 * (1 - B + B * length[whole.row] / max(length.mean(), 1e-9))
    weight = rare[whole.col] * whole.data * (K1 + 1) / (whole.data + long)
    weighed = sparse.csr_matrix((weight, (whole.row, whole.col)), shape=counts.shape)
    words, _ = _counted(asked, vocabulary)
    words.data[:] = 1.0
    return words, weighed


def _counted(said: list[str], vocabulary: pl.DataFrame | None) -> tuple[Any, pl.DataFrame]:
    from scipy import sparse

    words = pl.DataFrame({"word": [prepare(text).split(" ") for text in said]}).with_row_index("row")
    words = words.explode("word", empty_as_null=True).filter(pl.col("word") != "")
    known = (
        words.select("word").unique(maintain_order=True).with_row_index("at")
        if vocabulary is None
        else vocabulary
    )
    counted = words.join(known, on="word").group_by("row", "at").len()
    shape = (len(said), known.height)
    rows, at, n = (counted[name].to_numpy() for name in ("row", "at", "len"))
    return sparse.csr_matrix((n.astype(np.float64), (rows, at)), shape=shape), known
