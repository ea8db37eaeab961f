"""Who came to a fair."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from features.records.field import Meta, Record, Use


class Attendance(Record):
    """Hold that one worker came to one fair; an intention (意向) is no hire."""

    attendance_id: Annotated[int, Meta(Use.GATE)]
    fair_id: Annotated[int, Meta(Use.GATE)]
    worker_id: Annotated[int, Meta(Use.GATE)]
    came_at: Annotated[datetime | None, Meta(Use.AUDIT, "UTC")] = None
    intentions: Annotated[tuple[str, ...], Meta(Use.AUDIT, "words, as noted at the booth")] = ()
    simulated: Annotated[bool, Meta(Use.AUDIT)] = False
