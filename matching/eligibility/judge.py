"""Judge pairs by every gate: which are possible at all, and which wish emptied a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
import polars as pl

from features.history import History
from matching.eligibility.conditions import NAMES, GateConfig, questions
from matching.eligibility.sided import Sided, posts_sided, workers_sided
from matching.pairing import Angles, arc_km, place_wanted
from matching.types import Mask


@dataclass(frozen=True, slots=True)
class Gates:
    """Hold the judgement over n pairs.

    ``mask`` (n,) is True where every gate is open; ``refused`` counts what each gate closed;
    ``would_bring`` counts what comes back if that one gate alone were lifted; ``below`` (n,) marks
    pairs outside the employer's stated age range, which the matcher sorts below the others.
    """

    mask: Mask
    refused: Mapping[str, int]
    would_bring: Mapping[str, int]
    below: Mask


def gates(
    worker: pl.DataFrame | Sided,
    posts: pl.DataFrame | Sided,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge one worker (a one-row frame) against posts (n rows); frames may be prepared or raw.

    Posts that were made ready (``posts_sided``) bring their employers with them.
    """
    left = worker if isinstance(worker, Sided) else workers_sided(worker)
    right = posts if isinstance(posts, Sided) else posts_sided(posts, employers)
    return _judge(left, right, as_of, history, config or GateConfig())


def gates_for_post(
    post: pl.DataFrame | Sided,
    workers: pl.DataFrame | Sided,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge one post (a one-row frame) against workers (n rows)."""
    return gates(workers, post, as_of, employers=employers, history=history, config=config)


def gates_for_pairs(
    workers: pl.DataFrame,
    posts: pl.DataFrame,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge pairs given as two aligned frames (n rows each), as a campaign does."""
    return gates(workers, posts, as_of, employers=employers, history=history, config=config)


def _judge(left: Sided, right: Sided, as_of: date, history: History | None, config: GateConfig) -> Gates:
    joined = _joined(left, right, as_of, history)
    said = joined.select_seq(questions(as_of, config))
    *open_, below = (answer.to_numpy().astype(np.bool_, copy=False) for answer in said.get_columns())
    shut = [~gate for gate in open_]
    count = np.zeros(len(below), dtype=np.uint8)
    for gate in shut:
        count += gate
    only = count == 1
    refused = {name: int(np.count_nonzero(gate)) for name, gate in zip(NAMES, shut, strict=True)}
    brings = {name: int(np.count_nonzero(gate & only)) for name, gate in zip(NAMES, shut, strict=True)}
    return Gates(count == 0, refused, brings, below)


def _joined(left: Sided, right: Sided, as_of: date, history: History | None) -> pl.DataFrame:
    """Set both sides beside each other; one row stands as constants against many, without being copied."""
    both = _beside(left, right)
    n = both.height
    refused = (
        np.zeros(n, dtype=np.bool_) if history is None else history.refused_among(left.ids, right.ids, as_of)
    )
    inside = place_wanted(left.places, right.places)
    return both.with_columns(
        pl.Series("km", np.broadcast_to(_km(left, right), n), nan_to_null=True),
        pl.Series("place_wanted", np.broadcast_to(inside, n), nan_to_null=True).cast(pl.Boolean),
        pl.Series("refused", refused),
    )


def _km(left: Sided, right: Sided) -> Angles:
    """Give the way (n,) in km; from one place to many, each distinct place is measured once."""
    if len(left) == 1:
        return arc_km(*left.spot, *right.spot)[right.at]
    if len(right) == 1:
        return arc_km(*left.spot, *right.spot)[left.at]
    sides = ([angle[side.at] for angle in side.spot] for side in (left, right))
    return arc_km(*chain.from_iterable(sides))


def _beside(left: Sided, right: Sided) -> pl.DataFrame:
    if len(left) == len(right):
        return left.frame.hstack(right.frame)
    many, one = (right, left) if len(left) == 1 else (left, right)
    told = one.frame.row(0)
    fixed = zip(one.frame.schema.items(), told, strict=True)
    return many.frame.with_columns(pl.lit(value, dtype).alias(name) for (name, dtype), value in fixed)
