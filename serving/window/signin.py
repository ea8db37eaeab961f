"""Sign in at the window with a name and a password or with a key, and out again."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from serving import entry
from serving.access.sessions import COOKIE
from serving.errors import Refused, Unauthorised
from serving.guard import TheOffice, genuine_form
from serving.language import language_of
from serving.window.render import forward, page

router = APIRouter()


@router.get("/sign-in")
def form(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name seen in the address
    """Show the sign-in."""
    return page(request, "signin.html", message="", next=_ours(next), name="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    office: TheOffice,
    name: Annotated[str, Form(max_length=60)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
    key: Annotated[str, Form(max_length=200)] = "",
    next: Annotated[str, Form(max_length=200)] = "/",  # noqa: A002
) -> Response:
    """Open a session for a name and password, or for a key; after several wrong ones, wait."""
    asked = (name.strip(), password, key.strip())
    try:
        kind, who = entry.prove(office, *asked, address=request.client.host if request.client else "")
    except (Unauthorised, Refused) as refusal:
        status = refusal.status if isinstance(refusal, Refused) else 401
        return _again(request, refusal.message(language_of(request)), next, status, name.strip())
    response = forward(_ours(next))
    response.set_cookie(
        COOKIE, office.sessions.open(who, time.time(), kind), max_age=office.sessions.seconds,
        httponly=True, samesite="lax", secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


@router.post("/sign-out", dependencies=[Depends(genuine_form)])
def sign_out(request: Request, office: TheOffice) -> Response:
    """End the session of this browser, in every process."""
    now = time.time()
    session = office.sessions.read(request.cookies.get(COOKIE, ""), now)
    if session is not None:
        until = datetime.fromtimestamp(session.until, UTC)
        office.store.accounts.end_session(session.digest, until)
    response = forward("/")
    response.delete_cookie(COOKIE)
    return response


def _again(request: Request, message: str, onward: str, status: int, name: str) -> Response:
    return page(request, "signin.html", status, message=message, next=_ours(onward), name=name)


def _ours(path: str) -> str:
    """Give a path of this service; anything that would lead elsewhere becomes the first page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/"
