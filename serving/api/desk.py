"""The release desk for programs: verification, links, exceptions, rules, complaints, intentions, proof."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import Field

from serving.api.params import Day, Id, Tongue
from serving.api.shapes import Shape
from serving.guard import ScopedStore, TheOffice, Who
from serving.public import address, known_post
from serving.release import complaints, daily, desk, employers, exceptions, intentions, links
from serving.release.due import release_due
from serving.release.show import rule_rows

router = APIRouter(tags=["release"])

Reason = Annotated[str, Field(max_length=500)]
Number = Annotated[str, Path(min_length=10, max_length=20, description="given with the complaint")]


class VerifyIn(Shape):
    """Say which papers were seen, and until when they count; a year unless said."""

    basis: Literal["licence", "mandate", "household"] = "licence"
    credit_code: Annotated[str, Field(max_length=18)] = ""
    mandate_until: date | None = None
    valid_until: date | None = None
    why: Reason = ""


class VerifiedOut(Shape):
    """Show until when an employer may publish."""

    employer_id: int
    name: str
    credit_code: str | None
    verified_on: date | None
    verified_until: date | None


class LinkIn(Shape):
    """Ask for a signed link."""

    days: Annotated[int, Field(ge=1, le=links.LONGEST)] = links.DAYS


class LinkOut(Shape):
    """Give the path of a link, this once."""

    path: str
    days: int


class ExceptionIn(Shape):
    """Grant a coded statutory exception, with the reason."""

    code: Annotated[str, Field(max_length=40)]
    why: Reason


class FindingOut(Shape):
    """Show one thing that stands against a post."""

    rule: str
    severity: str
    article: str
    excerpt: str
    suggestion: str


class RuleOut(Shape):
    """Show one rule as this office has it."""

    rule: str
    about: str
    severity: str
    article: str
    since: str
    until: str
    in_force: bool
    changed: bool
    words: list[str]


class ProofOut(Shape):
    """Say how many entries the unbroken ledger has, and its newest."""

    count: int
    anchor: str


class RoundOut(Shape):
    """Show what a daily round or a release did."""

    published: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    taken_back: tuple[int, ...] = ()
    suspended: tuple[int, ...] = ()
    listed: tuple[int, ...] = ()


class ComplaintIn(Shape):
    """Report a post; no name is asked for."""

    kind: complaints.Kind
    words: Annotated[str, Field(max_length=1000)] = ""


class ComplaintOut(Shape):
    """Show a complaint to its reporter."""

    number: str
    post_id: int
    kind: str
    at: datetime
    answer: str
    answered_at: datetime | None


class AnswerIn(Shape):
    """Answer a complaint, and suspend its post with it."""

    answer: Annotated[str, Field(max_length=1000)]
    suspend: bool = False


class IntentionOut(Shape):
    """Show an intention; who it is stands under the worker's number."""

    intention_id: int
    post_id: int
    worker_id: int
    division: str
    at: datetime
    channel: str
    state: str


class StateIn(Shape):
    """Say what came of calling."""

    state: intentions.State


@router.get("/release/verify")
def proof(store: ScopedStore) -> ProofOut:
    """Walk the whole ledger; 500 with the place where it is not as it was written."""
    count = store.releases.verify()
    last = store.releases.last()
    return ProofOut(count=count, anchor=f"{last.seq}:{last.digest}" if last else "0:")


@router.get("/release/rules")
def rules(store: ScopedStore, as_of: Day, lang: Tongue) -> list[RuleOut]:
    """Show the rules a post is checked by."""
    return [RuleOut(**row) for row in rule_rows(desk.law_of(store), as_of, lang)]


@router.get("/release/posts/{post_id}/findings")
def findings(post_id: Id, store: ScopedStore, as_of: Day, lang: Tongue) -> list[FindingOut]:
    """Check a post without writing anything down."""
    from serving.release.ledger import examine

    found = examine(store, [store.posts.get(post_id)], as_of, lang=lang)[0].findings
    return [FindingOut(**{name: getattr(f, name) for name in FindingOut.model_fields}) for f in found]


