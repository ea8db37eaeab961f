"""Measure an encoder on sets it never learned from: TalentCLEF English, CSCO ad titles, JobBERT titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from matching.encode import prepare
from matching.types import Floats
from training_jobs.texts import Texts

Encode = Callable[[Sequence[str]], Floats]


def talentclef(encode: Encode, data: Path) -> Floats:
    """Give the average precision of each query over the whole corpus (MAP is their mean)."""
    folder = data / "talentclef_en"
    queries, corpus = (_tab(folder / name) for name in ("queries", "corpus_elements"))
    judged = pl.read_csv(
        folder / "qrels.tsv", separator="\t", has_header=False, new_columns=["q_id", "zero", "c_id", "rel"],
        infer_schema_length=0,
    )  # fmt: skip
    scores = encode(queries["jobtitle"].to_list()) @ encode(corpus["jobtitle"].to_list()).T
    ids = np.asarray(corpus["c_id"].to_list())
    relevant = {q: set(group["c_id"]) for (q,), group in judged.group_by("q_id")}
    found = [
        _average_precision(np.isin(ids[np.argsort(-row, kind="stable")], list(relevant[query])))
        for query, row in zip(queries["q_id"], scores, strict=True)
    ]
    return np.asarray(found, dtype=np.float32)


def _average_precision(hit: np.ndarray) -> float:
    places = np.flatnonzero(hit) + 1
    return float((np.arange(1, len(places) + 1) / places).mean()) if len(places) else 0.0


def nearest_occupation(encode: Encode, texts: Texts) -> tuple[np.ndarray, list[str]]:
    """Give whether each held-out ad title's nearest occupation name or alias has its code, and the codes.

    ``hits`` is boolean ``(titles, 3)``: full code, first 4 characters, first character.
    """
    named = texts.occupations.select("code", said=pl.concat_list("name", "alias")).explode("said")
    named = named.filter(pl.col("said") != "")
    ads = texts.titles.filter(part="test")
    scores = encode(ads["title"].to_list()) @ encode(named["said"].to_list()).T
    codes = named["code"].to_list()
    guess = [codes[i] for i in scores.argmax(axis=1)]
    truth = ads["code"].to_list()
    hits = [[g == t, g[:4] == t[:4], g[0] == t[0]] for g, t in zip(guess, truth, strict=True)]
    return np.asarray(hits), guess


def nearest_titles(encode: Encode, texts: Texts, k: int = 10) -> float:
    """Give the accuracy of the full code voted by the ``k`` nearest learning titles, by similarity."""
    known, asked = texts.titles.filter(part="learn"), texts.titles.filter(part="test")
    scores = encode(asked["title"].to_list()) @ encode(known["title"].to_list()).T
    codes, where = np.unique(known["code"].to_numpy(), return_inverse=True)
    near = np.argsort(-scores, axis=1)[:, :k]
    votes = np.zeros((len(scores), len(codes)))
    np.add.at(votes, (np.arange(len(scores))[:, None], where[near]), np.take_along_axis(scores, near, 1) ** 3)
    return float((codes[votes.argmax(axis=1)] == asked["code"].to_numpy()).mean())


def jobbert(encode: Encode, data: Path, learned: set[str], seed: int, n: int = 2000) -> tuple[float, float]:
    """Give the share of ``n`` unseen titles whose ESCO label comes first, and among the first ten."""
    rows = pl.read_csv(data / "jobbert/titles.csv").drop_nulls(["vacancyTitle", "conceptUri"])
    labels = pl.read_csv(data / "esco/occupations_en.csv", infer_schema_length=0)
    uri = labels["conceptUri"].to_list()
    unseen = rows.filter(pl.Series([prepare(t) not in learned for t in rows["vacancyTitle"]]))
    unseen = unseen.filter(pl.col("conceptUri").is_in(uri)).sample(n, seed=seed)
    place = {concept: row for row, concept in enumerate(uri)}
    scores = encode(unseen["vacancyTitle"].to_list()) @ encode(labels["preferredLabel"].to_list()).T
    truth = np.asarray([place[concept] for concept in unseen["conceptUri"]])
    better = (scores > np.take_along_axis(scores, truth[:, None], 1)).sum(axis=1)
    return float((better == 0).mean()), float((better < 10).mean())


def _tab(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator="\t", infer_schema_length=0, quote_char=None)
