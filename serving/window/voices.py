"""What the public may say of a post: I want to go there; something is wrong with it; what was the answer?"""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from features.errors import SpringwindError
from features.records import Post
from serving.api.params import Id
from serving.errors import status_of
from serving.guard import TheOffice, genuine_form
from serving.language import language_of
from serving.office import Office
from serving.public import address, known_post, public_post
from serving.release import complaints, intentions
from serving.window.forms import sent_form
from serving.window.render import page

router = APIRouter()

Sent = Annotated[dict[str, str], Depends(sent_form)]


@router.get("/posts/{post_id}/interest")
def interest(
    request: Request, post_id: Id, office: TheOffice, by: Annotated[str, Query(max_length=10)] = "page"
) -> Response:
    """Show the form for name and phone, with the notice of what becomes of them."""
    return _interest(request, office, public_post(office, post_id), {"by": by})


@router.post("/posts/{post_id}/interest", dependencies=[Depends(genuine_form)])
def leave(request: Request, post_id: Id, office: TheOffice, sent: Sent) -> Response:
    """Take an intention down; no account, a pace per address, the identity sealed."""
    post = public_post(office, post_id)
    try:
        office.public_pace.step(address(request), time.monotonic())
        intentions.leave(
            office.store, post, sent.get("name", ""), sent.get("phone", ""), office.today(),
            consent=bool(sent.get("consent")), personalised=bool(sent.get("personalised")),
            township=sent.get("township", "")[:12], channel=sent.get("by", "page"),
        )  # fmt: skip
    except SpringwindError as error:
        return _interest(
            request, office, post, sent, message=error.message(language_of(request)), status=status_of(error)
        )
    return page(request, "interest.html", post=post, told={}, message="", done=True, townships=[])


@router.get("/posts/{post_id}/report")
def report(request: Request, post_id: Id, office: TheOffice) -> Response:
    """Show the form for a complaint."""
    return _report(request, known_post(office, post_id), {})


@router.post("/posts/{post_id}/report", dependencies=[Depends(genuine_form)])
def complain(request: Request, post_id: Id, office: TheOffice, sent: Sent) -> Response:
    """Take a complaint down and show its number."""
    post = known_post(office, post_id)
    try:
        office.public_pace.step(address(request), time.monotonic())
        number = complaints.report(office.store, post, sent.get("kind", ""), sent.get("words", ""))
    except SpringwindError as error:
        return _report(
            request, post, sent, message=error.message(language_of(request)), status=status_of(error)
        )
    return _report(request, post, {}, number=number)


@router.get("/complaints")
def answer(
    request: Request, office: TheOffice, number: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    """Show the answer to a complaint by its number."""
    found, message = None, ""
    if number.strip():
        try:
            office.public_pace.step(address(request), time.monotonic())
            found = complaints.by_number(office.store, number)
        except SpringwindError as error:
            message = error.message(language_of(request))
    status = 404 if message else 200
    return page(request, "answer.html", status, found=found, message=message, number=number)


def _interest(
    request: Request, office: Office, post: Post, told: dict[str, str], message: str = "", status: int = 200
) -> Response:
    return page(
        request, "interest.html", status, post=post, told=told, message=message, done=False,
        townships=[(code, place_name(code)) for code in intentions.townships(office.store)],
    )  # fmt: skip


def _report(
    request: Request, post: Post, told: dict[str, str], *, message: str = "", number: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    return page(
        request, "report.html", status, post=post, told=told, message=message, number=number,
        kinds=complaints.KINDS,
    )  # fmt: skip


def place_name(code: str) -> str:
    """Say a division; its code where the table does not know it."""
    from features.codes.divisions import divisions

    table: Any = divisions()
    found = table.get(code)
    return found.name if found is not None and found.prefix == code.rstrip("0")[: len(found.prefix)] else code
