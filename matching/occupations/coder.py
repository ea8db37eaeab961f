"""Code titles with plain arrays: a linear layer over n-grams and vectors, and the nearest known title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from features.text import cleaned
from matching.encode import Encoder
from matching.occupations.levels import at_level, level_of
from matching.occupations.ngrams import looked_up, pooled
from matching.types import Coded, Floats, Ints

CHUNK = 2048
_SEVERAL = re.compile(r"[/、,，;；+＋&|]|和|或|及|兼")


@dataclass(frozen=True, slots=True)
class CoderConfig:
    """Say how scores become confidence and when a coarser code, or none, is given; saved with the coder."""

    linear: float = 8.0
    """Weight of the linear layer in the logits, fitted on titles nothing else has seen."""

    nearest: float = 8.0
    """Weight of the nearest known title (cosine) in the logits."""

    slope: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    """Slope on the log odds that turns a share into a confidence, for levels 1 to 4; fitted as well."""

    offset: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Offset on the log odds, for levels 1 to 4."""

    sure: float = 0.5
    """Confidence from which the full code stands first."""

    sure_coarse: float = 0.6
    """Confidence that a coarser code needs to stand before an unsure full one."""

    known: float = 0.35
    """Cosine to the nearest known title below which a title without a sure code gets none."""


