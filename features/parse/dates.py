"""Read days: 2026-03-01, 2026年3月1日, 20260301, 3月1日, a spreadsheet's serial number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from features.parse.clean import clean
from features.parse.numerals import digits

_FULL = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_SERIAL = re.compile(r"^([1-7]\d{4})(?:\.\d+)?$")
EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets (1900 date system, its false leap day counted in)."""


@dataclass(frozen=True, slots=True)
class Day:
    """Hold the day a cell says, or None; the cell; how sure the reading is."""

    value: date | None
    raw: str
    confidence: float


def parse_date(text: str | None, today: date) -> date | None:
    """Read one day; a day without a year is that of ``today``'s year. What is no day gives None."""
    return read_day(text, today).value


def read_day(text: str | None, today: date) -> Day:
    """Read one day with its confidence: 1 in full, 0.9 a serial number, 0.7 a month or a day without year."""
    raw, plain = text or "", digits(clean(text))
    if match := _COMPACT.match(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]), raw, 1.0)
    if match := _FULL.search(plain):
        return _day(int(match[1]), int(match[2]), int(match[3] or 1), raw, 1.0 if match[3] else 0.7)
    if match := _SHORT.search(plain):
        return _day(today.year, int(match[1]), int(match[2]), raw, 0.7)
    if match := _SERIAL.match(plain):
        return Day(EPOCH + timedelta(days=int(match[1])), raw, 0.9)
    return Day(None, raw, 0.0)


def _day(year: int, month: int, day: int, raw: str, sure: float) -> Day:
    try:
        return Day(date(year, month, day), raw, sure)
    except ValueError:
        return Day(None, raw, 0.0)
