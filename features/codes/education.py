"""Education levels: GB/T 4658-2006 codes and the one table that orders them.

The codes are no scale (60 and 40 are one level): compare through :func:`level` alone.
"""

from __future__ import annotations

LEVELS: dict[str, int] = {"80": 1, "70": 2, "60": 3, "40": 3, "30": 4, "20": 5, "10": 6}
"""Level of each code, higher is more."""

NAMES: dict[str, tuple[str, str]] = {
    "80": ("小学", "primary school"),
    "70": ("初中", "junior secondary school"),
    "60": ("高中", "senior secondary school"),
    "40": ("中职", "secondary vocational school"),
    "30": ("大专", "junior college"),
    "20": ("本科", "bachelor's degree"),
    "10": ("研究生", "postgraduate degree"),
}

CODES: dict[str, str] = {
    "10": "10", "11": "10", "14": "10", "20": "20", "21": "20", "30": "30", "31": "30",
    "40": "40", "41": "40", "44": "40", "47": "40", "60": "60", "61": "60", "70": "70", "71": "70",
    "80": "80", "81": "80",
}  # fmt: skip
"""Two-digit codes of the ministry's tables, grouped to tens; 90 (other) is no level."""


def level(code: str) -> int:
    """Give the level of a code, 0 for one that is not in the table."""
    return LEVELS.get(code, 0)


def meets(has: str | None, asked: str | None) -> bool | None:
    """Tell whether ``has`` reaches ``asked``; None where what the worker has is not known."""
    if asked is None:
        return True
    return None if has is None else level(has) >= level(asked)
