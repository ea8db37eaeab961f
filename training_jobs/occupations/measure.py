"""Measure the coder on ad titles of near-duplicate groups that nothing has learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from features.text import cleaned
from matching.occupations import Coder
from matching.types import Floats
from training_jobs.occupations.train import catalogue_titles
from training_jobs.texts import Texts


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold what the coder reaches on n titles; shares in 0..1."""

    n: int
    exact: float
    exact_low: float
    exact_high: float
    four: float
    """first four characters right"""
    first_five: float
    sure_half: float
    """exact, of the half it is surest of"""
    error: float
    """expected calibration error of the first code, 10 equal-count bins"""
    no_alias: float
    """exact, of titles that do not stand verbatim among names and aliases"""


def measured(coder: Coder, texts: Texts, part: str = "test", seed: int = 1) -> Figures:
    """Give the figures on one part, with a 95 % bootstrap interval of the exact share."""
    ads = texts.titles.filter(part=part).with_columns(clean=cleaned(pl.col("title")))
    chances, _ = coder.probabilities(ads["clean"].to_list())
    best = np.argsort(-chances, axis=1)[:, :5]
    guess = np.asarray(coder.codes)[best]
    truth = ads["code"].to_numpy()[:, None]
    hit = (guess == truth)[:, 0].astype(np.float32)
    sure = coder.confidence(np.take_along_axis(chances, best[:, :1], 1)[:, 0], level=4)
    low, high = interval(hit, seed)
    named = set(catalogue_titles(texts)["title"])
    strange = np.asarray([title not in named for title in ads["title"]])
    four = np.mean([g[:4] == t[:4] for g, t in zip(guess[:, 0], truth[:, 0], strict=True)])
    half = np.argsort(-sure)[: len(sure) // 2]
    return Figures(
        len(hit), float(hit.mean()), low, high, float(four), float((guess == truth).any(axis=1).mean()),
        float(hit[half].mean()), calibration_error(sure, hit), float(hit[strange].mean()),
    )  # fmt: skip


def calibration_error(said: Floats, hit: Floats, bins: int = 10) -> float:
    """Give the mean gap between confidence and share of hits over bins of equal count."""
    order = np.argsort(said)
    parts = np.array_split(order, bins)
    return float(sum(len(p) * abs(said[p].mean() - hit[p].mean()) for p in parts) / len(order))


def interval(values: Floats, seed: int, draws: int = 1000) -> tuple[float, float]:
    """Give the 95 % bootstrap interval of the mean."""
    rng = np.random.default_rng(seed)
    means = values[rng.integers(0, len(values), (draws, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)
