"""Around every request: a number, the time it took, security headers and one log line without persons."""

from __future__ import annotations

import logging
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.errors import Refused, answer
from serving.routename import method, pattern

log = logging.getLogger("springwind.access")
failures = logging.getLogger("springwind.serving")

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Envelope:
    """Wrap the application; the route's pattern is logged and counted, never the address asked for.

    What nobody foresaw becomes the one error shape with the request's number; the trace goes to the log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, started, seen = secrets.token_hex(8), time.perf_counter(), {"status": 0}
        scope.setdefault("state", {})["request_id"] = number

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                _stamp(message, number)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            failures.exception("request %s failed", number)
            if seen["status"]:
                raise
            await _unforeseen(scope, number)(scope, receive, sending)
        finally:
            _note(scope, seen["status"], time.perf_counter() - started, number)


class BodyLimit:
    """Read each body whole before the application sees it, and refuse (413) what is larger than ``most``."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body read; or refuse it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []
        size, more = 0, True
        while more and size <= self.most:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            more = bool(message.get("more_body", False))
        if size > self.most:
            refusal = Refused("too_large", 413, where=scope["path"])
            await answer(Request(scope), refusal)(scope, receive, send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self.app(scope, replay, send)


def _unforeseen(scope: Scope, number: str) -> Response:
    return answer(Request(scope), Refused("internal", 500, where=number, number=number))


def _stamp(message: Message, number: str) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-ID"] = number
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


def _note(scope: Scope, status: int, seconds: float, number: str) -> None:
    route, verb = pattern(scope), method(scope)
    office = getattr(scope["app"].state, "office", None) if "app" in scope else None
    if office is not None:
        office.metrics.observe(verb, route, status, seconds)
    log.info("%s %s %s %d %.1f ms", number, verb, route, status, seconds * 1000)
