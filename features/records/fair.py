"""A recruitment fair: the hall, its booths, and who is invited to what."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.worker import DIVISION


class Fair(Record):
    """Hold a fair and what has to be ready before it."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    name: Annotated[str, Meta(Use.GATE)]
    division: Annotated[str, Meta(Use.GATE, DIVISION)]
    held_on: Annotated[date, Meta(Use.GATE, "day")]
    venue: Annotated[str, Meta(Use.GATE)] = ""
    lat: Annotated[float | None, Meta(Use.GATE, "degrees north")] = None
    lon: Annotated[float | None, Meta(Use.GATE, "degrees east")] = None
    booths: Annotated[int, Meta(Use.GATE, "booths in the hall")] = 0
    expected_visitors: Annotated[int | None, Meta(Use.GATE, "people")] = None
    notice_on: Annotated[date | None, Meta(Use.GATE, "day", "public notice given")] = None
    security_plan: Annotated[bool, Meta(Use.GATE)] = False
    emergency_plan: Annotated[bool, Meta(Use.GATE)] = False
    permit_applied_on: Annotated[date | None, Meta(Use.GATE, "day")] = None
    permit_exempt: Annotated[str, Meta(Use.GATE, "", "why no permit is needed")] = ""
    simulated: Annotated[bool, Meta(Use.AUDIT)] = False


class Booth(Record):
    """Place one employer at one booth of a fair."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    employer_id: Annotated[int, Meta(Use.GATE)]
    booth: Annotated[int | None, Meta(Use.GATE, "number in the hall; None = not placed yet")] = None
    capacity: Annotated[int | None, Meta(Use.GATE, "people it can talk to that day")] = None


class Invitation(Record):
    """Invite one worker to one post of a fair; a reserve is asked when somebody else declines."""

    fair_id: Annotated[int, Meta(Use.GATE)]
    worker_id: Annotated[int, Meta(Use.GATE)]
    post_id: Annotated[int, Meta(Use.GATE)]
    rank: Annotated[int, Meta(Use.GATE, "from 1, the worker's own order")]
    value: Annotated[float, Meta(Use.GATE, "expected lasting placements")]
    reserve: Annotated[bool, Meta(Use.GATE)] = False
