"""The one place where what springwind refuses becomes an HTTP answer.

Leaves of the service: ``Unauthorised`` (401), ``NotReady`` (503), ``Refused`` (404, 405, 413 and others).
Every answer that is not a success bears ``{"error": {"code", "message", "where"}}`` in the language of the
request; people get the same sentence as a page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from features.errors import Conflict, Forbidden, InputError, Integrity, NotFound, SpringwindError, Unavailable
from features.say import Lang, catalogue, say
from serving.language import language_of
from serving.routename import method, pattern

log = logging.getLogger("springwind.serving")

ErrorPage = Callable[[Request, SpringwindError, int, dict[str, str]], Response]
"""How the pages show a refusal; the application leaves it in ``app.state.error_page``."""

MACHINE_PATHS = ("/api/", "/feed/", "/healthz", "/readyz", "/metrics", "/openapi.json")
"""Paths that answer programs; all others answer people and show errors as pages."""


class Unauthorised(SpringwindError):
    """Ask for a key or a sign-in that is missing, wrong or over."""

    code = "no_key"
    exit_status = 5


class NotReady(Unavailable):
    """Say that no matcher is loaded, in the words of what kept it from loading."""

    code = "not_ready"

    def __init__(self, cause: SpringwindError) -> None:
        self.cause = cause
        super().__init__(where=cause.where, detail=str(cause))

    def message(self, lang: Lang = "zh") -> str:
        """Give the cause's sentence in the language asked for."""
        return say("error.not_ready", lang, detail=self.cause.message(lang))


class Refused(SpringwindError):
    """Refuse a request for what it is, not for what it says: path, method, size."""

    code = "no_page"

    def __init__(self, code: str, status: int, *, where: str | None = None, **values: Any) -> None:
        self.status = status
        super().__init__(code, where=where, **values)


STATUS: dict[type[SpringwindError], int] = {
    Unauthorised: 401, Forbidden: 403, NotFound: 404, Conflict: 409, InputError: 422, Unavailable: 503,
    Integrity: 500,
}  # fmt: skip
"""HTTP status of each branch of the error tree; anything else is 500."""


def status_of(error: SpringwindError) -> int:
    """Give the HTTP status of an error by the branch it hangs on."""
    if isinstance(error, Refused):
        return error.status
    return next((status for branch, status in STATUS.items() if isinstance(error, branch)), 500)


def answer(request: Request, error: SpringwindError) -> Response:
    """Give the error in the one shape: JSON to programs, a page to people."""
    status, lang = status_of(error), language_of(request)
    headers = {"WWW-Authenticate": "ApiKey"} if status == 401 else {}
    if status == 503:
        headers["Retry-After"] = "5"
    if request.url.path.startswith(MACHINE_PATHS) or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse(error.to_dict(lang), status, headers)
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if page is None:
        return JSONResponse(error.to_dict(lang), status, headers)
    return page(request, error, status, headers)


def install(app: FastAPI) -> None:
    """Map every kind of refusal to the one shape; what nobody foresaw is the middleware's."""
    app.add_exception_handler(SpringwindError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, SpringwindError)
    if status_of(error) >= 500:
        log.error("%s %s: %s", method(request.scope), pattern(request.scope), error.reason)
    return answer(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(request, from_validation(error.errors()[0]))


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: "no_page", 405: "no_method", 413: "too_large", 400: "bad_request", 415: "bad_request"}
    code = known.get(error.status_code, "http_refused")
    response = answer(
        request, Refused(code, error.status_code, where=request.url.path, method=request.method)
    )
    response.headers.update(error.headers or {})
    return response


def from_validation(found: Any) -> InputError:
    """Turn the first finding of pydantic into one of our sentences; the value itself is not repeated."""
    where = ".".join(str(part) for part in found.get("loc", ())) or "body"
    kind = str(found.get("type", ""))
    context = found.get("ctx") or {}
    key = f"field_{kind}" if f"error.field_{kind}" in catalogue() else "field_invalid"
    limit = next((v for k, v in context.items() if k not in ("error", "input_type")), "")
    return InputError(key, where=where, limit=limit)
