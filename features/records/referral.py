"""A referral letter (介绍信), its slip (回执) and the calls after 30 and 90 days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.vocabulary import NotHired, SlipCode, SlipDetail, Source
from features.records.worker import DIVISION


class Referral(Record):
    """Hold one letter. A field that is None was not told: unknown, never a success or a failure."""

    referral_id: Annotated[int, Meta(Use.GATE)]
    letter_number: Annotated[str, Meta(Use.GATE, "YYYY-NNNNNN")]
    worker_id: Annotated[int, Meta(Use.GATE)]
    post_id: Annotated[int, Meta(Use.GATE)]
    division: Annotated[str, Meta(Use.GATE, DIVISION, "office that wrote it; scope of access")]
    referred_on: Annotated[date, Meta(Use.RANK, "day")]
    position: Annotated[int | None, Meta(Use.AUDIT, "place in the list staff saw, from 1")] = None
    source: Annotated[Source, Meta(Use.AUDIT)] = "window"
    slip: Annotated[SlipCode | None, Meta(Use.AUDIT, "", "None = slip not returned")] = None
    slip_on: Annotated[date | None, Meta(Use.AUDIT, "day", "when the slip came back")] = None
    slip_detail: Annotated[SlipDetail | None, Meta(Use.AUDIT)] = None
    interviewed: Annotated[bool | None, Meta(Use.AUDIT)] = None
    not_hired: Annotated[NotHired | None, Meta(Use.AUDIT)] = None
    arrived_on: Annotated[date | None, Meta(Use.AUDIT, "day")] = None
    stayed_30: Annotated[bool | None, Meta(Use.AUDIT, "", "None = not asked or not reached")] = None
    stayed_30_on: Annotated[date | None, Meta(Use.AUDIT, "day of the call")] = None
    stayed_90: Annotated[bool | None, Meta(Use.AUDIT)] = None
    stayed_90_on: Annotated[date | None, Meta(Use.AUDIT, "day of the call")] = None
    wages_on_time: Annotated[bool | None, Meta(Use.AUDIT)] = None
    simulated: Annotated[bool, Meta(Use.AUDIT)] = False
