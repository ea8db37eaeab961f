"""From a margin to a probability that means what it says: beta calibration in closed form.

Kull, Silva Filho and Flach 2017: logit(q) = a ln p - b ln(1 - p) + c with a, b >= 0, so it never turns
an order round; a = b is Platt's. Smooth, so that an explanation has a slope everywhere.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
RIDGE = 1.0
"""Pull towards a = b = 1, c = 0, in pseudo-outcomes: a small sample bends the curve little."""


@dataclass(frozen=True, slots=True)
class Calibrator:
    """Hold a, b and c of one head."""

    a: float = 1.0
    b: float = 1.0
    c: float = 0.0

    def logit(self, margin: Numbers) -> Numbers:
        """Give calibrated log-odds (n,) of raw margins (log-odds before calibration)."""
        return self.a * -_softplus(-margin) + self.b * _softplus(margin) + self.c

    def slope(self, margin: Numbers) -> Numbers:
        """Give d logit / d margin (n,), never negative."""
        p = sigmoid(margin)
        return self.a * (1 - p) + self.b * p

    def probability(self, margin: Numbers) -> Numbers:
        """Give calibrated probabilities (n,)."""
        return sigmoid(self.logit(margin))

    def to_dict(self) -> dict[str, float]:
        """Give a, b, c by name."""
        return asdict(self)


def fit(
    margin: Numbers, outcome: Numbers, weight: Numbers | None = None, offset: Numbers | None = None
) -> Calibrator:
    """Fit a, b, c by Newton steps on margins (n,) and outcomes 0..1 that trained nothing else.

    ``offset`` (n,) is added to the calibrated log-odds while fitting and is no part of the curve.
    """
    margin = margin.astype(np.float64)
    weight = np.ones_like(margin) if weight is None else weight.astype(np.float64)
    both = np.stack([-_softplus(-margin), _softplus(margin), np.ones_like(margin)], axis=1)
    beside = np.zeros_like(margin) if offset is None else offset.astype(np.float64)
    a, b, c = _newton(both, outcome, weight, beside, np.array([1.0, 1.0, 0.0]))
    if min(a, b) >= 0:
        return Calibrator(float(a), float(b), float(c))
    platt = np.stack([margin, np.ones_like(margin)], axis=1)
    scale, shift = _newton(platt, outcome, weight, beside, np.array([1.0, 0.0]))
    return Calibrator(float(max(scale, 0.05)), float(max(scale, 0.05)), float(shift))


def sigmoid(x: Numbers) -> Numbers:
    """Give 1 / (1 + exp(-x)) without overflow."""
    return np.exp(-_softplus(-x))


def _newton(x: Numbers, y: Numbers, weight: Numbers, offset: Numbers, prior: Numbers) -> Numbers:
    """Maximise the likelihood with a ridge towards ``prior``; convex, a few steps are enough."""
    beta = prior.copy()
    for _ in range(50):
        q = sigmoid(x @ beta + offset)
        gradient = x.T @ (weight * (q - y)) + RIDGE * (beta - prior)
        curvature = (x * (weight * q * (1 - q))[:, None]).T @ x + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curvature, gradient)
        beta = beta - step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    return beta


def _softplus(x: Numbers) -> Numbers:
    return np.logaddexp(0.0, x)
