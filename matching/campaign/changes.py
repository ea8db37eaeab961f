"""What an organiser may try out on a planned campaign: one small frozen record per kind of change.

Each is written the same way at the terminal, on a page and in a message: ``places:12=+3``. ``parse_change``
reads that form, ``str(change)`` gives it back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from features.errors import InputError

MOST = 10**9
"""No number of an organiser is larger; longer ones are slips of the finger."""


@dataclass(frozen=True, slots=True)
class AddEmployer:
    """Bring in an employer that waits for a booth, with all its open posts."""

    employer_id: int

    def __str__(self) -> str:
        return f"add:{self.employer_id}"


@dataclass(frozen=True, slots=True)
class RemoveEmployer:
    """Take out an employer with all its posts, as one who leaves on the morning."""

    employer_id: int

    def __str__(self) -> str:
        return f"remove:{self.employer_id}"


@dataclass(frozen=True, slots=True)
class MoveEmployer:
    """Give an employer another booth; whoever has it takes the old one, and seats stay with the booth."""

    employer_id: int
    booth: int

    def __str__(self) -> str:
        return f"move:{self.employer_id}={self.booth}"


@dataclass(frozen=True, slots=True)
class Places:
    """Set a post's places, or with ``more`` add to them (negative: fewer)."""

    post_id: int
    places: int
    more: bool = False

    def __str__(self) -> str:
        return f"places:{self.post_id}={self.places:{'+' if self.more else ''}d}"


@dataclass(frozen=True, slots=True)
class Wage:
    """Offer another pay, yuan a month; the post's pairs are scored anew."""

    post_id: int
    low: int
    high: int

    def __str__(self) -> str:
        return f"wage:{self.post_id}={self.low}-{self.high}"


@dataclass(frozen=True, slots=True)
class Lodging:
    """Offer lodging, or offer it no longer; the post's pairs are scored anew."""

    post_id: int
    offered: bool

    def __str__(self) -> str:
        return f"lodging:{self.post_id}={'yes' if self.offered else 'no'}"


@dataclass(frozen=True, slots=True)
class Day:
    """Hold the campaign on another day: who is back by then, which posts are open then."""

    on: date

    def __str__(self) -> str:
        return f"day={self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class PerWorker:
    """Invite each worker to at most ``most`` posts."""

    most: int

    def __str__(self) -> str:
        return f"per-worker={self.most}"


@dataclass(frozen=True, slots=True)
class PerPlace:
    """Invite at most ``multiple`` workers per place, at every post that has no multiple of its own."""

    multiple: float

    def __str__(self) -> str:
        return f"per-place={self.multiple!r}"


@dataclass(frozen=True, slots=True)
class Multiple:
    """Invite at most ``multiple`` workers per place of one post."""

    post_id: int
    multiple: float

    def __str__(self) -> str:
        return f"multiple:{self.post_id}={self.multiple!r}"


@dataclass(frozen=True, slots=True)
class Seats:
    """Let an employer's booth receive at most ``most`` people; None = no limit."""

    employer_id: int
    most: int | None

    def __str__(self) -> str:
        return f"seats:{self.employer_id}={'any' if self.most is None else self.most}"


@dataclass(frozen=True, slots=True)
class Minimum:
    """Promise an employer at least ``least`` people."""

    employer_id: int
    least: int

    def __str__(self) -> str:
        return f"minimum:{self.employer_id}={self.least}"


@dataclass(frozen=True, slots=True)
class Floor:
    """Serve at least ``least`` people of a priority group."""

    group: str
    least: int

    def __str__(self) -> str:
        return f"floor:{self.group}={self.least}"


Change = (
    AddEmployer | RemoveEmployer | MoveEmployer | Places | Wage | Lodging | Day
    | PerWorker | PerPlace | Multiple | Seats | Minimum | Floor
)  # fmt: skip


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
