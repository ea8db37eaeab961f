"""The plain method beside the readers: one regular expression per field, no units, no context."""

from __future__ import annotations

import re
from typing import Any

from features.benchmarks.golden import PayValues

_PAY = re.compile(r"(\d+)(?:\.\d+)?\D{0,3}?(?:[-~至到]\D{0,3}?(\d+))?")
_AGE = re.compile(r"(\d{2})(?:\D{1,3}(\d{2}))?")
_COUNT = re.compile(r"(\d+)")
_YEARS = re.compile(r"(\d+)(?:-(\d+))?年")
_SCHOOLS = re.compile(r"(小学)|(初中)|(高中)|(中专)|(大专)|(本科)|(硕士)")
_SCHOOL_CODES = ("80", "70", "60", "40", "30", "20", "10")
_NEEDS = {
    "lodging": r"包?住|housing", "meals": r"包?吃|meals", "near_home": r"离家近"
    "|near home", "couple_room": r"夫妻",
    "insurance": r"社保|保险|insurance", "child_school": r"孩子.{0,4}学", "day_shift": r"白班|夜班"
    "|day shift",
}  # fmt: skip


def pay(text: str) -> PayValues:
    """Take the first figure, or the first two, as yuan a month."""
    match = _PAY.search(text)
    if match is None:
        return None
    low = int(match[1])
    return low, int(match[2] or low), "month", 0


def cell(kind: str, text: str) -> object:
    """Read one age, headcount, experience or education cell."""
    if kind == "education":
        school = _SCHOOLS.search(text)
        return _SCHOOL_CODES[(school.lastindex or 1) - 1] if school else None
    match = {"age": _AGE, "headcount": _COUNT, "experience": _YEARS}[kind].search(text)
    if match is None:
        return None, None
    ends = [float(group) for group in match.groups() if group]
    return ends[0], (ends[-1] if len(ends) > 1 or kind == "headcount" else None)


def sentence(text: str) -> dict[str, Any]:
    """Read what was said by one pattern per field."""
    age, least, years = (re.search(p, text) for p in (r"(\d{2})岁", r"(\d{4,5})", r"(\d+)年"))
    return {
        "age": int(age[1]) if age else None,
        "monthly_low": int(least[1]) if least else None,
        "years_experience": float(years[1]) if years else None,
        "needs": [need for need, pattern in _NEEDS.items() if re.search(pattern, text)],
        "wanted": re.findall(r"(?:找|做|当)个?([一-鿿]{2,4})", text),
        "certificates": re.findall(r"[一-鿿A-C1-3]{1,4}证|[A-C][1-3]", text),
    }
