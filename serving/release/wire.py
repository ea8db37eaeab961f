"""Ask other machines, and never wait longer or read more than was meant.

A socket's own timeout begins anew with every byte; here the whole exchange has one deadline, after which
the connection is closed under whoever still drips. No redirect is followed: a signed message goes where it
was meant to go or nowhere.

WireFailed (Unavailable) says what went wrong: ``wire_address wire_timeout wire_refused wire_status
wire_large``.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from features.errors import InputError, Unavailable

AGENT = "springwind"
PIECE = 1 << 16
CONNECT_SECONDS = 5.0


class WireFailed(Unavailable):
    """Say that another machine did not do its part."""

    code = "wire_refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold an answer: status, headers in small letters, and the body as far as it was read."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def checked_address(url: str) -> SplitResult:
    """Give the parts of an http or https address; raise InputError for anything else."""
    try:
        parts = urlsplit(url.strip())
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known or not url.isprintable() or " " in url.strip() or "@" in parts.netloc:
        raise InputError("wire_address", where="url", url=url[:80])
    return parts


def ask(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float,
    most: int = PIECE,
) -> Answer:
    """Send one request and read at most ``most`` bytes of the answer; more raises ``wire_large``."""
    with opened(url, method=method, body=body, headers=headers, seconds=seconds) as reply:
        told = b"".join(reply.pieces(most))
        return Answer(reply.status, reply.headers, told)


class Reply:
    """Be an answer whose body is read piece by piece while the deadline lasts."""

    def __init__(self, host: str, response: http.client.HTTPResponse, over: threading.Event) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self._host, self._response, self._over = host, response, over

    def pieces(self, most: int) -> Iterator[bytes]:
        """Give the body in pieces; raise WireFailed past ``most`` bytes, past the deadline, or cut off."""
        read = 0
        while piece := self._response.read1(PIECE):
            read += len(piece)
            if read > most:
                raise WireFailed("wire_large", where=self._host, host=self._host, most=most)
            yield piece
        if self._over.is_set() or self._response.length:
            raise http.client.IncompleteRead(b"")


@contextmanager
def opened(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float,
) -> Iterator[Reply]:
    """Send one request and lend the answer for reading; everything together within ``seconds``."""
    parts = checked_address(url)
    host, over = parts.hostname or "", threading.Event()
    connection = _connection(parts, min(seconds, CONNECT_SECONDS))
    watch: threading.Timer | None = None
    try:
        connection.connect()
        watch = _watch(connection.sock, over, seconds)
        connection.request(method, _target(parts), body, {"User-Agent": AGENT, **(headers or {})})
        with connection.getresponse() as response:
            yield Reply(host, response, over)
    except (OSError, http.client.HTTPException) as error:
        late = over.is_set() or isinstance(error, TimeoutError)
        raise WireFailed(
            "wire_timeout" if late else "wire_refused", where=host, host=host, seconds=f"{seconds:g}",
            detail=f"{type(error).__name__}: {error}"[:120],
        ) from error  # fmt: skip
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()


def _connection(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(
            host, parts.port, timeout=seconds, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(host, parts.port, timeout=seconds)


def _watch(sock: socket.socket, over: threading.Event, seconds: float) -> threading.Timer:
    """Close the connection when the time is up, whoever is reading from it."""

    def end() -> None:
        over.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    sock.settimeout(seconds)
    watch = threading.Timer(seconds, end)
    watch.daemon = True
    watch.start()
    return watch


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
