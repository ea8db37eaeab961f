"""Read changes as an organiser writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from features.errors import InputError
from matching.campaign.changes import (
    MOST,
    AddEmployer,
    Change,
    Day,
    Floor,
    Lodging,
    Minimum,
    MoveEmployer,
    Multiple,
    PerPlace,
    PerWorker,
    Places,
    RemoveEmployer,
    Seats,
    Wage,
)


def parse_change(text: str) -> Change:
    """Read ``add:5``, ``places:12=+3``, ``wage:12=4500-6000``, ``day=2026-03-28`` and the like.

    Raises InputError that shows the forms; numbers are whole, and only ``places`` takes a sign.
    """
    found = re.fullmatch(r"([a-z-]+)(?::([^=:]+))?(?:=(\S+))?", text.strip(), re.ASCII | re.IGNORECASE)
    if found is None or found[1] not in _FORMS:
        raise InputError("change_form", where="--change", found=text)
    try:
        return _FORMS[found[1]](found[2] or "", found[3] or "")
    except (ValueError, OverflowError) as error:
        raise InputError("change_form", where="--change", found=text) from error


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _none(text: str) -> None:
    if text:
        raise ValueError(text)


def _add(which: str, value: str) -> Change:
    _none(value)
    return AddEmployer(_number(which))


def _remove(which: str, value: str) -> Change:
    _none(value)
    return RemoveEmployer(_number(which))


def _places(which: str, value: str) -> Change:
    more = value[:1] in ("+", "-")
    size = _number(value[1:] if more else value)
    return Places(_number(which), -size if value[:1] == "-" else size, more)


def _wage(which: str, value: str) -> Change:
    low, to, high = value.partition("-")
    pay = _number(low), _number(high if to else low)
    if pay[0] > pay[1] or pay[0] == 0:
        raise ValueError(value)
    return Wage(_number(which), *pay)


def _lodging(which: str, value: str) -> Change:
    if value not in ("yes", "no"):
        raise ValueError(value)
    return Lodging(_number(which), value == "yes")


def _day(which: str, value: str) -> Change:
    _none(which)
    return Day(date.fromisoformat(value))


def _per_worker(which: str, value: str) -> Change:
    _none(which)
    return PerWorker(_number(value))


def _multiple_of(value: str) -> float:
    multiple = float(value)
    if not 1 <= multiple <= MOST:
        raise ValueError(value)
    return multiple


def _per_place(which: str, value: str) -> Change:
    _none(which)
    return PerPlace(_multiple_of(value))


def _floor(which: str, value: str) -> Change:
    if not which:
        raise ValueError(which)
    return Floor(which, _number(value))


_FORMS: dict[str, Callable[[str, str], Change]] = {
    "add": _add,
    "remove": _remove,
    "move": lambda which, value: MoveEmployer(_number(which), _number(value)),
    "places": _places,
    "wage": _wage,
    "lodging": _lodging,
    "day": _day,
    "per-worker": _per_worker,
    "per-place": _per_place,
    "multiple": lambda which, value: Multiple(_number(which), _multiple_of(value)),
    "seats": lambda which, value: Seats(_number(which), None if value == "any" else _number(value)),
    "minimum": lambda which, value: Minimum(_number(which), _number(value)),
    "floor": _floor,
}
