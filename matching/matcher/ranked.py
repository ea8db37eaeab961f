"""Rank the candidates of one question and say why: the same few steps in both directions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from matching.criteria import criteria
from matching.explain import reasons
from matching.rank import Pairs, Ranker
from matching.types import Floats, Ints, Mask, Match, Reason, Scores, Stages

REASONS = 3
"""Reasons for and against shown with a match: what a person reads before looking at the post itself."""


def ranked(
    ranker: Ranker, joined: pl.DataFrame, below: Mask, top: int, plain: bool = False,
    near: Floats | None = None,
) -> tuple[Match, ...]:  # fmt: skip
    """Give the best ``top`` pairs of a joined frame with stages, reasons and criteria.

    ``below`` (n,) marks pairs outside the employer's stated age range, or the place that was named: they
    come after all others. ``near`` (n,) weighs the value, where a trade was just asked for. A ``plain``
    list gives no personal probability or reason.
    """
    if joined.is_empty():  # trees cannot be asked about no rows
        return ()
    pairs = Pairs.of(joined)
    scores = ranker.score(pairs)
    if near is not None and not plain:
        scores = replace(scores, value=scores.value * near)
    rows = order(scores.value, below)[:top]
    chosen = pairs.take(rows)
    why: list[tuple[Reason, ...]] = [()] * len(rows) if plain else reasons(ranker, chosen, top=REASONS)
    places = (
        Place(n, side, scores, int(row))
        for n, (side, row) in enumerate(zip(chosen.joined.to_dicts(), rows, strict=True), 1)
    )
    return tuple(_match(place, said) for place, said in zip(places, why, strict=True))


def order(value: Floats, below: Mask) -> Ints:
    """Give rows best first: inside the stated age range first, then by value, equal values by row."""
    return np.lexsort((np.arange(len(value)), -value.astype(np.float64), below)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Place:
    """Hold one place in a list: its number, the joined pair, and where its scores stand."""

    rank: int
    side: dict[str, Any]
    scores: Scores
    row: int

    @property
    def value(self) -> float:
        """Give the score that sorted."""
        return float(self.scores.value[self.row])

    def stage(self, name: str) -> float | None:
        """Give one stage's probability, None where it was not learned."""
        chances: Floats | None = getattr(self.scores, name)
        return None if chances is None else float(chances[self.row])


def _match(place: Place, why: tuple[Reason, ...]) -> Match:
    stages = Stages(*(place.stage(name) for name in ("accept", "hire", "stay")))
    side = place.side
    return Match(
        side["w_worker_id"] or None, side["p_post_id"], place.rank, place.value, stages,
        reasons=tuple(reason for reason in why if reason.weight > 0),
        against=tuple(reason for reason in why if reason.weight < 0),
        criteria=criteria(side),
    )  # fmt: skip
