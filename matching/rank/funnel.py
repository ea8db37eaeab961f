"""The learned ranker: accepts, is hired, is still there after 90 days, each calibrated.

The value of a pair is the chance of a lasting placement, the product of the stages that were learned.
A stage whose labels an office does not collect is None and left out of the product.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from features.pairs import HEADS, NAMES
from matching.rank.boosters import read_booster
from matching.rank.calibrate import Calibrator
from matching.rank.files import read_settings, write_settings
from matching.rank.ranker import Pairs
from matching.types import Floats, Scores


@dataclass(frozen=True, slots=True)
class Head:
    """Hold one stage: its trees, its calibration, and what it was learned from."""

    booster: Any
    calibrator: Calibrator
    outcomes: int = 0
    positives: int = 0

    def margin(self, matrix: Floats, threads: int) -> npt.NDArray[np.float64]:
        """Give the raw log-odds (n,) before calibration."""
        raw = self.booster.predict(matrix, raw_score=True, num_threads=threads)
        return np.asarray(raw, dtype=np.float64)

    def probability(self, matrix: Floats, threads: int = 1) -> Floats:
        """Give the calibrated probability (n,)."""
        return self.calibrator.probability(self.margin(matrix, threads)).astype(np.float32)

    def parts(self, matrix: Floats, threads: int = 1) -> npt.NDArray[np.float64]:
        """Give the exact parts (n, features + 1) of the margin; the last is what an average pair has."""
        parts = self.booster.predict(matrix, pred_contrib=True, num_threads=threads)
        return np.asarray(parts, dtype=np.float64)

    def log_shares(self, matrix: Floats, threads: int = 1) -> npt.NDArray[np.float64]:
        """Give parts (n, features) of ln p: the parts of the margin times d ln p / d margin there."""
        parts = self.parts(matrix, threads)
        margin = parts.sum(axis=1)
        slope = self.calibrator.slope(margin) * (1 - self.calibrator.probability(margin))
        return parts[:, :-1] * slope[:, None]


@dataclass(frozen=True)
class Funnel:
    """Multiply the learned stages. ``missing`` says why a stage was not learned."""

    kind: ClassVar[str] = "funnel"
    heads: Mapping[str, Head]
    missing: Mapping[str, str] = field(default_factory=dict)
    corrected: Mapping[str, Any] = field(default_factory=dict)
    """how its outcomes came to be known, as the training judged; no part of a score"""

    @property
    def name(self) -> str:
        """Name it for people and cards."""
        return self.kind

    def score(self, pairs: Pairs, threads: int = 1) -> Scores:
        """Give the chance of a lasting placement (n,) and each learned stage."""
        matrix = pairs.matrix()
        stages = {name: head.probability(matrix, threads) for name, head in self.heads.items()}
        value = np.ones(len(pairs), dtype=np.float32)
        for chance in stages.values():
            value = value * chance
        return Scores(value, *(stages.get(name) for name in HEADS))

    def contributions(self, pairs: Pairs, threads: int = 1) -> Floats:
        """Give each feature's share (n, features) of the log value, summed over the stages."""
        matrix, total = pairs.matrix(), np.zeros((len(pairs), len(NAMES)))
        for head in self.heads.values():
            total += head.log_shares(matrix, threads)
        return total.astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write one text model per stage and ``ranker.json``."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, head in self.heads.items():
            (folder / f"{name}.txt").write_text(head.booster.model_to_string(), "utf-8")
        told = {"missing": dict(self.missing), "heads": self._told(), "corrected": dict(self.corrected)}
        write_settings(folder, {"kind": self.kind, **told})

    @classmethod
    def load(cls, folder: Path) -> Funnel:
        """Read it back; Integrity if a file is missing, cut off or made for other features."""
        settings = read_settings(folder, cls.kind)
        heads = {
            name: Head(read_booster(folder / f"{name}.txt"), Calibrator(**told["calibrator"]),
                       int(told["outcomes"]), int(told["positives"]))
            for name, told in settings["heads"].items()
        }  # fmt: skip
        return cls(heads, settings["missing"], settings.get("corrected", {}))

    def _told(self) -> dict[str, Any]:
        return {
            name: {
                "calibrator": head.calibrator.to_dict(),
                "outcomes": head.outcomes,
                "positives": head.positives,
            }
            for name, head in self.heads.items()
        }
