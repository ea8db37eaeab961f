"""Months paid beyond twelve: 13薪, 年底双薪. They never enter the monthly figure."""

from __future__ import annotations

import re

_COUNTED = re.compile(
    r"(?<!\d)(1[2-9]|2[0-4])(?:\.5)?\s*(?:个?月?薪|个月工?资(?!/)|months?'? (?:pay|salary))"
)
_DOUBLE = re.compile(r"(?:年底|年终|年末)双薪|双薪年终")


def extra_months(plain: str) -> tuple[str, int | None]:
    """Give ``plain`` without the words of extra months, and how many there are (None = not said)."""
    counted = _COUNTED.search(plain)
    if counted:
        return _COUNTED.sub(",", plain), int(counted[1]) - 12
    if _DOUBLE.search(plain):
        return _DOUBLE.sub(",", plain), 1
    return plain, None
