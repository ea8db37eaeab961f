"""What every ranker promises, whatever it knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self, runtime_checkable

import numpy as np
import numpy.typing as npt
import polars as pl

from features.pairs import compute
from matching.types import Floats, Scores


@dataclass(frozen=True, slots=True)
class Pairs:
    """Hold n pairs: the joined frame and the features computed from it, row by row alike."""

    joined: pl.DataFrame
    features: pl.DataFrame

    @classmethod
    def of(cls, joined: pl.DataFrame) -> Pairs:
        """Compute the features of a joined frame."""
        return cls(joined, compute(joined))

    def matrix(self) -> Floats:
        """Give the features as float32 (n, features), nan where unknown."""
        values: Floats = self.features.to_numpy(order="c")
        return values

    def __len__(self) -> int:
        return self.joined.height

    def take(self, rows: npt.NDArray[np.int64]) -> Pairs:
        """Give some rows, in the order asked."""
        return Pairs(self.joined[rows], self.features[rows])


@runtime_checkable
class Ranker(Protocol):
    """Score pairs. The order of rows never changes the score of a row; equal input, equal output."""

    kind: ClassVar[str]
    """The word that stands in ``ranker.json``."""

    @property
    def name(self) -> str:
        """Name it for people and cards."""

    def score(self, pairs: Pairs, threads: int = 1) -> Scores:
        """Give value (n,) and the stages it has learned; a stage not learned is None."""

    def contributions(self, pairs: Pairs, threads: int = 1) -> Floats:
        """Give each feature's share (n, features) of the log value against an average pair."""

    def save(self, folder: Path) -> None:
        """Write itself into an empty folder as text and JSON."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read itself back; a broken or foreign folder raises Integrity."""
