"""What one look at a followed feed brought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Look:
    """Hold what one look brought: ids published, waiting for a reviewer, changed and taken back here.

    ``skipped`` counts posts not taken, by reason: ``own`` (a loop), ``duplicate`` (came another way),
    ``same`` (this office has it from the employer), ``ended``, ``back`` (taken back before the feed went
    back in time).
    """

    host: str
    cursor: int = 0
    went_back: bool = False
    published: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    reasons: list[str] = field(default_factory=list)
