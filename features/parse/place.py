"""Read a place in words: 昆明·西山区, 苏州吴江松陵, 上海. The office's own townships count first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from features.codes.divisions import Division, Divisions, divisions
from features.parse.clean import clean

_LINKS = re.compile(r"[\s·•・/\\,，、;；:：>|()（）\-_]+")
_CODE = re.compile(r"^\d{6}(?:\d{3}){0,2}$")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Hold the smallest division a text names. ``code`` has 6, 9 or 12 digits, degrees may be None."""

    code: str
    prefix: str
    name: str
    lat: float | None
    lon: float | None
    raw: str
    confidence: float


def parse_place(text: str | None, table: Divisions | None = None, near: str = "") -> Place | None:
    """Read one place; ``near`` is the office's own division prefix, which settles names that exist twice.

    Confidence: 1 everything read, 0.8 something behind it not known, 0.9 a smaller place bears the name too.
    """
    table = table or divisions()
    plain = clean(text)[:_LONGEST]
    if _CODE.match(plain):
        row = table.get(plain)
        return _place(row, text or "", 1.0) if row else None
    segments = [part for part in _LINKS.split(plain) if part]
    row, sure, rest = None, 1.0, 0
    for segment in segments:
        row, sure, rest = _walk(segment, table, near, row, sure, rest)
    if row is None:
        return None
    return _place(row, text or "", round(sure * (0.8 if rest else 1.0), 2))


def _place(row: Division, raw: str, sure: float) -> Place:
    return Place(row.code, row.prefix, row.name, row.lat, row.lon, raw, sure)


def _walk(
    segment: str, table: Divisions, near: str, row: Division | None, sure: float, rest: int
) -> tuple[Division | None, float, int]:
    """Go on from ``row`` through one segment, longest names first; what is not a name is counted."""
    start = 0
    while start < len(segment):
        name, found = _longest(segment, start, table, row)
        choice = _choose(found, near) if found else None
        if choice is None or (
            row is None and _doubtful(choice[0], name, segment[start + len(name) :], table)
        ):
            if row is None and start == 0:
                return row, sure, rest + len(segment)
            start, rest = start + 1, rest + 1
            continue
        row, sure, rest = choice[0], sure * choice[1], 0
        start += len(name) + _kind(segment[start + len(name) :])
    return row, sure, rest


def _kind(after: str) -> int:
    """Count a left-over kind word after a short name (广东省内, 苏州市)."""
    return 1 if after[:1] in ("省", "市", "区", "县", "镇", "乡", "村", "州") else 0


def _longest(segment: str, start: int, table: Divisions, row: Division | None) -> tuple[str, list[Division]]:
    for size in range(min(table.longest, len(segment) - start), 1, -1):
        name = segment[start : start + size]
        found = table.names.get(name, [])
        if row is not None:
            found = [d for d in found if d.prefix.startswith(row.prefix) and d is not row]
        if found:
            return name, found
    return "", []


def _doubtful(row: Division, name: str, after: str, table: Divisions) -> bool:
    """A county's short name with other words behind it is as likely a street, a mountain, a brand."""
    if len(row.prefix) < 6 or name == row.name or not after or _kind(after):
        return False
    return not _longest(after, 0, table, row)[0]


def _choose(found: list[Division], near: str) -> tuple[Division, float] | None:
    """Settle a name: the office's own, then the higher level; two of one level stay open."""
    if near:
        own = [d for d in found if d.prefix.startswith(near)] or [
            d for d in found if near.startswith(d.prefix)
        ]
        found = own or found
    highest = min(len(d.prefix) for d in found)
    top = [d for d in found if len(d.prefix) == highest]
    if len(top) > 1:
        return None
    alone = len(found) == 1 or all(d.prefix.startswith(top[0].prefix) for d in found)
    return top[0], 1.0 if alone else 0.9
