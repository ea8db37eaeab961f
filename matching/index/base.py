"""Say what every index promises, and check what is handed to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np

from features.errors import InputError
from matching.types import Floats, Ints, Mask


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """Say when FAISS searches exactly and how hard it looks when it does not; saved with the index."""

    flat_up_to: int = 200_000
    """Rows up to which every search is exact: a flat inner product costs at most some milliseconds."""

    scan: int = 60_000
    """Eligible rows that a clustered search looks at, at least; fewer eligible rows are all looked at."""

    scan_per_hit: int = 60
    """Eligible rows looked at for each hit asked for, at least."""

    train_rows_per_list: int = 64
    """Rows per cluster that the clustering learns from."""

    threads: int = 1
    """Threads of one search; a service gives each request one."""

    seed: int = 20250101
    """Seed of the clustering."""


class Index(Protocol):
    """Hold vectors and answer which allowed rows are nearest by inner product.

    A row is a position, from 0, in the order of building and adding; removing closes the gaps and
    keeps the order, as filtering a frame does. ``ids`` names each row.
    """

    ids: Ints
    dim: int

    @classmethod
    def build(cls, vectors: Floats, ids: Ints, config: IndexConfig | None = None) -> Self:
        """Make an index of float32 ``(n, d)`` vectors named by distinct int64 ``(n,)`` ids."""

    def search(self, queries: Floats, k: int, allowed: Mask | None = None) -> tuple[Floats, Ints]:
        """Give scores float32 and rows int64, each ``(q, min(k, allowed rows))``, best first.

        Every place is filled with an allowed row: there is no padding. Equal scores stand in order of
        rows. Raises InputError where dimension or mask do not fit.
        """

    def add(self, vectors: Floats, ids: Ints) -> None:
        """Append rows; an id that is there already raises InputError."""

    def remove(self, ids: Ints) -> int:
        """Drop the rows with these ids and give how many there were; unknown ids are passed over."""

    def save(self, folder: Path) -> None:
        """Write a folder with a checksum per file; an older folder of that name is replaced whole."""


def check_rows(vectors: Floats, ids: Ints, dim: int | None = None) -> tuple[Floats, Ints]:
    """Give contiguous float32 vectors and int64 ids, or raise InputError saying what does not fit."""
    rows, names = np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64)
    if rows.ndim != 2 or names.shape != (len(rows),):
        raise InputError("index_shape", where="index", got=str((rows.shape, names.shape)))
    if dim is not None and rows.shape[1] != dim:
        raise InputError("index_dimension", where="index", got=rows.shape[1], expected=dim)
    if len(np.unique(names)) != len(names):
        raise InputError("index_id_twice", where="index", id=int(_first_double(names)))
    if not np.isfinite(rows).all():
        raise InputError("index_not_finite", where="index")
    return rows, names


def check_new(known: Ints, ids: Ints) -> None:
    """Raise InputError where one of ``ids`` is known already."""
    doubles = ids[np.isin(ids, known)]
    if doubles.size:
        raise InputError("index_id_twice", where="index", id=int(doubles[0]))


def check_query(queries: Floats, allowed: Mask | None, dim: int, n: int) -> Floats:
    """Give contiguous float32 queries ``(q, dim)``, or raise InputError saying what does not fit."""
    asked = np.ascontiguousarray(queries, dtype=np.float32)
    if asked.ndim != 2 or asked.shape[1] != dim:
        raise InputError("index_dimension", where="query", got=asked.shape[-1], expected=dim)
    if allowed is not None and allowed.shape != (n,):
        raise InputError("index_mask", where="query", got=str(allowed.shape), expected=n)
    return asked


def ordered(scores: Floats, rows: Ints) -> tuple[Floats, Ints]:
    """Sort each line by falling score, equal scores by rising row."""
    order = np.lexsort((rows, -scores), axis=1)
    return np.take_along_axis(scores, order, 1), np.take_along_axis(rows, order, 1)


def _first_double(ids: Ints) -> int:
    values, counts = np.unique(ids, return_counts=True)
    return int(values[counts > 1][0])
