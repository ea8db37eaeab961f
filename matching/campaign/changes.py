"""What an organiser may try out on a planned campaign: one small frozen record per kind of change.

Each is written the same way at the terminal, on a page and in a message: ``str(change)`` gives
``places:12=+3``, and ``written.parse_change`` reads it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
