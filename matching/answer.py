"""What the matcher answers: the matches, what the gates kept out, and who ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from matching.types import Match


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold one answer. ``notes`` are message keys; ``understood`` is what a sentence said, if one was asked.

    ``refused`` counts per gate what it closed; ``would_bring`` what lifting that one gate would add.
    """

    matches: tuple[Match, ...]
    asked: Literal["worker", "post"]
    """for whom the list is: posts for a worker, or workers for a post"""
    refused: Mapping[str, int]
    would_bring: Mapping[str, int]
    eligible: int
    bundle: str
    ranker: str
    notes: tuple[str, ...] = ()
    understood: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
