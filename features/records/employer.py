"""Who offers work: a firm, an agency or a household."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.worker import DIVISION


class Employer(Record):
    """Hold an employer as verified by the office. The contact is the one given for publication."""

    employer_id: Annotated[int, Meta(Use.GATE)]
    name: Annotated[str, Meta(Use.GATE)]
    credit_code: Annotated[str | None, Meta(Use.GATE, "GB 32100", "None for a household")] = None
    household: Annotated[bool, Meta(Use.GATE, "", "a family hiring care work")] = False
    industry: Annotated[str | None, Meta(Use.RANK, "GB/T 4754 letter")] = None
    size: Annotated[int | None, Meta(Use.RANK, "people employed")] = None
    division: Annotated[str, Meta(Use.GATE, DIVISION)] = ""
    place: Annotated[str, Meta(Use.GATE)] = ""
    lat: Annotated[float | None, Meta(Use.RANK, "degrees north")] = None
    lon: Annotated[float | None, Meta(Use.RANK, "degrees east")] = None
    contact_name: Annotated[str, Meta(Use.GATE, "", "given for publication")] = ""
    contact_phone: Annotated[str, Meta(Use.GATE, "", "given for publication")] = ""
    verified_on: Annotated[date | None, Meta(Use.GATE, "day")] = None
    verified_until: Annotated[date | None, Meta(Use.GATE, "day")] = None
    suspended: Annotated[bool, Meta(Use.GATE)] = False
    simulated: Annotated[bool, Meta(Use.AUDIT)] = False
