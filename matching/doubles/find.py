"""Search a whole office for doubles; what is found is proposed to people, the surest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from features.store.doubles import KINDS, Kind
from matching.doubles import employers as firms
from matching.doubles import posts as ads
from matching.doubles import workers as people
from matching.doubles.config import DoublesConfig
from matching.doubles.evidence import Evidence
from matching.doubles.reasons import reasons
from matching.doubles.weights import WEIGHTS, Weights, foremost
from matching.encode import Encoder, load_encoder

_DEFAULT = DoublesConfig()
KEYS = {"worker": "worker_id", "post": "post_id", "employer": "employer_id"}


@dataclass(frozen=True, slots=True)
class Found:
    """Hold the pairs of one kind: ``a, b`` (ids, a < b), ``score``, ``why``; and how many were compared."""

    kind: str
    pairs: pl.DataFrame
    compared: int


def find(
    store: Any,
    on: date,
    kinds: Iterable[Kind] = KINDS,
    config: DoublesConfig = _DEFAULT,
    encoder: Encoder | None = None,
) -> dict[str, Found]:
    """Search the store within its scope, propose what is found, and give it per kind.

    Records merged away are left out; pairs decided before stay decided.
    """
    told: dict[str, Found] = {}
    for kind in kinds:
        found = _search(store, kind, config, encoder)
        store.doubles.propose(
            found.pairs.with_columns(pl.lit(kind).alias("kind"), pl.lit(on).alias("found_on"))
        )
        told[kind] = found
    return told


def _search(store: Any, kind: Kind, config: DoublesConfig, encoder: Encoder | None) -> Found:
    gone = list(store.doubles.merged(kind))
    if kind == "worker":
        workers = store.workers.frame().select(people.COLUMNS)
        whole = workers.join(store.doubles.traces(), on="worker_id", how="left", maintain_order="left")
        return find_workers(_standing(whole, kind, gone), config)
    if kind == "employer":
        return find_employers(_standing(store.employers.frame().select(firms.COLUMNS), kind, gone), config)
    posts = store.posts.frame().filter(pl.col("status") != "withdrawn").select(ads.COLUMNS)
    return find_posts(_standing(posts, kind, gone), encoder or load_encoder(), config)


def _standing(frame: pl.DataFrame, kind: Kind, gone: list[int]) -> pl.DataFrame:
    return frame.filter(~pl.col(KEYS[kind]).is_in(gone))


def find_workers(workers: pl.DataFrame, config: DoublesConfig = _DEFAULT) -> Found:
    """Find workers registered twice; ``workers`` has ``workers.COLUMNS`` and the traces of the vault."""
    return _judged("worker", people.evidence(workers, config.window), config)


def find_employers(employers: pl.DataFrame, config: DoublesConfig = _DEFAULT) -> Found:
    """Find employers under two spellings; ``employers`` has ``employers.COLUMNS``."""
    return _judged("employer", firms.evidence(employers, config.window), config)


def find_posts(posts: pl.DataFrame, encoder: Encoder, config: DoublesConfig = _DEFAULT) -> Found:
    """Find posts published twice or reworded; ``posts`` has ``posts.COLUMNS``."""
    weights = replace(WEIGHTS["post"], threshold=config.threshold or WEIGHTS["post"].threshold)
    return _judged("post", ads.evidence(posts, config.window, encoder, weights), config)


def _judged(kind: str, told: Evidence, config: DoublesConfig, weights: Weights | None = None) -> Found:
    weights = weights or WEIGHTS[kind]
    probability = weights.probability(told)
    sure = probability >= (config.threshold or weights.threshold)
    kept = np.flatnonzero(sure & foremost(told, probability))
    ids = told.frame[KEYS[kind]].to_numpy()
    left, right = ids[told.a[kept]], ids[told.b[kept]]
    columns = {name: values[kept] for name, values in told.columns.items()}
    pairs = pl.DataFrame(
        {
            "a": np.minimum(left, right), "b": np.maximum(left, right),
            "score": probability[kept].astype(np.float64),
            "why": reasons(kind, Evidence(told.frame, told.a[kept], told.b[kept], columns)),
        }
    )  # fmt: skip
    return Found(kind, pairs.sort("score", "a", "b", descending=[True, False, False]), len(told.a))
