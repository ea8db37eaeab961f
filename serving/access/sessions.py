"""Signed sessions for the window: a cookie that says who and until when, and a token for its forms."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from pathlib import Path

from serving.access.keys import write_private

COOKIE = "springwind_session"


class Sessions:
    """Sign and read session cookies with a key of this data folder."""

    def __init__(self, folder: Path, hours: float) -> None:
        self.seconds = int(hours * 3600)
        self._path = folder / "session.key"
        self._key: bytes | None = None
        self._closed: dict[str, float] = {}

    def open(self, name: str, now: float) -> str:
        """Give the cookie's value for account ``name``, valid from ``now`` (seconds of the epoch)."""
        claim = {"name": name, "until": int(now) + self.seconds, "salt": secrets.token_hex(8)}
        body = base64.urlsafe_b64encode(json.dumps(claim).encode()).decode().rstrip("=")
        return f"{body}.{self._sign(body)}"

    def read(self, cookie: str, now: float) -> str | None:
        """Give the account of a cookie; None if it is forged, cut off or over."""
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(body).encode()):
            return None
        if signature in self._closed:
            return None
        claim = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return str(claim["name"]) if claim["until"] > now else None

    def close(self, cookie: str, now: float) -> None:
        """End a session before its time: a copy of the cookie opens nothing in this process any more."""
        self._closed = {one: until for one, until in self._closed.items() if until > now}
        if self.read(cookie, now) is not None:
            self._closed[cookie.partition(".")[2]] = now + self.seconds

    def form_token(self, cookie: str) -> str:
        """Give the token that forms of this session must carry (against cross-site posting)."""
        return self._sign("form:" + cookie)

    def form_ok(self, cookie: str, token: str) -> bool:
        """Say whether a form came from a page of this session."""
        return hmac.compare_digest(self.form_token(cookie).encode(), token.encode())

    def _sign(self, text: str) -> str:
        return hmac.new(self._secret(), text.encode(), hashlib.sha256).hexdigest()

    def _secret(self) -> bytes:
        if self._key is None:
            if not self._path.exists():
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_private(self._path, secrets.token_hex(32))
            self._key = bytes.fromhex(self._path.read_text().strip())
        return self._key
