"""Pages behind a signed link: an employer without an account enters posts and papers and reports outcomes."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from features.clock import BUSINESS_ZONE
from features.errors import SpringwindError
from serving.errors import status_of
from serving.guard import TheOffice, genuine_form
from serving.language import language_of
from serving.office import Office
from serving.release import links, offers
from serving.release.links import Link
from serving.window.forms import sent_form
from serving.window.outcomes import outcome_of
from serving.window.render import page

router = APIRouter()

Token = Annotated[str, Path(min_length=20, max_length=80)]
OUTCOME = ("slip", "slip_detail", "arrived_on", "interviewed", "not_hired")
Sent = Annotated[dict[str, str], Depends(sent_form)]


def link_of(token: Token, office: TheOffice) -> Link:
    """Give the link of a page's address; a link that is over, ended or forged says so (422)."""
    return links.read(office.store, token, datetime.now(UTC))


TheLink = Annotated[Link, Depends(link_of)]


@router.get("/e/{token}")
def offer(request: Request, token: Token, link: TheLink, office: TheOffice) -> Response:
    """Show the employer's posts, the form for a new one, for papers, and for what came of a letter."""
    return _show(request, office, token, link)


@router.post("/e/{token}/post", dependencies=[Depends(genuine_form)])
def new_post(request: Request, token: Token, link: TheLink, office: TheOffice, sent: Sent) -> Response:
    """Enter a post as a draft."""
    today = office.today()
    return _taken(
        request, office, token, link, sent, "post", lambda: offers.draft(office.store, link, sent, today)
    )


@router.post("/e/{token}/papers", dependencies=[Depends(genuine_form)])
def papers(request: Request, token: Token, link: TheLink, office: TheOffice, sent: Sent) -> Response:
    """Write down what the employer says of licence and mandate."""
    return _taken(
        request, office, token, link, sent, "papers", lambda: offers.papers(office.store, link, sent)
    )


@router.post("/e/{token}/places/{post_id}", dependencies=[Depends(genuine_form)])
def places(
    *, request: Request, token: Token, post_id: int, link: TheLink, office: TheOffice, sent: Sent
) -> Response:
    """Set how many places of a post are left."""
    left = sent.get("left", "")
    return _taken(
        request, office, token, link, sent, "places",
        lambda: offers.places(office.store, link, post_id, left, office.today()),
    )  # fmt: skip


@router.post("/e/{token}/letter", dependencies=[Depends(genuine_form)])
def letter(request: Request, token: Token, link: TheLink, office: TheOffice, sent: Sent) -> Response:
    """Report by its number what came of a letter."""

    def write() -> Any:
        told = outcome_of({name: sent.get(name, "").strip() for name in OUTCOME})
        return offers.outcome(office.store, link, sent.get("letter", ""), told, office.today())

    return _taken(request, office, token, link, sent, "letter", write)


def _taken(
    request: Request, office: Office, token: str, link: Link, sent: dict[str, str], part: str, write: Any
) -> Response:
    """Do what a form asks; a refusal shows the page again with what was entered and the sentence."""
    try:
        office.public_pace.step(f"link {link.link_id}", time.monotonic())
        write()
    except SpringwindError as error:
        message = error.message(language_of(request))
        return _show(
            request, office, token, link, told=sent, part=part, message=message, status=status_of(error)
        )
    return _show(request, office, token, link, part=part, done=True)


def _show(
    request: Request, office: Office, token: str, link: Link, *, told: dict[str, str] | None = None,
    part: str = "", message: str = "", done: bool = False, status: int = 200,
) -> Response:  # fmt: skip
    employer = office.store.employers.get(link.employer_id)
    mine = office.store.posts.of_employer(link.employer_id).filter(pl.col("origin") == "")
    papers_told = office.store.employer_papers.rows(employer_id=link.employer_id)
    return page(
        request, "offer.html", status, token=token, employer=employer, told=told or {}, part=part,
        message=message, done=done, posts=mine.sort("post_id", descending=True).head(50).to_dicts(),
        papers=papers_told[-1] if papers_told else None,
        ends=link.expires_at.astimezone(BUSINESS_ZONE).date(), valid_days=offers.VALID_DAYS,
    )  # fmt: skip
