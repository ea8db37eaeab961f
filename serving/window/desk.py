"""The reviewer's desk: employers' papers, complaints, the arrears list, the rules, proof of the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import InputError, Integrity
from serving.api.params import Id
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.language import language_of
from serving.release import complaints, daily, desk, employers, exceptions, ledger, links, policies
from serving.release.show import rule_rows
from serving.window.forms import sent_form
from serving.window.render import forward, page

router = APIRouter(prefix="/release")

GENUINE = [Depends(genuine_form)]
Sent = Annotated[dict[str, str], Depends(sent_form)]
SHOWN = 50


@router.get("/employers")
def waiting(request: Request, store: ScopedStore, office: TheOffice) -> Response:
    """Show the employers whose papers nobody has seen, and who stands on the arrears list."""
    return _employers(request, store, office.today())


@router.post("/employers/{employer_id}/verify", dependencies=GENUINE)
def verify(employer_id: Id, store: ScopedStore, who: Who, office: TheOffice, sent: Sent) -> Response:
    """Write down that the papers were seen, in the caller's name."""
    if sent.get("take_back"):
        employers.take_back(store, employer_id, office.today(), who=who.name, why=sent.get("why", ""))
        return forward("/release/employers")
    basis: Any = sent.get("basis", "licence")
    if basis not in ("licence", "mandate", "household"):
        raise InputError("verify_basis", where="basis")
    employers.verify(
        store, employer_id, office.today(), who=who.name, basis=basis, why=sent.get("why", "")[:500],
        credit_code=sent.get("credit_code", ""), mandate_until=day(sent, "mandate_until"),
        valid_until=day(sent, "valid_until"),
    )  # fmt: skip
    return forward("/release/employers")


@router.post("/employers/{employer_id}/link", dependencies=GENUINE)
def link(request: Request, employer_id: Id, store: ScopedStore, who: Who, office: TheOffice) -> Response:
    """Make a link for an employer and show it, this once."""
    token = links.give(store, employer_id, datetime.now(UTC), who=who.name)
    base = office.settings.serving.public_url or str(request.base_url).rstrip("/")
    return _employers(request, store, office.today(), made=f"{base}/e/{token}", made_for=employer_id)


@router.get("/complaints")
def open_complaints(request: Request, store: ScopedStore) -> Response:
    """Show complaints, those without an answer first."""
    waits = store.complaints.rows(answered_at=None)
    done = [row for row in store.complaints.rows(newest=SHOWN) if row["answered_at"] is not None]
    rows = [{**row, "words": store.complaints.words(row)} for row in (*waits, *done)]
    ids = {row["post_id"] for row in rows}
    titles = {row["post_id"]: row for row in store.posts.frame(ids=ids).to_dicts()}
    return page(request, "complaints.html", rows=rows, posts=titles)


@router.post("/complaints/{complaint_id}", dependencies=GENUINE)
def answer(complaint_id: Id, store: ScopedStore, who: Who, sent: Sent) -> Response:
    """Answer a complaint; or suspend its post at once, or both."""
    if sent.get("stop") and not sent.get("answer", "").strip():
        complaints.stop_at_once(store, complaint_id, who=who.name)
    else:
        complaints.answer(
            store, complaint_id, sent.get("answer", ""), who=who.name, suspend=bool(sent.get("stop"))
        )
    return forward("/release/complaints")


@router.post("/{post_id}/suspend", dependencies=GENUINE)
def suspend(
    post_id: Id, store: ScopedStore, who: Who, why: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    """Take a post from every channel until it is checked and approved anew."""
    ledger.suspend(store, [post_id], who=who.name, why=why)
    return forward(f"/posts/{post_id}")


@router.post("/{post_id}/again", dependencies=GENUINE)
def again(
    post_id: Id,
    store: ScopedStore,
    who: Who,
    office: TheOffice,
    why: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Check one post anew: a draft, or one that was suspended, expired or filled."""
    ledger.check(store, [post_id], office.today(), who=who.name, why=why)
    return forward("/release")


@router.post("/{post_id}/exempt", dependencies=GENUINE)
def exempt(
    *, post_id: Id, store: ScopedStore, who: Who, office: TheOffice,
    code: Annotated[str, Form(max_length=40)], why: Annotated[str, Form(max_length=500)] = "",
) -> Response:  # fmt: skip
    """Grant a coded statutory exception with a reason."""
    exceptions.grant(store, post_id, code, office.today(), who=who.name, why=why)
    return forward("/release")


@router.get("/rules")
def rules(request: Request, store: ScopedStore, office: TheOffice) -> Response:
    """Show the rules a post is checked by, as this office has them, and what it has decided."""
    law = desk.law_of(store)
    return page(
        request, "rules.html", rules=rule_rows(law, office.today(), language_of(request)),
        wages=law.wages.rows, decided=policies.history(store),
        policy={name: desk.policy(store, name) for name in desk.DEFAULTS},
    )  # fmt: skip


@router.post("/policy", dependencies=GENUINE)
def decide(store: ScopedStore, who: Who, sent: Sent) -> Response:
    """Record whether the arrears list, or papers not seen, block or warn."""
    policies.decide(store, sent.get("name", ""), sent.get("value", ""), who=who.name, why=sent.get("why", ""))
    return forward("/release/rules")


@router.get("/verify")
def proof(request: Request, store: ScopedStore) -> Response:
    """Walk the whole ledger and say that it is unchanged, or where it is not."""
    broken, count = "", 0
    try:
        count = store.releases.verify()
    except Integrity as error:
        broken = error.message(language_of(request))
    last = store.releases.last()
    return page(request, "verify.html", 500 if broken else 200, broken=broken, count=count, last=last)


def day(sent: dict[str, str], name: str) -> date | None:
    """Read a day of a form; None where it is empty, InputError for what is none."""
    text = sent.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError("offer_day", where=name) from error


def _employers(
    request: Request, store: Any, today: date, made: str = "", made_for: int | None = None
) -> Response:
    rows = employers.waiting(store, today).head(SHOWN).to_dicts()
    told: dict[int, Any] = {}
    for paper in store.employer_papers.of("employer_id", [row["employer_id"] for row in rows]):
        told[paper["employer_id"]] = paper
    return page(
        request, "employers.html", rows=rows, told=told, listed=daily.listed_employers(store, today)[:SHOWN],
        policy=desk.policy(store, "arrears"), made=made, made_for=made_for,
    )  # fmt: skip
