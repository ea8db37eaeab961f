"""The day of a fair: its hours, buses, waves and slots, and what happened there.

Clock times are minutes after midnight in the office's time zone (540 = 09:00).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from features.records.field import Meta, Record, Use

CLOCK = "minutes after midnight"
EventKind = Literal["arrived", "sent", "intention", "passed", "withdrawn", "full", "open"]
"""A person came; was sent to a booth with a slip; wants the job; talked and does not; takes the wish back;
a booth takes nobody more; takes people again."""

EventSource = Literal["desk", "phone", "sheet"]
"""Noted at the help desk, at a booth on a phone, or on a sheet that came back."""


class FairDay(Record):
    """Hold the hours of a fair and how people come."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    opens: Annotated[int, Meta(Use.GATE, CLOCK)] = 540
    closes: Annotated[int, Meta(Use.GATE, CLOCK)] = 900
    wave_minutes: Annotated[int, Meta(Use.GATE, "minutes", "between two waves of arrivals")] = 30
    stay_minutes: Annotated[int, Meta(Use.GATE, "minutes", "how long a visitor stays")] = 120
    seats: Annotated[int, Meta(Use.GATE, "people", "seats of one bus")] = 45


class Stand(Record):
    """Hold what a booth asks of the day; ``slot_minutes`` None = people simply queue."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    employer_id: Annotated[int, Meta(Use.GATE)]
    slot_minutes: Annotated[int | None, Meta(Use.GATE, "minutes of one interview")] = None
    desks: Annotated[int, Meta(Use.GATE, "interviews at the same time")] = 1


class Bus(Record):
    """Bring people of one township to the fair and home again."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    bus: Annotated[int, Meta(Use.GATE, "number, from 1")]
    division: Annotated[str, Meta(Use.GATE, "township it starts from")]
    place: Annotated[str, Meta(Use.GATE, "", "villages it stops at, in words")] = ""
    wave: Annotated[int, Meta(Use.GATE, "number, from 1")]
    departs: Annotated[int, Meta(Use.GATE, CLOCK)]
    arrives: Annotated[int, Meta(Use.GATE, CLOCK)]
    returns: Annotated[int, Meta(Use.GATE, CLOCK, "leaves the hall for home")]
    seats: Annotated[int, Meta(Use.GATE, "people")]


class Arrival(Record):
    """Say in which wave a person comes, and by which bus (None = on their own)."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    worker_id: Annotated[int, Meta(Use.GATE)]
    wave: Annotated[int, Meta(Use.GATE, "number, from 1")]
    bus: Annotated[int | None, Meta(Use.GATE)] = None


class Slot(Record):
    """Give one person a time at one booth."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    worker_id: Annotated[int, Meta(Use.GATE)]
    employer_id: Annotated[int, Meta(Use.GATE)]
    desk: Annotated[int, Meta(Use.GATE, "number at the booth, from 1")]
    starts: Annotated[int, Meta(Use.GATE, CLOCK)]
    minutes: Annotated[int, Meta(Use.GATE, "minutes")]


class FairEvent(Record):
    """Hold one thing that happened; its id was given where it happened and never changes."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    event_id: Annotated[str, Meta(Use.GATE, "", "desk and number; the same event twice is one event")]
    kind: Annotated[EventKind, Meta(Use.AUDIT)]
    at: Annotated[datetime, Meta(Use.AUDIT, "UTC")]
    desk: Annotated[str, Meta(Use.AUDIT)] = ""
    source: Annotated[EventSource, Meta(Use.AUDIT)] = "desk"
    walk_in: Annotated[bool, Meta(Use.AUDIT, "", "came without an invitation")] = False
    worker_id: Annotated[int | None, Meta(Use.GATE)] = None
    employer_id: Annotated[int | None, Meta(Use.GATE)] = None
    post_id: Annotated[int | None, Meta(Use.GATE)] = None
    rank: Annotated[int | None, Meta(Use.AUDIT, "place on the slip, from 1")] = None
