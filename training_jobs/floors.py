"""What every learned ranker must beat, each as strong as it can fairly be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.rank import KeepOrder, Pairs, Ranker, Rules, Shuffle
from training_jobs.bm25 import bm25
from training_jobs.office import Office

Score = Callable[[Pairs], npt.NDArray[np.float64]]


def floors(seed: int, office: Office) -> Mapping[str, Score]:
    """Give the floors by name: each scores pairs (n,), higher first."""
    return {
        "shuffle": by_ranker(Shuffle(seed)),
        "keep_order": by_ranker(KeepOrder()),
        "popularity": popularity,
        "cosine": by_feature("sim_dense"),
        "lexical": by_feature("sim_lexical"),
        "bm25": bm25(office),
        "product": product,
        "rules": by_ranker(Rules()),
    }


def by_ranker(ranker: Ranker) -> Score:
    """Score by the value of a ranker."""
    return lambda pairs: ranker.score(pairs).value.astype(np.float64)


def by_feature(name: str) -> Score:
    """Score by one feature; unknown counts as 0."""
    return lambda pairs: pairs.features[name].fill_null(0).to_numpy().astype(np.float64)


def popularity(pairs: Pairs) -> npt.NDArray[np.float64]:
    """Score by letters and hires of the post as known that day, hires counting double."""
    counts = pl.col("h_p_letters") + 2 * pl.col("h_p_hired") + 0.01 * pl.col("h_e_letters")
    return pairs.joined.select(counts.fill_null(0)).to_series().to_numpy().astype(np.float64)


def product(pairs: Pairs) -> npt.NDArray[np.float64]:
    """Score by liking x hiring x coverage x place: a fixed formula many an office could write down."""
    liking = pl.col("pay_ratio").fill_null(1).clip(0.3, 2) / (1 + pl.col("needs_unmet").fill_null(0))
    hiring = pl.col("employer_hire").fill_null(0.4) * pl.col("employer_reply").fill_null(0.5)
    coverage = 0.1 + pl.col("sim_dense").fill_null(0).clip(0, 1) + pl.col("skills_share").fill_null(0)
    place = 1 / (1 + pl.col("km").fill_null(50) / 30)
    value = pairs.features.select(liking * hiring * coverage * place).to_series()
    return value.to_numpy().astype(np.float64)
