"""One sentence in, posts with reasons out; nothing of it is kept or put into an address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import InputError
from serving.api.answers import with_posts
from serving.api.matches import ask
from serving.api.shapes import ProfileIn
from serving.guard import TheOffice, Who, genuine_form
from serving.language import language_of
from serving.window.render import page
from serving.window.shared import said_once

router = APIRouter()


@router.get("/match")
def form(request: Request, who: Who) -> Response:
    """Show the empty form."""
    return page(request, "match.html", text="", message="", answer=None, understood=[])


@router.post("/match", dependencies=[Depends(genuine_form)])
def match(
    request: Request, office: TheOffice, who: Who, text: Annotated[str, Form(max_length=2000)] = ""
) -> Response:
    """Show the posts for one sentence, and what was understood of it."""
    lang, today = language_of(request), office.today()
    repost = {
        "text": text,
        "form_token": office.sessions.form_token(request.cookies.get("springwind_session", "")),
    }
    try:
        answer = ask(office, ProfileIn(text=text, k=8), today)
    except InputError as error:
        return page(
            request, "match.html", 422, text=text, message=error.message(lang), answer=None, understood=[],
            repost=repost,
        )  # fmt: skip
    shown, shared = said_once(with_posts(answer, office.board, today, lang), "worker")
    return page(
        request, "match.html", text=text, message="", answer=shown, shared=shared, repost=repost,
        understood=shown.understood,
    )  # fmt: skip
