"""The shape of what an age, headcount or experience cell says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a range, both ends included; None = open or unknown. ``confidence`` is in 0..1."""

    low: float | None
    high: float | None
    raw: str
    confidence: float = 1.0

    @property
    def empty(self) -> bool:
        """Tell whether nothing was said at either end."""
        return self.low is None and self.high is None


def whole(span: Span) -> tuple[int | None, int | None]:
    """Give both ends as whole numbers."""
    return (
        None if span.low is None else round(span.low),
        None if span.high is None else round(span.high),
    )
