"""What characters a text must hold for a pattern to match at all: most rules are passed over in no time.

The sets are read off the parsed pattern, so they can never disagree with it: of every part that must
match, one character out of its set has to stand in the text.
"""

from __future__ import annotations

from re import _constants as code  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Anchors = tuple[frozenset[str], ...]

MOST = 3
"""Sets kept per pattern, the smallest first."""

WIDEST = 64
"""A range of more characters than this says nothing worth asking."""


def anchors(pattern: str) -> Anchors:
    """Give sets of characters; a text without a character of each cannot match. Empty = always look."""
    found = _sequence(_parser.parse(pattern))
    return tuple(sorted(found, key=len)[:MOST])


def possible(held: frozenset[str], needed: Anchors) -> bool:
    """Say whether a text with these characters may match."""
    for one in needed:  # noqa: SIM110 - asked some hundred times per post, a generator costs twice
        if held.isdisjoint(one):
            return False
    return True


def _sequence(parts: Any) -> list[frozenset[str]]:
    return [one for operator, value in parts for one in _part(operator, value)]


def _part(operator: Any, value: Any) -> list[frozenset[str]]:
    if operator is code.LITERAL:
        return [frozenset(chr(value))]
    if operator is code.IN:
        return _class(value)
    if operator is code.SUBPATTERN:
        return _sequence(value[-1])
    if operator in (code.MAX_REPEAT, code.MIN_REPEAT):
        return _sequence(value[2]) if value[0] else []
    if operator is code.BRANCH:
        return _branch([_sequence(one) for one in value[1]])
    return []  # anything else (any character, an edge, a look around) asks for nothing that can be named


def _branch(ways: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """Of several ways, one must match: the union of the smallest set of each."""
    if not all(ways):
        return []
    return [frozenset().union(*(min(way, key=len) for way in ways))]


def _class(members: Any) -> list[frozenset[str]]:
    held: set[str] = set()
    for operator, value in members:
        if operator is code.LITERAL:
            held.add(chr(value))
        elif operator is code.RANGE and value[1] - value[0] < WIDEST:
            held.update(chr(one) for one in range(value[0], value[1] + 1))
        else:
            return []
    return [frozenset(held)]
