"""Compare texts by the words they share: tf-idf over characters, pairs and Latin words, as postings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
import polars as pl

from matching.encode import prepare
from matching.types import Floats, Ints


class Lexical:
    """Hold, for each word, the rows that contain it and its weight there; rows have unit length."""

    def __init__(self, places: dict[str, tuple[int, int]], rows: Ints, weights: Floats, n: int) -> None:
        self._places, self._rows, self._weights, self.n = places, rows, weights, n

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Make postings of ``n`` texts. A word counts once per text; rare words weigh more."""
        n = len(texts)
        said = pl.DataFrame({"word": [prepare(text) for text in texts]}, schema={"word": pl.String})
        words = said.with_row_index("row").select("row", pl.col("word").str.split(" ").list.unique())
        words = words.explode("word").filter(pl.col("word") != "")
        rare = ((1 + n) / (1 + pl.len().over("word"))).log() + 1
        weighed = words.with_columns(rare=rare).with_columns(
            weight=pl.col("rare") / pl.col("rare").pow(2).sum().over("row").sqrt()
        )
        weighed = weighed.sort("word", "row")
        heads = weighed.group_by("word", maintain_order=True).agg(pl.len())
        stops = np.cumsum(heads["len"].to_numpy()).tolist()
        spans = zip([0, *stops[:-1]], stops, strict=True) if stops else iter(())
        places = dict(zip(heads["word"].to_list(), spans, strict=True))
        rows, weights = weighed["row"].to_numpy().astype(np.int64), weighed["weight"].to_numpy()
        return cls(places, rows, weights.astype(np.float32), n)

    def scores(self, text: str) -> Floats:
        """Give the cosine (0..1) of ``text`` with every row: float32 ``(n,)``."""
        known = [self._places[word] for word in sorted(set(prepare(text).split())) if word in self._places]
        if not known:
            return np.zeros(self.n, dtype=np.float32)
        rare = np.asarray([self._rare(stop - start) for start, stop in known])
        rows = np.concatenate([self._rows[start:stop] for start, stop in known])
        parts = [self._weights[at:to] * r for (at, to), r in zip(known, rare, strict=True)]
        total = np.bincount(rows, weights=np.concatenate(parts), minlength=self.n)
        return np.asarray(total / np.sqrt((rare**2).sum()), dtype=np.float32)

    def _rare(self, seen_in: int) -> float:
        return float(np.log((1 + self.n) / (1 + seen_in)) + 1)
