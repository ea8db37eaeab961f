"""One post as another office's feed gives it: every field bounded, whatever that office sends."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from features.records.vocabulary import OFFERS, Form, PayBasis
from serving.release.channels.plain import plain
from serving.release.ledger import LONGEST_DAYS

LONGEST_LINE = 60_000
"""Bytes of one post."""

ORIGIN = re.compile(r"([0-9a-f]{16}/[0-9]{1,16})(?: (.*))?")
"""``<feed>/<post> <name of the office>``: who first released a post, the same whichever way it came."""


def _clean(value: Any) -> Any:
    return plain(value).strip() if isinstance(value, str) else value


def _known_offers(value: Any) -> Any:
    return tuple(one for one in value if one in OFFERS) if isinstance(value, list) else value


Cleaned = BeforeValidator(_clean)
Name = Annotated[str, Cleaned, Field(min_length=1, max_length=120)]
Word = Annotated[str, Cleaned, Field(max_length=80)]
Words = Annotated[tuple[Word, ...], Field(max_length=60)]
Phrase = Annotated[str, Cleaned, Field(max_length=200)]
Prose = Annotated[str, Cleaned, Field(max_length=8000)]


class Line(BaseModel):
    """Hold one post of a followed feed; what this office does not know of it is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    post_id: int = Field(ge=1, le=2**53, strict=True)
    title: Name
    employer: Name
    duties: Prose = ""
    skills: Words = ()
    certificates: Words = ()
    division: str = Field("", pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$")
    place: Phrase = ""
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    headcount: int | None = Field(None, ge=0, le=100_000)
    monthly_low: int | None = Field(None, ge=0, le=1_000_000)
    monthly_high: int | None = Field(None, ge=0, le=1_000_000)
    pay_basis: PayBasis | None = None
    pay_raw: Phrase = ""
    education: str | None = Field(None, pattern=r"^[0-9]{2}$")
    experience_low: float | None = Field(None, ge=0, le=80)
    age_low: int | None = Field(None, ge=0, le=120)
    age_high: int | None = Field(None, ge=0, le=120)
    offers: Annotated[tuple[str, ...], BeforeValidator(_known_offers)] = ()
    form: Form = "full"
    opened_on: date
    closes_on: date
    contact_name: Word = ""
    contact_phone: Word = ""
    origin: Phrase = ""
    simulated: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for low, high in ((self.monthly_low, self.monthly_high), (self.age_low, self.age_high)):
            if low is not None and high is not None and low > high:
                raise ValueError("low above high")
        if not 0 <= (self.closes_on - self.opened_on).days <= LONGEST_DAYS:
            raise ValueError(f"open for more than {LONGEST_DAYS} days, or less than none")
        return self

    @property
    def digest(self) -> str:
        """Give sha256 over all fields: the same while nothing changed."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def origin_in(self, feed_id: str, name: str) -> str:
        """Give where the post was first released: as the line says, else in the feed it stands in."""
        if ORIGIN.fullmatch(self.origin):
            return self.origin
        return f"{feed_id}/{self.post_id} {name}".strip()

    def post(self) -> dict[str, Any]:
        """Give the fields of records.Post that a feed tells."""
        return self.model_dump(exclude={"post_id", "employer", "origin"})


def origin_key(origin: str) -> str:
    """Give ``<feed>/<post>`` of an origin, the whole text where it is of another form."""
    found = ORIGIN.fullmatch(origin)
    return found[1] if found else origin


def read_line(text: bytes | dict[str, Any]) -> Line | str:
    """Read one post; give a short reason where it is none."""
    try:
        if isinstance(text, dict):
            return Line.model_validate(text)
        if len(text) > LONGEST_LINE:
            return "too long"
        return Line.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "line"
        return f"{where}: {first['type']}"
    except (ValueError, RecursionError):
        return "no JSON"
