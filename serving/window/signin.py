"""Sign in at the window with a key, and out again."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import SpringwindError
from features.say import say
from serving.access.sessions import COOKIE
from serving.access.tries import Tries
from serving.errors import Refused
from serving.guard import TheOffice, genuine_form
from serving.language import language_of
from serving.window.render import forward, page

router = APIRouter()


@router.get("/sign-in")
def form(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name seen in the address
    """Show the sign-in."""
    return page(request, "signin.html", message="", next=_ours(next))


@router.post("/sign-in")
def sign_in(
    request: Request,
    office: TheOffice,
    key: Annotated[str, Form(max_length=200)],
    next: Annotated[str, Form(max_length=200)] = "/",  # noqa: A002
) -> Response:
    """Open a session for a valid key; after several wrong ones from one address, wait."""
    tries: Tries = office.tries
    client = request.client.host if request.client else ""
    wait = tries.wait(client, time.monotonic())
    if wait:
        refusal: SpringwindError = Refused("too_many_tries", 429, where="key", seconds=wait)
        return _again(request, refusal.message(language_of(request)), next, 429)
    caller = office.keys.caller(key)
    if caller is None:
        tries.failed(client, time.monotonic())
        return _again(request, say("error.wrong_key", language_of(request)), next, 401)
    tries.forget(client)
    response = forward(_ours(next))
    secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE, office.sessions.open(caller.name, time.time()), max_age=office.sessions.seconds,
        httponly=True, samesite="lax", secure=secure,
    )  # fmt: skip
    return response


@router.post("/sign-out", dependencies=[Depends(genuine_form)])
def sign_out(request: Request, office: TheOffice) -> Response:
    """End the session of this browser."""
    office.sessions.close(request.cookies.get(COOKIE, ""), time.time())
    response = forward("/")
    response.delete_cookie(COOKIE)
    return response


def _again(request: Request, message: str, onward: str, status: int) -> Response:
    return page(request, "signin.html", status, message=message, next=_ours(onward))


def _ours(path: str) -> str:
    """Give a path of this service; anything that would lead elsewhere becomes the first page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/"
