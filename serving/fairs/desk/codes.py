"""The number a person carries at a fair: on the slip, in the QR, typed by hand.

``F3-W1207-9``: fair, worker and one check character (ISO/IEC 7064, MOD 37,36) over both, so that a slip of
the finger finds nobody instead of somebody else. It says nothing about the person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stdnum.iso7064 import mod_37_36

from features.errors import InputError, NotFound
from serving.referrals import by_letter, need_letter


@dataclass(frozen=True, slots=True)
class Code:
    """Hold what a code says."""

    fair_id: int
    worker_id: int


def code_of(fair_id: int, worker_id: int) -> str:
    """Write the code of a person at a fair."""
    return f"F{fair_id}-W{worker_id}-{mod_37_36.calc_check_digit(f'F{fair_id}W{worker_id}')}"


def read_code(text: str) -> Code | None:
    """Read a code, also out of an address that a scanner typed; None where it is none.

    InputError for a code whose check character is wrong.
    """
    plain = _plain(text)
    if "://" in text:
        plain = _plain(parse_qs(urlsplit(text.strip()).query).get("code", [""])[0])
    found = re.fullmatch(r"F(\d{1,15})-?W(\d{1,15})-?([0-9A-Z])", plain)
    if found is None:
        return None
    code = Code(int(found[1]), int(found[2]))
    if code_of(code.fair_id, code.worker_id)[-1] != found[3]:
        raise InputError("fair_code_check", where="number", number=plain[:40])
    return code


def person(store: Any, fair_id: int, text: str) -> int:
    """Give the worker meant by a code, a letter's number, a phone or identity number, or a worker number.

    Raises InputError for a code of another fair or a mistyped one, NotFound where nobody in sight is meant
    or a phone belongs to several people.
    """
    code = read_code(text)
    if code is not None:
        if code.fair_id != fair_id:
            raise InputError("fair_code_other", where="number", fair=code.fair_id, here=fair_id)
        return int(store.workers.get(code.worker_id).worker_id)
    plain = _plain(text)
    if re.fullmatch(r"\d{4}-\d{6,10}", plain):
        return int(by_letter(store, need_letter(plain)).worker_id)
    if re.fullmatch(r"\d{11}|\d{17}[\dX]", plain):
        return _one(store.workers.find(plain), plain)
    digits = plain.removeprefix("W")
    if digits.isdigit() and len(digits) < 11:
        return int(store.workers.get(int(digits)).worker_id)
    raise NotFound("fair_nobody", where="number")


def _one(found: list[int], text: str) -> int:
    if not found:
        raise NotFound("fair_nobody", where="number")
    if len(found) > 1:
        numbers = "、".join(map(str, found[:5]))
        raise NotFound("fair_several", where="number", count=len(found), numbers=numbers)
    return found[0]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"\s+", "", folded).replace("—", "-").replace("–", "-")[:80]
