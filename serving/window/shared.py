"""Reasons that are the same for every entry of a list are said once, above the list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from features.pairs import PAIR_FEATURES
from serving.api.shapes import AnswerOut, MatchOut, ReasonOut

Side = Literal["worker", "post"]

_COLUMNS: dict[Side, tuple[str, ...]] = {
    "worker": ("w_", "h_w_"),
    "post": ("p_", "e_", "h_p_", "h_e_", "h_market_pay", "as_of"),
}
"""Beginnings of the joined columns that tell of one side alone."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Hold what is true of every entry, as a match holds its own reasons."""

    reasons: tuple[ReasonOut, ...]
    against: tuple[ReasonOut, ...]


def said_once(answer: AnswerOut, side: Side) -> tuple[AnswerOut, Shared]:
    """Take the reasons that tell of ``side`` alone (whom the list is for) out of the entries."""
    alone = about(side)
    shared = Shared(
        _unique(answer.matches, "reasons", alone), _unique(answer.matches, "against", alone)
    )  # fmt: skip
    left = [
        match.model_copy(
            update={
                name: [r for r in getattr(match, name) if r.feature not in alone]
                for name in ("reasons", "against")
            }
        )
        for match in answer.matches
    ]
    return answer.model_copy(update={"matches": left}), shared


@cache
def about(side: Side) -> frozenset[str]:
    """Name the ranking inputs that read columns of one side only, so that they cannot tell entries apart."""
    return frozenset(
        feature.name
        for feature in PAIR_FEATURES
        if all(root.startswith(_COLUMNS[side]) for root in feature.expr.meta.root_names())
    )


def _unique(matches: list[MatchOut], name: str, alone: frozenset[str]) -> tuple[ReasonOut, ...]:
    said = {r.zh: r for match in matches for r in getattr(match, name) if r.feature in alone}
    return tuple(said.values())
