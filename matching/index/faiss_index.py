"""Search with FAISS: exact up to a size, clustered with fp16 rows above, eligible rows by selector."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Self

import faiss as _faiss
import numpy as np

from matching.index import files
from matching.index.base import IndexConfig, check_new, check_query, check_rows, ordered
from matching.types import Floats, Ints, Mask

faiss: Any = _faiss  # its stubs do not know the keywords that its own wrapper adds

FEW = 0.1
"""Share of eligible rows up to which they are gathered one by one instead of being asked in passing."""


class FaissIndex:
    """Keep vectors in FAISS. The plan follows how many rows are eligible, so that recall does not fall.

    Flat up to ``config.flat_up_to`` rows: always exact. Above: clusters (IVF) of half-precision rows;
    as many clusters are probed as hold ``scan`` eligible rows, all of them when fewer are eligible.
    """

    def __init__(self, native: Any, slots: Ints, ids: Ints, config: IndexConfig) -> None:
        self.native, self.slots, self.ids, self.config = native, slots, ids, config
        self.dim: int = native.d

    @classmethod
    def build(cls, vectors: Floats, ids: Ints, config: IndexConfig | None = None) -> Self:
        """Make an index of float32 ``(n, d)`` vectors named by distinct int64 ``(n,)`` ids."""
        rows, names = check_rows(vectors, ids)
        chosen = config or IndexConfig()
        native = _clustered(rows, chosen) if len(rows) > chosen.flat_up_to else _flat(rows)
        return cls(native, np.arange(len(rows), dtype=np.int64), names, chosen)

    @property
    def exact(self) -> bool:
        """Say whether every search looks at every eligible row at full precision."""
        return isinstance(self.native, faiss.IndexFlat)

    def search(self, queries: Floats, k: int, allowed: Mask | None = None) -> tuple[Floats, Ints]:
        """Give scores and rows ``(q, min(k, allowed rows))``, best first, ties by row."""
        asked = check_query(queries, allowed, self.dim, len(self.ids))
        eligible = len(self.ids) if allowed is None else int(allowed.sum())
        width = min(max(k, 0), eligible)
        if width == 0 or len(asked) == 0:
            return np.empty((len(asked), width), np.float32), np.empty((len(asked), width), np.int64)
        faiss.omp_set_num_threads(self.config.threads)
        selector = None if allowed is None else self._selector(allowed, eligible)
        probes = self._probes(width, eligible)
        scores, slots = self._ask(asked, width, selector, probes)
        if (slots < 0).any():  # the probed clusters held too few eligible rows: look at all of them
            scores, slots = self._ask(asked, width, selector, self._probes(len(self.ids), eligible))
        return ordered(scores, np.searchsorted(self.slots, slots))

    def add(self, vectors: Floats, ids: Ints) -> None:
        """Append rows; an id that is there already raises InputError."""
        rows, names = check_rows(vectors, ids, self.dim)
        check_new(self.ids, names)
        first = int(self.slots[-1]) + 1 if len(self.slots) else 0
        fresh = np.arange(first, first + len(rows), dtype=np.int64)
        if self.exact:
            self.native.add(rows)
        else:
            self.native.add_with_ids(rows, fresh)
        self.slots, self.ids = np.concatenate([self.slots, fresh]), np.concatenate([self.ids, names])

    def remove(self, ids: Ints) -> int:
        """Drop the rows with these ids and give how many there were."""
        gone = np.isin(self.ids, ids)
        if gone.any():
            self.native.remove_ids(faiss.IDSelectorBatch(self.slots[gone]))
        self.ids, self.slots = self.ids[~gone], self.slots[~gone]
        if self.exact:  # a flat index closes its gaps, a clustered one keeps the names it gave
            self.slots = np.arange(len(self.ids), dtype=np.int64)
        return int(gone.sum())

    def save(self, folder: Path) -> None:
        """Write ``index.json``, ``ids.npy``, ``slots.npy`` and FAISS's own file."""
        with files.writing(folder, "faiss", self.config, len(self.ids), self.dim) as at:
            np.save(at / "ids.npy", self.ids)
            np.save(at / "slots.npy", self.slots)
            faiss.write_index(self.native, str(at / "index.faiss"))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open a saved folder; damaged files raise Integrity."""
        config = files.verified(folder, "faiss")
        native = faiss.read_index(str(folder / "index.faiss"))
        return cls(native, np.load(folder / "slots.npy"), np.load(folder / "ids.npy"), config)

    def _selector(self, allowed: Mask, eligible: int) -> Any:
        if self.exact and eligible <= FEW * len(allowed):
            return faiss.IDSelectorArray(np.flatnonzero(allowed).astype(np.int64))
        bits = np.zeros(int(self.slots[-1]) + 1, dtype=np.bool_)
        bits[self.slots[allowed]] = True
        return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))

    def _probes(self, width: int, eligible: int) -> int:
        if self.exact:
            return 0
        wanted = max(self.config.scan, self.config.scan_per_hit * width)
        lists: int = self.native.nlist
        return max(1, math.ceil(lists * min(1.0, wanted / max(eligible, 1))))

    def _ask(self, asked: Floats, width: int, selector: Any, probes: int) -> tuple[Floats, Ints]:
        if self.exact:
            options = faiss.SearchParameters(sel=selector) if selector is not None else None
        else:
            options = faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        scores, slots = self.native.search(asked, width, params=options)
        return scores, slots


def _flat(rows: Floats) -> Any:
    native = faiss.IndexFlatIP(rows.shape[1])
    native.add(rows)
    return native


def _clustered(rows: Floats, config: IndexConfig) -> Any:
    faiss.omp_set_num_threads(max(2, config.threads))
    lists = max(1, round(math.sqrt(len(rows))))
    coarse = faiss.IndexFlatIP(rows.shape[1])
    native = faiss.IndexIVFScalarQuantizer(
        coarse, rows.shape[1], lists, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    native.cp.seed, native.cp.niter, native.cp.min_points_per_centroid = config.seed % 2**31, 8, 1
    native.by_residual = False  # normalised vectors: residuals buy nothing and cost a table per probe
    sample = min(len(rows), lists * config.train_rows_per_list)
    picked = np.sort(np.random.default_rng(config.seed).choice(len(rows), sample, replace=False))
    native.train(rows[picked])
    native.add_with_ids(rows, np.arange(len(rows), dtype=np.int64))
    return native
