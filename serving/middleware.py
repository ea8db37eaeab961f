"""Around every request: a number, the time it took, security headers and one log line without persons."""

from __future__ import annotations

import logging
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("springwind.access")

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Envelope:
    """Wrap the application; the route's pattern is logged and counted, never the address asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, started, seen = secrets.token_hex(8), time.perf_counter(), {"status": 500}
        scope.setdefault("state", {})["request_id"] = number

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                _stamp(message, number)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            _note(scope, seen["status"], time.perf_counter() - started, number)


def _stamp(message: Message, number: str) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-ID"] = number
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


def _note(scope: Scope, status: int, seconds: float, number: str) -> None:
    route = pattern(scope)
    office = getattr(scope["app"].state, "office", None) if "app" in scope else None
    if office is not None:
        office.metrics.observe(scope["method"], route, status, seconds)
    log.info("%s %s %s %d %.1f ms", number, scope["method"], route, status, seconds * 1000)


def pattern(scope: Scope) -> str:
    """Give the address with every parameter replaced by its name; ``(none)`` where no route took it."""
    if "endpoint" not in scope:
        return "(none)"
    left: dict[str, str] = {str(value): name for name, value in scope.get("path_params", {}).items()}
    parts = [f"{{{left.pop(part)}}}" if part in left else part for part in reversed(scope["path"].split("/"))]
    return "/".join(reversed(parts))
