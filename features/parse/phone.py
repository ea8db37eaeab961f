"""Read telephone numbers; a mobile number is preferred where several stand in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from features.parse.clean import clean

_MOBILE = re.compile(r"(?<!\d)(?:\+?0?086[ -]?|\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?:\.0+)?(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[)\- ]{0,2}([2-9]\d{6,7})(?:[\-转 ]{1,2}(\d{1,5}))?(?!\d)")
_LOCAL = re.compile(r"(?<!\d)([2-9]\d{6,7})(?!\d)")
_SERVICE = re.compile(r"(?<!\d)([48]00)-?(\d{3})-?(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Phone:
    """Hold one number in digits (a landline with its area code and a dash)."""

    number: str
    kind: Literal["mobile", "landline"]
    raw: str
    confidence: float


def parse_phone(text: str | None) -> Phone | None:
    """Read the first number of a cell; what is none gives None."""
    plain, raw = clean(text).replace("(", "").replace("．", "."), text or ""
    if match := _MOBILE.search(plain):
        return Phone("".join(match.groups()), "mobile", raw, 1.0)
    if match := _LANDLINE.search(plain):
        extension = f"-{match[3]}" if match[3] else ""
        return Phone(f"{match[1]}-{match[2]}{extension}", "landline", raw, 1.0)
    if match := _SERVICE.search(plain):
        return Phone("-".join(match.groups()), "landline", raw, 0.9)
    if match := _LOCAL.search(plain):
        return Phone(match[1], "landline", raw, 0.6)
    return None


def mask_phone(number: str) -> str:
    """Give a number with only its ends to be seen."""
    return f"{number[:3]}****{number[-2:]}" if len(number) > 6 else "****" if number else ""
