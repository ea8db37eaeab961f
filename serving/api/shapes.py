"""The shapes of the answers, as they stand in the OpenAPI description."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from features.errors import InputError
from features.records.vocabulary import Form, Need, NotHired, SlipCode, SlipDetail, Source

Word = Annotated[str, Field(min_length=1, max_length=60)]


class Shape(BaseModel):
    """Be the base of every shape: frozen, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class ErrorBody(Shape):
    """Say what went wrong and where."""

    code: str
    message: str
    where: str | None


class ErrorOut(Shape):
    """Be the one error shape."""

    error: ErrorBody


class ReasonOut(Shape):
    """Say one thing for or against; ``weight`` is its share of log value."""

    feature: str
    weight: float
    zh: str
    en: str


class CriterionOut(Shape):
    """Set what the post asks against what the worker has; ``met`` null = unknown."""

    name: str
    label: str
    asked: str
    has: str
    met: bool | None


class StagesOut(Shape):
    """Give the probability of each stage, 0..1; null = not learned."""

    accept: float | None
    hire: float | None
    stay: float | None


class PostOut(Shape):
    """Show a post as staff and the public may see it; pay in yuan a month."""

    post_id: int
    title: str
    employer: str
    duties: str
    skills: list[str]
    certificates: list[str]
    division: str
    place: str
    headcount: int | None
    places_left: int | None
    referred: int
    hired: int
    monthly_low: int | None
    monthly_high: int | None
    pay_basis: str | None
    pay_raw: str
    education: str | None
    experience_low: float | None
    age_low: int | None
    age_high: int | None
    offers: list[str]
    form: str
    opened_on: date
    closes_on: date
    status: str
    contact_name: str
    contact_phone: str
    origin: str
    simulated: bool


class WorkerOut(Shape):
    """Show a worker without saying who it is: no name, number, sex, age or group."""

    worker_id: int
    division: str
    place: str
    wanted: list[str]
    skills: list[str]
    certificates: list[str]
    past_jobs: list[str]
    years_experience: float | None
    education: str | None
    monthly_low: int | None
    max_km: float | None
    will_leave: bool | None
    needs: list[str]
    forms: list[str]
    status: str
    valid_until: date
    last_contact_on: date | None
    consent_personalised: bool
    simulated: bool


class MatchOut(Shape):
    """Show one pair: which post (or worker), how good at each stage, and why."""

    rank: int
    score: float
    stages: StagesOut
    post: PostOut | None = None
    worker: WorkerOut | None = None
    reasons: list[ReasonOut]
    against: list[ReasonOut]
    criteria: list[CriterionOut]


class RefusedOut(Shape):
    """Say how many one gate kept out, and how many more there would be without it."""

    gate: str
    count: int
    would_bring: int
    message: str


class FactOut(Shape):
    """Say one thing that was read out of a sentence, and the words it came from."""

    field: str
    label: str
    value: str
    said: list[str]


class AnswerOut(Shape):
    """Give a whole answer: the list, what was kept out of it, and what ranked it."""

    matches: list[MatchOut]
    refused: list[RefusedOut]
    notes: list[str]
    understood: list[FactOut]
    bundle: str
    ranker: str
    as_of: date


class ProfileIn(Shape):
    """Describe a person who is not registered; nothing of it is stored."""

    text: Annotated[str | None, Field(max_length=2000, description="one sentence, Chinese or English")] = None
    wanted: Annotated[tuple[Word, ...], Field(max_length=3)] = ()
    skills: Annotated[tuple[Word, ...], Field(max_length=30)] = ()
    certificates: Annotated[tuple[Word, ...], Field(max_length=30)] = ()
    past_jobs: Annotated[tuple[Word, ...], Field(max_length=30)] = ()
    years_experience: Annotated[float | None, Field(ge=0, le=60)] = None
    education: Annotated[str | None, Field(pattern="^[1-9]0$", description="GB/T 4658")] = None
    monthly_low: Annotated[int | None, Field(ge=0, le=1_000_000, description="yuan a month")] = None
    division: Annotated[str, Field(pattern="^([0-9]{6}|[0-9]{9}|[0-9]{12})?$")] = ""
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    max_km: Annotated[float | None, Field(ge=0, le=20_000)] = None
    will_leave: bool | None = None
    wanted_places: Annotated[tuple[Word, ...], Field(max_length=20, description="division prefixes")] = ()
    needs: tuple[Need, ...] = ()
    forms: tuple[Form, ...] = ()
    k: Annotated[int, Field(ge=1, le=1000)] = 20

    @property
    def fields(self) -> dict[str, object]:
        """Give the fields that describe the person, those left out excepted."""
        return self.model_dump(exclude={"text", "k"}, exclude_unset=True)

    @model_validator(mode="after")
    def _text_or_fields(self) -> ProfileIn:
        if self.text is not None and self.fields:
            raise InputError("text_or_fields", where="body.text")
        if self.text is None and not any(v for v in self.fields.values()):
            raise InputError("nothing_said", where="body.text")
        return self


class ReferralIn(Shape):
    """Ask for a letter that sends a worker to a post."""

    worker_id: Annotated[int, Field(ge=1)]
    post_id: Annotated[int, Field(ge=1)]
    position: Annotated[int | None, Field(ge=1, le=1000, description="place in the list staff saw")] = None
    listed: Annotated[
        list[Annotated[int, Field(ge=1)]],
        Field(max_length=100, description="posts of the list it was chosen from, best first"),
    ] = []
    source: Source = "window"


class ReferralOut(Shape):
    """Show a letter and what came back of it; null = not told, never a success or a failure."""

    letter_number: str
    worker_id: int
    post_id: int
    division: str
    referred_on: date
    position: int | None
    source: Source
    slip: SlipCode | None
    slip_on: date | None
    slip_detail: SlipDetail | None
    interviewed: bool | None
    not_hired: NotHired | None
    arrived_on: date | None
    stayed_30: bool | None
    stayed_90: bool | None
    wages_on_time: bool | None
    simulated: bool


class OutcomeIn(Shape):
    """Report what came of a letter: the slip, and what the later calls learned. Leave out what is unknown."""

    slip: SlipCode | None = None
    slip_on: date | None = None
    slip_detail: SlipDetail | None = None
    interviewed: bool | None = None
    not_hired: NotHired | None = None
    arrived_on: date | None = None
    stayed_30: bool | None = None
    stayed_30_on: date | None = None
    stayed_90: bool | None = None
    stayed_90_on: date | None = None
    wages_on_time: bool | None = None
