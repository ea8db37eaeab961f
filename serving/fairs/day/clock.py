"""Clock times of a fair's day: minutes after midnight inside, ``09:30`` on paper and in forms."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from features.clock import BUSINESS_ZONE
from features.errors import InputError


def told(minutes: int) -> str:
    """Write minutes after midnight as ``09:30``; past midnight counts on from 0."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def heard(text: str, where: str = "time") -> int:
    """Read ``9:30``, ``09：30`` or ``0930``; InputError names the field."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:：.时]?([0-5]\d)分?", text.strip())
    if found is None:
        raise InputError("fair_clock", where=where, text=text.strip()[:10])
    return int(found[1]) * 60 + int(found[2])


def moment(day: date, minutes: int) -> datetime:
    """Give the moment of a clock time on a day, in the office's time zone."""
    return datetime.combine(day, time(minutes // 60 % 24, minutes % 60), BUSINESS_ZONE)
