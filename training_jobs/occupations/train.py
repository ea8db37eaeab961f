"""Fit the coder: kernel ridge over n-grams and vectors, confidence set on titles it has not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from features.text import cleaned
from matching.encode import Encoder
from matching.occupations import Coder, CoderConfig
from matching.occupations.levels import at_level
from matching.occupations.ngrams import looked_up, ngrams
from matching.types import Floats, Mask
from training_jobs.texts import Texts


@dataclass(frozen=True, slots=True)
class Recipe:
    """Say how the coder is fitted; saved in its card."""

    alias_weight: float = 0.3
    """Weight of a catalogue name or alias beside an ad title's 1."""
    ridge: float = 1.0
    rank: int = 256
    """Length of the projected n-grams."""
    seed: int = 20250101


def train_coder(
    texts: Texts, encoder: Encoder, recipe: Recipe, corrections: pl.DataFrame | None = None
) -> Coder:
    """Give the coder. Confidence is fitted with part ``calibrate`` unseen; then that part is learned too.

    ``corrections`` (``title, code``) are what staff put right; each counts as an ad title.
    """
    names = catalogue_titles(texts).with_columns(weight=pl.lit(recipe.alias_weight))
    ads = texts.titles.select("title", "code", "part").with_columns(weight=pl.lit(1.0))
    if corrections is not None:
        extra = corrections.select("title", "code", part=pl.lit("learn"), weight=pl.lit(1.0))
        ads = pl.concat([ads, extra])
    columns = ["title", "code", "weight"]
    seen = pl.concat([ads.filter(part="learn").select(columns), names.select(columns)])
    first = fit(seen, texts, encoder, recipe)
    config = calibrated(first, ads.filter(part="calibrate"))
    every = pl.concat([ads.filter(pl.col("part") != "test").select(columns), names.select(columns)])
    return replace(fit(every, texts, encoder, recipe), config=config)


def catalogue_titles(texts: Texts) -> pl.DataFrame:
    """Give ``title, code`` for every name and alias of the catalogue."""
    both = pl.concat_list(pl.concat_list("name"), "alias")
    rows = texts.occupations.select(title=both, code="code").explode("title")
    return rows.filter(pl.col("title") != "").unique(maintain_order=True)


def fit(seen: pl.DataFrame, texts: Texts, encoder: Encoder, recipe: Recipe) -> Coder:
    """Fit the arrays on ``title, code, weight``; the confidence stays at its default."""
    seen = seen.with_columns(cleaned(pl.col("title"))).filter(pl.col("title") != "").sort("code", "title")
    titles = seen["title"].to_list()
    grams = sorted(set().union(*map(ngrams, titles)))
    matrix, weight = _matrix(titles, grams)
    dense = encoder.encode(titles)
    codes, start, where = np.unique(seen["code"].to_numpy(), return_index=True, return_inverse=True)
    aim = np.zeros((len(titles), len(codes)), dtype=np.float32)
    aim[np.arange(len(titles)), where] = 1.0
    names = dict(texts.occupations.select("code", "name").iter_rows())
    kernel = (matrix @ matrix.T).toarray() + dense @ dense.T
    kernel[np.diag_indices_from(kernel)] += recipe.ridge / seen["weight"].to_numpy()
    dual = np.linalg.solve(kernel, aim).astype(np.float32)
    left, size, right = randomized_svd(matrix.T @ dual, recipe.rank, random_state=recipe.seed)
    return Coder(
        encoder=encoder, config=CoderConfig(), names=names,
        codes=tuple(map(str, codes)), grams=tuple(grams), gram_weight=weight,
        gram_rows=(left * np.sqrt(size)).astype(np.float32),
        gram_out=(np.sqrt(size)[:, None] * right).astype(np.float32),
        dense_out=np.asarray(dense.T @ dual, dtype=np.float32),
        known=dense, known_start=start.astype(np.int64),
    )  # fmt: skip


def calibrated(coder: Coder, unseen: pl.DataFrame) -> CoderConfig:
    """Give the configuration whose two logit weights make unseen titles most likely."""
    place = {code: number for number, code in enumerate(coder.codes)}
    kept = unseen.with_columns(cleaned(pl.col("title"))).filter(pl.col("code").is_in(list(place)))
    truth = np.asarray([place[code] for code in kept["code"]])
    linear, nearest = coder.scores(kept["title"].to_list())

    def surprise(weights: Floats) -> float:
        logits = weights[0] * linear + weights[1] * nearest
        top = logits.max(axis=1)
        spread = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
        return float((spread - logits[np.arange(len(truth)), truth]).mean())

    found = minimize(surprise, x0=np.asarray([8.0, 8.0]), method="Nelder-Mead", options={"xatol": 1e-2})
    config = replace(coder.config, linear=float(found.x[0]), nearest=float(found.x[1]))
    return _confident(replace(coder, config=config), kept)


def _confident(coder: Coder, unseen: pl.DataFrame) -> CoderConfig:
    """Fit slope and offset of each level: how often the best code of that level is right."""
    chances, _ = coder.probabilities(unseen["title"].to_list())
    fitted = []
    for level in (1, 2, 3, 4):
        codes, share = _best(coder, chances, level)
        truth = [at_level(code, level) for code in unseen["code"]]
        fitted.append(_logistic(share, np.asarray([a == b for a, b in zip(codes, truth, strict=True)])))
    slope, offset = zip(*fitted, strict=True)
    return replace(coder.config, slope=slope, offset=offset)


def _best(coder: Coder, chances: Floats, level: int) -> tuple[list[str], Floats]:
    if level < 4:
        return coder.best_groups(chances, level)
    best = chances.argmax(axis=1)
    return [coder.codes[b] for b in best], chances.max(axis=1)


def _logistic(share: Floats, hit: Mask) -> tuple[float, float]:
    held = np.clip(share, 1e-6, 1 - 1e-6).astype(np.float64)
    odds = np.log(held / (1 - held))

    def surprise(line: Floats) -> float:
        said = line[0] * odds + line[1]
        return float((np.logaddexp(0, said) - said * hit).mean())

    found = minimize(surprise, x0=np.asarray([1.0, 0.0]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1])


def _matrix(titles: list[str], grams: list[str]) -> tuple[csr_matrix, Floats]:
    flat, counts = looked_up(titles, {gram: row for row, gram in enumerate(grams)})
    seen_in = np.bincount(flat, minlength=len(grams))
    weight = (np.log((1 + len(titles)) / (1 + seen_in)) + 1).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(counts)))
    matrix = csr_matrix((weight[flat], flat, starts), shape=(len(titles), len(grams)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.maximum(lengths, 1e-12), counts)
    return matrix, weight