@dataclass(frozen=True)
class Coder:
    """Hold the arrays. C codes, F n-grams, r their projected length, d the encoder's, m known titles."""

    encoder: Encoder
    config: CoderConfig
    names: dict[str, str]
    """Name of every code of the catalogue, coarse ones included."""
    codes: tuple[str, ...]
    """The C codes that can be given in full, sorted."""
    grams: tuple[str, ...]
    gram_weight: Floats
    gram_rows: Floats
    """``(F, r)`` projected n-grams."""
    gram_out: Floats
    """``(r, C)``"""
    dense_out: Floats
    """``(d, C)``"""
    known: Floats
    """``(m, d)`` unit vectors of known titles, sorted by code."""
    known_start: Ints
    """``(C,)`` first row of each code in ``known``."""
    _rows: dict[str, int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._rows.update((gram, row) for row, gram in enumerate(self.grams))

    def code(self, titles: Sequence[str], k: int = 5) -> list[list[Coded]]:
        """Give at most ``k`` occupations per title, best first; an empty list for what is no job title.

        Scores are probabilities. Where the full code is unsure, the finest coarser code that is sure
        stands before it; a title that names several occupations gives the best of each first.
        """
        clean = pl.DataFrame({"title": titles}, schema={"title": pl.String})
        said = clean.select(cleaned(pl.col("title")))["title"].to_list()
        distinct = list(dict.fromkeys(said))
        parts = {title: _parts(title) for title in distinct}
        every = list(dict.fromkeys([*distinct, *(p for found in parts.values() for p in found)]))
        answers = dict(zip(every, self._coded(every, k), strict=True))
        return [self._merged(answers[title], [answers[p] for p in parts[title]], k) for title in said]

    def confidence(self, share: Floats, level: int) -> Floats:
        """Turn the share of the best code of a level (4: full code) into how often it is right."""
        held = np.clip(share, 1e-6, 1 - 1e-6).astype(np.float64)
        odds = self.config.slope[level - 1] * np.log(held / (1 - held)) + self.config.offset[level - 1]
        said: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return said

    def best_groups(self, chances: Floats, level: int) -> tuple[list[str], Floats]:
        """Give the code of the likeliest group of ``level`` 1..3 per title, and its share of chances."""
        starts, codes = self._groups[level]
        total = np.add.reduceat(chances, starts, axis=1)
        best = total.argmax(axis=1)
        return [codes[b] for b in best.tolist()], total[np.arange(len(total)), best]

    def probabilities(self, titles: Sequence[str]) -> tuple[Floats, Floats]:
        """Give float32 ``(n, C)`` over the full codes for cleaned titles, and the nearest cosine ``(n,)``."""
        linear, nearest = self.scores(titles)
        logits = self.config.linear * linear + self.config.nearest * nearest
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True), nearest.max(axis=1)

    def scores(self, titles: Sequence[str]) -> tuple[Floats, Floats]:
        """Give the linear score and the nearest cosine, each ``(n, C)``."""
        flat, counts = looked_up(titles, self._rows)
        dense = self.encoder.encode(titles)
        lexical = pooled(flat, counts, self.gram_rows, self.gram_weight)
        near = np.maximum.reduceat(dense @ self.known.T, self.known_start, axis=1)
        return lexical @ self.gram_out + dense @ self.dense_out, near

    @cached_property
    def _groups(self) -> dict[int, tuple[Ints, tuple[str, ...]]]:
        """Give for levels 1 to 3 where each group of codes begins, and its coarse code."""
        found = {}
        for level in (1, 2, 3):
            coarse = [at_level(code, level) for code in self.codes]
            starts = [i for i, code in enumerate(coarse) if i == 0 or code != coarse[i - 1]]
            found[level] = (np.asarray(starts), tuple(coarse[i] for i in starts))
        return found

    def _coded(self, titles: Sequence[str], k: int) -> list[list[Coded]]:
        found: list[list[Coded]] = []
        for start in range(0, len(titles), CHUNK):
            chances, near = self.probabilities(titles[start : start + CHUNK])
            kept = min(k, chances.shape[1])
            best = np.argpartition(-chances, kept - 1, axis=1)[:, :kept]
            best = np.take_along_axis(best, np.argsort(-np.take_along_axis(chances, best, 1), 1, "stable"), 1)
            coarse = self._coarse(chances)
            sure = self.confidence(np.take_along_axis(chances, best, 1), level=4).tolist()
            for row, columns in enumerate(best.tolist()):
                fine = [self._named(self.codes[c], s) for c, s in zip(columns, sure[row], strict=True)]
                found.append(self._judged(fine, coarse[row], float(near[row]), k))
        return found

    def _coarse(self, chances: Floats) -> list[list[Coded]]:
        """Give the best group of each level, finest first, for every title."""
        levels = []
        for level in (3, 2, 1):
            codes, share = self.best_groups(chances, level)
            sure = self.confidence(share, level).tolist()
            levels.append([self._named(code, s) for code, s in zip(codes, sure, strict=True)])
        return [list(row) for row in zip(*levels, strict=True)]

    def _judged(self, fine: list[Coded], coarse: list[Coded], near: float, k: int) -> list[Coded]:
        if near <= 0 or (near < self.config.known and fine[0].score < self.config.sure):
            return []
        if fine[0].score >= self.config.sure:
            return fine
        sure = next((c for c in coarse if c.score >= self.config.sure_coarse and c.code in self.names), None)
        if sure is None or sure.code in {c.code for c in fine}:
            return fine
        return [sure, *fine][:k]

    def _named(self, code: str, score: float) -> Coded:
        return Coded(code, self.names.get(code, ""), score)

    def _merged(self, whole: list[Coded], parts: list[list[Coded]], k: int) -> list[Coded]:
        """Put the best of each part first where the parts are sure and differ."""
        heads = [part[0] for part in parts if part and part[0].score >= self.config.sure]
        heads = [head for head in heads if level_of(head.code) > 1]
        if len({head.code for head in heads}) < 2:
            return whole
        return _first([*heads, *whole], k)


def _first(found: Sequence[Coded], k: int) -> list[Coded]:
    kept: dict[str, Coded] = {}
    for coded in found:
        kept.setdefault(coded.code, coded)
    return list(kept.values())[:k]


def _parts(title: str) -> list[str]:
    found = [part.strip() for part in _SEVERAL.split(title)]
    found = [part for part in found if len(part) >= 2]
    return found if 2 <= len(found) <= 5 else []
