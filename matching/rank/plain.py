"""Rankers that know nothing: the floor that every other one must beat."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import polars as pl

from features.pairs import NAMES
from matching.rank.files import read_settings, write_settings
from matching.rank.ranker import Pairs
from matching.types import Floats, Scores


@dataclass(frozen=True)
class KeepOrder:
    """Leave posts as an office lists them: the newest first, whoever asks."""

    kind: ClassVar[str] = "keep_order"

    @property
    def name(self) -> str:
        """Name it for people and cards."""
        return self.kind

    def score(self, pairs: Pairs, threads: int = 1) -> Scores:
        """Give minus the days a post has been open; equal days by post number, newest first."""
        days = (pl.col("as_of") - pl.col("p_opened_on")).dt.total_days()
        order = pairs.joined.select(pl.col("p_post_id") * 1e-9 - days).to_series()
        return Scores(order.to_numpy().astype(np.float32))

    def contributions(self, pairs: Pairs, threads: int = 1) -> Floats:
        """Give nothing: no feature was asked."""
        return np.zeros((len(pairs), len(NAMES)), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write its kind."""
        write_settings(folder, {"kind": self.kind})

    @classmethod
    def load(cls, folder: Path) -> KeepOrder:
        """Read it back."""
        read_settings(folder, cls.kind)
        return cls()


@dataclass(frozen=True)
class Shuffle:
    """Order by chance, fixed by seed, worker and post: the order of arrival changes nothing."""

    kind: ClassVar[str] = "shuffle"
    seed: int = 0

    @property
    def name(self) -> str:
        """Name it for people and cards."""
        return self.kind

    def score(self, pairs: Pairs, threads: int = 1) -> Scores:
        """Give a number in 0..1 per pair, the same for the same seed, worker and post."""
        ids = pairs.joined.select("w_worker_id", "p_post_id").fill_null(0).to_numpy().astype(np.uint64)
        mixed = _mix(_mix(ids[:, 0] + np.uint64(self.seed)) ^ ids[:, 1])
        return Scores((mixed >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24))

    def contributions(self, pairs: Pairs, threads: int = 1) -> Floats:
        """Give nothing: no feature was asked."""
        return np.zeros((len(pairs), len(NAMES)), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write its kind and seed."""
        write_settings(folder, {"kind": self.kind, "seed": self.seed})

    @classmethod
    def load(cls, folder: Path) -> Shuffle:
        """Read it back."""
        return cls(int(read_settings(folder, cls.kind)["seed"]))


def _mix(numbers: np.ndarray) -> np.ndarray:
    """Scatter whole numbers (splitmix64, Steele et al. 2014)."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
