"""Render pages: one environment, every sentence from the message files, nothing unescaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from features.errors import SpringwindError
from features.say import Lang, say
from serving.access.keys import Caller
from serving.access.sessions import COOKIE
from serving.guard import maybe_caller
from serving.language import COOKIE as LANGUAGE_COOKIE
from serving.language import language_of
from serving.window import words

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Give the template environment; an undefined name is an error, not an empty place."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.globals["w"] = words
    return found


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Give a page in the language of the request; ``?lang=`` is remembered in a cookie."""
    lang = language_of(request)
    context = {**_frame(request, lang), **values}
    response = HTMLResponse(environment().get_template(template).render(context), status)
    response.headers["Content-Language"] = "zh-CN" if lang == "zh" else "en"
    response.headers["Vary"] = "Accept-Language, Cookie"
    if request.query_params.get("lang") in ("zh", "en"):
        response.set_cookie(LANGUAGE_COOKIE, lang, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def error_page(request: Request, error: SpringwindError, status: int, headers: Mapping[str, str]) -> Response:
    """Show a refusal as a page with the way on; who is not signed in is led to the sign-in."""
    if status == 401 and request.method == "GET":
        return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
    message = error.message(language_of(request))
    response = page(request, "error.html", status, message=message, failed=status, back=_back(request))
    response.headers.update(headers)
    return response


def forward(path: str) -> Response:
    """Lead on after a form was taken, so that going back does not send it twice."""
    return RedirectResponse(path, 303)


def _back(request: Request) -> str:
    """Give the path of the page a refused form came from, if it was one of ours."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = request.method == "POST" and came.netloc == request.url.netloc and came.path[:2] != "//"
    return came.path if ours else ""


def _frame(request: Request, lang: Lang) -> dict[str, Any]:
    office = getattr(request.app.state, "office", None)
    who = _known(request)
    cookie = request.cookies.get(COOKIE, "")
    board = office.current_board if office is not None else None
    return {
        "t": partial(_say, lang), "lang": lang, "who": who, "path": request.url.path, "repost": None,
        "form_token": office.sessions.form_token(cookie) if office is not None else "",
        "office_name": (office.settings.serving.office_name if office else "") or say("window.office", lang),
        "simulated": bool(board is not None and board.simulated),
        "today": office.today() if office is not None else None,
    }  # fmt: skip


def _say(lang: Lang, key: str, **values: Any) -> str:
    return say(key, lang, **values)


def _known(request: Request) -> Caller | None:
    try:
        return maybe_caller(request)
    except SpringwindError:
        return None
