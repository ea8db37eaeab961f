"""A person looking for work, the dated employment status, and the sealed identity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from features.records.field import Meta, Record, Use
from features.records.vocabulary import ContactResult, Form, Group, Need, Sex, Status

DIVISION = "division code, GB/T 2260 with township and village (6, 9 or 12 digits)"


class Worker(Record):
    """Hold what may be known of a worker without knowing who it is.

    Status fields are those of the newest StatusEntry on the day the record is read.
    """

    worker_id: Annotated[int, Meta(Use.GATE)]
    division: Annotated[str, Meta(Use.GATE, DIVISION, "where registered; scope of access")]
    place: Annotated[str, Meta(Use.GATE, "", "village or street in words")] = ""
    lat: Annotated[float | None, Meta(Use.RANK, "degrees north", "of the village, not the house")] = None
    lon: Annotated[float | None, Meta(Use.RANK, "degrees east")] = None
    registered_on: Annotated[date, Meta(Use.GATE, "day")]
    valid_until: Annotated[date, Meta(Use.GATE, "day", "registration lapses after it")]
    born_month: Annotated[
        date | None, Meta(Use.GATE, "first of the month", "law's age limits only; the day is sealed")
    ] = None
    education: Annotated[str | None, Meta(Use.RANK, "GB/T 4658 code")] = None
    wanted: Annotated[tuple[str, ...], Meta(Use.RANK, "words, at most 3")] = ()
    skills: Annotated[tuple[str, ...], Meta(Use.RANK, "words")] = ()
    certificates: Annotated[tuple[str, ...], Meta(Use.RANK, "names")] = ()
    past_jobs: Annotated[tuple[str, ...], Meta(Use.RANK, "words, newest first")] = ()
    years_experience: Annotated[float | None, Meta(Use.RANK, "years, in the wanted trade")] = None
    monthly_low: Annotated[int | None, Meta(Use.RANK, "yuan/month", "least pay wished for")] = None
    max_km: Annotated[float | None, Meta(Use.GATE, "km", "daily way accepted; None = not said")] = None
    will_leave: Annotated[bool | None, Meta(Use.GATE, "", "would work away from the county")] = None
    wanted_places: Annotated[tuple[str, ...], Meta(Use.RANK, "division-code prefixes")] = ()
    needs: Annotated[tuple[Need, ...], Meta(Use.RANK)] = ()
    forms: Annotated[tuple[Form, ...], Meta(Use.GATE, "", "forms of work accepted; empty = any")] = ()
    earliest_start: Annotated[date | None, Meta(Use.GATE, "day")] = None
    groups: Annotated[tuple[Group, ...], Meta(Use.AUDIT, "", "order of service and audits")] = ()
    sex: Annotated[Sex | None, Meta(Use.AUDIT, "", "statistics the ministry asks for")] = None
    status: Annotated[Status, Meta(Use.GATE)] = "seeking"
    status_since: Annotated[date | None, Meta(Use.GATE, "day")] = None
    away_until: Annotated[date | None, Meta(Use.GATE, "day")] = None
    last_contact_on: Annotated[date | None, Meta(Use.GATE, "day")] = None
    last_contact: Annotated[ContactResult | None, Meta(Use.GATE)] = None
    consent_personalised: Annotated[bool, Meta(Use.GATE, "", "False: asks for a plain list (PIPL 24)")] = True
    simulated: Annotated[bool, Meta(Use.AUDIT)] = False


class StatusEntry(Record):
    """Date one change of a worker's situation, as told at a window or on the phone."""

    worker_id: Annotated[int, Meta(Use.GATE)]
    since: Annotated[date, Meta(Use.GATE, "day")]
    status: Annotated[Status, Meta(Use.GATE)]
    place: Annotated[str, Meta(Use.AUDIT, DIVISION, "where away")] = ""
    employer_name: Annotated[str, Meta(Use.AUDIT)] = ""
    monthly_pay: Annotated[int | None, Meta(Use.AUDIT, "yuan/month")] = None
    until: Annotated[date | None, Meta(Use.GATE, "day", "away until")] = None
    contacted_on: Annotated[date | None, Meta(Use.GATE, "day")] = None
    contact: Annotated[ContactResult | None, Meta(Use.GATE)] = None


class Identity(Record):
    """Hold what identifies a worker; stored sealed with that worker's own key."""

    worker_id: Annotated[int, Meta(Use.NEVER)]
    name: Annotated[str, Meta(Use.NEVER)] = ""
    id_number: Annotated[str, Meta(Use.NEVER, "GB 11643")] = ""
    birth_date: Annotated[date | None, Meta(Use.NEVER, "day")] = None
    phone: Annotated[str, Meta(Use.NEVER)] = ""
    address: Annotated[str, Meta(Use.NEVER)] = ""
    own_words: Annotated[str, Meta(Use.NEVER, "", "what was said, as it was said")] = ""

    def __repr_args__(self) -> Iterator[tuple[str, int]]:
        """Show the number only: an identity in a log or a traceback names nobody."""
        yield "worker_id", self.worker_id
