"""A job post: what is offered, asked and where."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.vocabulary import Form, Offer, PayBasis, PostStatus
from features.records.worker import DIVISION


class Post(Record):
    """Hold one post as the office keeps it; ``places_left`` is counted when the record is read."""

    post_id: Annotated[int, Meta(Use.GATE)]
    employer_id: Annotated[int, Meta(Use.GATE)]
    title: Annotated[str, Meta(Use.RANK)]
    duties: Annotated[str, Meta(Use.RANK)] = ""
    skills: Annotated[tuple[str, ...], Meta(Use.RANK, "words", "tags of the ad, benefits taken out")] = ()
    certificates: Annotated[tuple[str, ...], Meta(Use.RANK, "names", "asked for")] = ()
    division: Annotated[str, Meta(Use.GATE, DIVISION, "place of work")] = ""
    place: Annotated[str, Meta(Use.GATE, "", "place of work in words")] = ""
    lat: Annotated[float | None, Meta(Use.RANK, "degrees north")] = None
    lon: Annotated[float | None, Meta(Use.RANK, "degrees east")] = None
    headcount: Annotated[int | None, Meta(Use.RANK, "people", "None = not said (若干)")] = None
    monthly_low: Annotated[int | None, Meta(Use.RANK, "yuan/month")] = None
    monthly_high: Annotated[int | None, Meta(Use.RANK, "yuan/month")] = None
    pay_basis: Annotated[PayBasis | None, Meta(Use.RANK)] = None
    pay_raw: Annotated[str, Meta(Use.GATE, "", "pay as written")] = ""
    education: Annotated[str | None, Meta(Use.RANK, "GB/T 4658 code", "least asked")] = None
    experience_low: Annotated[float | None, Meta(Use.RANK, "years")] = None
    age_low: Annotated[int | None, Meta(Use.GATE, "years", "employer's stated range")] = None
    age_high: Annotated[int | None, Meta(Use.GATE, "years")] = None
    offers: Annotated[tuple[Offer, ...], Meta(Use.RANK)] = ()
    form: Annotated[Form, Meta(Use.GATE)] = "full"
    opened_on: Annotated[date, Meta(Use.RANK, "day")]
    closes_on: Annotated[date, Meta(Use.GATE, "day", "open + 15 days unless said")]
    status: Annotated[PostStatus, Meta(Use.GATE)] = "draft"
    contact_name: Annotated[str, Meta(Use.GATE, "", "given for publication")] = ""
    contact_phone: Annotated[str, Meta(Use.GATE, "", "given for publication")] = ""
    origin: Annotated[str, Meta(Use.GATE, "", "feed of another office, empty for our own")] = ""
    hired: Annotated[int, Meta(Use.GATE, "people", "hires reported so far")] = 0
    referred: Annotated[int, Meta(Use.GATE, "people", "letters written so far")] = 0
    simulated: Annotated[bool, Meta(Use.AUDIT)] = False
