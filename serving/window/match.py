"""One sentence in, posts with reasons out; nothing of it is kept or put into an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import InputError
from features.say import Lang, say
from serving.access.guard import TheOffice, Who, genuine_form
from serving.api.answers import with_posts
from serving.api.matches import ask
from serving.api.shapes import ProfileIn
from serving.language import language_of
from serving.window import words
from serving.window.render import page

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
        answer = ask(office, ProfileIn(text=text, k=12), today)
    except InputError as error:
        return page(
            request, "match.html", 422, text=text, message=error.message(lang), answer=None, understood=[],
            repost=repost,
        )  # fmt: skip
    shown = with_posts(answer, office.board, today, lang)
    return page(
        request, "match.html", text=text, message="", answer=shown, understood=list(understood(text, lang)),
        repost=repost,
    )  # fmt: skip


def understood(text: str, lang: Lang) -> Iterator[dict[str, str]]:
    """Say what was read out of a sentence, so that it can be put right by saying more."""
    from features.intake import read_sentence

    profile: Any = read_sentence(text)
    told = {
        "age": str(profile.age or ""),
        "wanted": words.listed(profile.wanted, lang) if profile.wanted else "",
        "pay": say("window.pay.from", lang, low=f"{profile.monthly_low:,}") if profile.monthly_low else "",
        "needs": words.listed(words.several("offer", profile.needs, lang), lang) if profile.needs else "",
        "certificates": words.listed(profile.certificates, lang) if profile.certificates else "",
        "years": words.years(profile.years_experience, lang),
    }
    for name, value in told.items():
        if value:
            yield {"label": say(f"window.understood.{name}", lang), "value": value}
