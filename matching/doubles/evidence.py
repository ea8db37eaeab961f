"""Turn agreement of two columns into evidence: same, different, or not to be compared."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from matching.doubles.sketch import CHUNK
from matching.types import Floats, Ints, Mask


@dataclass(slots=True)
class Evidence:
    """Collect named columns of evidence (m,) about m pairs of rows of one frame."""

    frame: pl.DataFrame
    a: Ints
    b: Ints
    columns: dict[str, Floats] = field(default_factory=dict)

    def compare(self, name: str, values: pl.Series) -> tuple[Mask, Mask]:
        """Add ``same_<name>`` and ``other_<name>``; a value that is missing on either side says neither."""
        same, both = agreement(values, self.a, self.b)
        self.columns[f"same_{name}"] = same.astype(np.float32)
        self.columns[f"other_{name}"] = (both & ~same).astype(np.float32)
        return same, both & ~same

    def add(self, name: str, values: Floats | Mask) -> None:
        """Add one column."""
        self.columns[name] = values.astype(np.float32)

    def only(self, rows: Mask | slice) -> Evidence:
        """Give the evidence of some of the pairs."""
        columns = {name: values[rows] for name, values in self.columns.items()}
        return Evidence(self.frame, self.a[rows], self.b[rows], columns)

    def matrix(self, names: tuple[str, ...]) -> Floats:
        """Give the columns ``names`` as float32 (m, k)."""
        told: Floats = np.column_stack([self.columns[name] for name in names]).astype(np.float32, copy=False)
        return told


def agreement(values: pl.Series, a: Ints, b: Ints) -> tuple[Mask, Mask]:
    """Say per pair whether the two values are equal, and whether both are there ("" counts as missing)."""
    if values.dtype == pl.String:
        values = values.replace("", None)
    told = values.is_not_null().to_numpy()
    number = values.rank("dense").fill_null(0).to_numpy()
    both = told[a] & told[b]
    return both & (number[a] == number[b]), both


def crowd(values: pl.Series, a: Ints) -> Floats:
    """Give the natural log of how many records share the value at row ``a`` (0 where it is missing)."""
    frame = values.to_frame("value")
    n = frame.select(pl.when(pl.col("value").is_null()).then(1).otherwise(pl.len().over("value")))
    logs: Floats = np.log(n.to_series().to_numpy().astype(np.float32))
    return logs[a]


def overlap(lists: pl.Series, a: Ints, b: Ints, smaller: bool = False) -> Floats:
    """Give the share of words (m,) two lists have in common, 0 where either is empty.

    The share is of all words of both, or with ``smaller`` of those of the shorter list.
    """
    out = np.zeros(len(a), dtype=np.float32)
    both = pl.col("a").list.set_intersection("b").list.len()
    least = pl.min_horizontal(pl.col("a").list.n_unique(), pl.col("b").list.n_unique())
    of = least if smaller else pl.col("a").list.set_union("b").list.len()
    for start in range(0, len(a), CHUNK):
        part = slice(start, start + CHUNK)
        pairs = pl.DataFrame({"a": lists.gather(a[part]), "b": lists.gather(b[part])})
        out[part] = pairs.select((both / of).fill_nan(0).fill_null(0)).to_series().to_numpy()
    return out