@router.post("/release/posts/{post_id}/exceptions", status_code=201)
def exempt(
    *, post_id: Id, wish: ExceptionIn, store: ScopedStore, who: Who, as_of: Day, lang: Tongue
) -> list[FindingOut]:
    """Grant a statutory exception; gives what the check says after it."""
    found = exceptions.grant(store, post_id, wish.code, as_of, who=who.name, why=wish.why, lang=lang)
    return [
        FindingOut(**{name: getattr(f, name) for name in FindingOut.model_fields}) for f in found.findings
    ]


@router.post("/release/employers/{employer_id}/verification", status_code=201)
def verify(employer_id: Id, wish: VerifyIn, store: ScopedStore, who: Who, as_of: Day) -> VerifiedOut:
    """Write down that a person saw an employer's papers."""
    told = employers.verify(store, employer_id, as_of, who=who.name, **wish.model_dump())
    return VerifiedOut(**{name: getattr(told, name) for name in VerifiedOut.model_fields})


@router.post("/release/employers/{employer_id}/links", status_code=201)
def link(employer_id: Id, wish: LinkIn, store: ScopedStore, who: Who) -> LinkOut:
    """Make a signed link over which an employer enters posts without an account."""
    token = links.give(store, employer_id, datetime.now(UTC), who=who.name, days=wish.days)
    return LinkOut(path=f"/e/{token}", days=wish.days)


@router.post("/release/due")
def due(store: ScopedStore, who: Who, as_of: Day) -> RoundOut:
    """Check, approve and publish everything of the caller's division that waits and passes."""
    done = release_due(store, as_of, who=who.name)
    held = tuple(one.post_id for one in done.held)
    return RoundOut(published=done.published, held=held, taken_back=done.taken_back)


@router.post("/release/expire")
def expire(store: ScopedStore, who: Who, as_of: Day) -> RoundOut:
    """Do the daily round: take back what ended or is full, hold employers against the arrears list."""
    done = daily.daily(store, as_of, who=who.name)
    return RoundOut(
        taken_back=list(done.taken_back), suspended=list(done.suspended), listed=list(done.listed)
    )


@router.get("/release/complaints")
def open_complaints(store: ScopedStore) -> list[ComplaintOut]:
    """Show the complaints that wait for an answer, oldest first, without the reporter's words."""
    return [_complaint(row) for row in store.complaints.rows(answered_at=None)]


@router.post("/release/complaints/{complaint_id}/answer")
def answer(complaint_id: Id, wish: AnswerIn, store: ScopedStore, who: Who) -> ComplaintOut:
    """Answer a complaint; with ``suspend`` its post leaves every channel in the same transaction."""
    row = complaints.answer(store, complaint_id, wish.answer, who=who.name, suspend=wish.suspend)
    return _complaint(row)


@router.post("/posts/{post_id}/complaints", status_code=201)
def complain(post_id: Id, wish: ComplaintIn, request: Request, office: TheOffice) -> ComplaintOut:
    """Report a post, as anybody may; the number in the answer opens what the office replies."""
    office.public_pace.step(address(request), time.monotonic())
    number = complaints.report(office.store, known_post(office, post_id), wish.kind, wish.words)
    return _complaint(complaints.by_number(office.store, number))


@router.get("/complaints/{ticket}")
def reply(ticket: Number, request: Request, office: TheOffice) -> ComplaintOut:
    """Show a complaint and its answer to whoever holds the number."""
    office.public_pace.step(address(request), time.monotonic())
    return _complaint(complaints.by_number(office.store, ticket))


@router.get("/intentions")
def worklist(store: ScopedStore) -> list[IntentionOut]:
    """Show the open intentions of the caller's division, oldest first."""
    return [_intention(row) for row in store.intentions.rows(state="new")]


@router.post("/intentions/{intention_id}")
def called(intention_id: Id, wish: StateIn, store: ScopedStore, who: Who) -> IntentionOut:
    """Write down what came of calling."""
    return _intention(intentions.handle(store, intention_id, wish.state, who=who.name))


def _complaint(row: dict[str, object]) -> ComplaintOut:
    return ComplaintOut.model_validate({name: row[name] for name in ComplaintOut.model_fields})


def _intention(row: dict[str, object]) -> IntentionOut:
    return IntentionOut.model_validate({name: row[name] for name in IntentionOut.model_fields})
