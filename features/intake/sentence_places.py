"""Find the places a worker would go to; where somebody was is no wish."""

from __future__ import annotations

import re

from features.codes.divisions import divisions
from features.intake.sentence_clauses import Clause

_AFTER = re.compile(r"(?:想去|去|到|在|回|往|来|愿去|可去)")
_WAS = re.compile(r"从|以前|之前|刚|回来|[做干开待住打]了|[做干开待打]过|打工\d")


def wanted_places(parts: tuple[Clause, ...]) -> tuple[str, ...]:
    """Give the names of divisions wished for, as they were said."""
    found: dict[str, None] = {}
    for part in parts:
        if part.stance in ("refused", "past") or _WAS.search(part.low):
            continue
        for match in _AFTER.finditer(part.low):
            name = _name(part.low[match.end() : match.end() + 12])
            if name:
                found.setdefault(name)
    return tuple(found)


def _name(text: str) -> str:
    table = divisions()
    for size in range(min(len(text), table.longest), 1, -1):
        if text[:size] in table.names:
            more = _name(text[size:])
            return text[:size] + more
    return ""
