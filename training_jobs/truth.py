"""The door to a simulated county's truth, for the evaluator alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

TrueValue = Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64]], npt.NDArray[np.float64]]
"""Worker ids and post ids (n,) -> the true chance of a lasting placement (n,)."""


def true_value(folder: Path) -> TrueValue:
    """Read the truth saved beside a simulated county; no input of any model comes from here."""
    from training_jobs.county.truth import load_truth

    return value_of(load_truth(folder))


def value_of(truth: object) -> TrueValue:
    """Give the product of the true stages for ids."""

    def value(workers: npt.NDArray[np.int64], posts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        rows = truth.worker_rows(workers), truth.post_rows(posts)  # type: ignore[attr-defined]
        accept, hire, stay = truth.stages(*rows)  # type: ignore[attr-defined]
        product: npt.NDArray[np.float64] = accept * hire * stay
        return product

    return value
