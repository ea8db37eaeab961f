"""The weights of evidence per kind: a calibrated sum, fitted on simulated doubles.

``springwind bench doubles --fit`` makes them anew from the building seeds and writes this folder's
``weights.json``; the frozen seeds only measure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from matching.doubles.evidence import Evidence
from matching.types import Floats, Mask

FILE = "weights.json"
PRECISE = 0.986
"""Precision on the building seeds at which pairs are proposed; 0.98 is asked for on the frozen ones."""
AS_LIKELY = 1.0
"""Difference of log odds up to which two pairs of one record count as equally likely."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "worker": (
        "same_name", "other_name", "rare_name", "same_id_number", "other_id_number", "same_phone",
        "other_phone",
        "shared_phone", "same_month", "other_month", "same_education", "other_education", "same_place",
        "other_place", "same_town", "wanted", "name_and_month", "name_and_phone", "phone_and_month",
    ),
    "employer": (
        "same_credit_code", "other_credit_code", "same_contact_phone", "other_contact_phone",
        "same_contact_name",
        "other_contact_name", "same_place", "other_place", "same_county", "other_industry", "same_core",
        "name_like", "core_like", "core_within", "other_number", "phone_and_like",
    ),
    "post": (
        "same_title", "title_cos", "title_like", "duties_like",
        "duties_cos", "no_duties", "terms_alone", "title_alone", "trade_apart_alone",
        "clauses_and_place", "clauses_apart", "other_shift",
        "one_shift", "other_grade", "other_aside", "numbers", "pay_and_place", "text_and_pay", "clauses",
        "place_within", "other_number", "unlike", "pay_near", "trade_apart", "near_and_text",
        "same_monthly_low", "other_monthly_low", "same_monthly_high",
        "other_monthly_high", "pay_apart", "same_headcount", "other_headcount", "other_education",
        "same_age_high", "other_age_high", "other_age_low", "same_place", "place_like", "same_county",
        "same_employer", "same_contact_phone", "terms_same", "text_and_terms", "text_and_place",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold a bias and one weight per column of evidence; their sum is the log odds of being one."""

    columns: tuple[str, ...]
    bias: float
    weights: tuple[float, ...]
    threshold: float = 0.5
    """Least probability at which a pair is proposed, set where the building seeds are precise enough."""

    def probability(self, told: Evidence) -> Floats:
        """Give the probability (m,) that each pair is one."""
        total = told.matrix(self.columns) @ np.asarray(self.weights, dtype=np.float32) + np.float32(self.bias)
        return np.asarray(1 / (1 + np.exp(-total.clip(-30, 30))), dtype=np.float32)


class _Shipped:
    """Read the shipped weights when they are first asked for."""

    def __getitem__(self, kind: str) -> Weights:
        return _read()[kind]


WEIGHTS = _Shipped()


@cache
def _read() -> dict[str, Weights]:
    told = json.loads(files("matching.doubles").joinpath(FILE).read_text("utf-8"))
    return {
        kind: Weights(
            COLUMNS[kind],
            one["bias"],
            tuple(one["weights"][name] for name in COLUMNS[kind]),
            one["threshold"],
        )
        for kind, one in told.items()
    }


def fitted(kind: str, told: Evidence, one: Mask, ridge: float = 1.0) -> Weights:
    """Fit the weights to pairs whose truth is known, by ridge logistic regression (Newton's method)."""
    x = np.column_stack([told.matrix(COLUMNS[kind]).astype(np.float64), np.ones(len(one))])
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 0.0
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-(x @ beta).clip(-30, 30)))
        slope = x.T @ (p - one) + penalty * beta
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-9), slope)
        beta -= step
        if np.abs(step).max() < 1e-6:
            break
    return Weights(COLUMNS[kind], float(beta[-1]), tuple(float(one) for one in beta[:-1]))


def foremost(told: Evidence, probability: Floats) -> Mask:
    """Say which pairs are about the likeliest of both their records.

    Of ten posts from one mould each is somewhat like the double of any; the double itself is likelier. Three
    records of one thing are all about as likely, and all stay.
    """
    odds = np.log(probability.clip(1e-9, 1 - 1e-6) / (1 - probability.clip(1e-9, 1 - 1e-6)))
    best = np.full(told.frame.height, -np.inf)
    np.maximum.at(best, told.a, odds)
    np.maximum.at(best, told.b, odds)
    return np.asarray(odds >= np.maximum(best[told.a], best[told.b]) - AS_LIKELY)


def threshold(probability: Floats, one: Mask) -> float:
    """Give the lowest probability from which on ``PRECISE`` of the pairs are right."""
    order = np.argsort(-probability, kind="stable")
    sure = probability[order]
    share = np.cumsum(one[order]) / np.arange(1, len(order) + 1)
    last_of_equals = np.append(sure[1:] < sure[:-1], True)
    enough = np.flatnonzero((share >= PRECISE) & last_of_equals)
    return float(np.clip(sure[enough[-1]], 0.05, 0.999)) if len(enough) else 0.999


def told_as(weights: dict[str, Weights]) -> str:
    """Write weights as the file holds them."""
    plain = {
        kind: {
            "bias": round(one.bias, 4),
            "threshold": round(one.threshold, 3),
            "weights": {n: round(w, 4) for n, w in zip(one.columns, one.weights, strict=True)},
        }
        for kind, one in weights.items()
    }
    return json.dumps(plain, indent=1) + "\n"
