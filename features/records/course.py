"""A training course."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.worker import DIVISION


class Course(Record):
    """Hold one training course; what the sheet does not say stays empty."""

    course_id: Annotated[int, Meta(Use.GATE)]
    title: Annotated[str, Meta(Use.GATE)]
    provider: Annotated[str, Meta(Use.GATE)] = ""
    skill_level: Annotated[int | None, Meta(Use.GATE, "1 senior technician ... 5 junior worker")] = None
    division: Annotated[str, Meta(Use.GATE, DIVISION, "where it is held")] = ""
    place: Annotated[str, Meta(Use.GATE)] = ""
    lat: Annotated[float | None, Meta(Use.GATE, "degrees north")] = None
    lon: Annotated[float | None, Meta(Use.GATE, "degrees east")] = None
    starts_on: Annotated[date | None, Meta(Use.GATE, "day")] = None
    ends_on: Annotated[date | None, Meta(Use.GATE, "day")] = None
    places: Annotated[int | None, Meta(Use.GATE, "people")] = None
    fee: Annotated[int | None, Meta(Use.GATE, "yuan", "0 = free; None = not said")] = None
    contact_phone: Annotated[str, Meta(Use.GATE, "", "given for publication")] = ""
    simulated: Annotated[bool, Meta(Use.AUDIT)] = False
