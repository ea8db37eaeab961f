"""Citizen identity numbers (GB 11643-1999) and unified social credit codes (GB 32100-2015)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

Fault = Literal["bad_id_format", "bad_id_date", "bad_id_check_digit"]
EARLIEST = date(1900, 1, 1)
_SHAPE = re.compile(r"^[1-9]\d{16}[\dX]$")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """Hold a citizen identity number read from a cell; ``fault`` None means that it is sound.

    ``raw`` is the cell; it identifies as the number does and shows in no text made of this object.
    """

    number: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    sex: Literal["female", "male"] | None
    fault: Fault | None
    raw: str = field(default="", repr=False)

    @property
    def confidence(self) -> float:
        """Give 1 for a number whose check digit fits, 0 for one at fault: a wrong digit is never guessed."""
        return 0.0 if self.fault else 1.0


class CreditCode(NamedTuple):
    """Hold a unified social credit code and whether its check characters fit."""

    code: str
    sound: bool


def read_id_number(text: str | None, today: date) -> IdNumber | None:
    """Read an identity number; an empty cell gives None. Birth dates after ``today`` are a fault."""
    number = re.sub(r"[\s'’‘`\-–—]", "", _halfwidth(text)).upper()
    if not number:
        return None
    raw = text or ""
    if not _SHAPE.match(number):
        return IdNumber(number, None, None, "bad_id_format", raw)
    born = _birth_date(number)
    if born is None or not EARLIEST <= born <= today:
        return IdNumber(number, None, None, "bad_id_date", raw)
    if not mod_11_2.is_valid(number):
        return IdNumber(number, born, None, "bad_id_check_digit", raw)
    return IdNumber(number, born, "male" if int(number[16]) % 2 else "female", None, raw)


def mask_id(number: str) -> str:
    """Give an identity number with only its ends to be seen."""
    return f"{number[:3]}{'*' * max(len(number) - 5, 3)}{number[-2:]}" if number else ""


def read_credit_code(text: str | None) -> CreditCode | None:
    """Give a unified social credit code and whether its check characters fit; empty gives None."""
    code = re.sub(r"[\s\-]", "", _halfwidth(text)).upper()
    return CreditCode(code, bool(uscc.is_valid(code))) if code else None


def age_on(born: date, day: date) -> int:
    """Give the age in completed years on ``day``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _halfwidth(text: str | None) -> str:
    plain = "".join(char for char in text or "" if char.isprintable())
    return plain.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
