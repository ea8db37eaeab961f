"""Signed sessions for the window: a cookie that says who and until when, and a token for its forms."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from serving.access.keys import write_private

COOKIE = "springwind_session"


@dataclass(frozen=True, slots=True)
class Session:
    """Hold what a cookie claims, once its signature has been proved."""

    kind: str
    """``account`` or ``key``."""
    name: str
    at: float
    """When it was opened and when it is over, seconds of the epoch."""
    until: int
    salt: str

    @property
    def digest(self) -> bytes:
        """Give what stands for this session where it was ended by hand."""
        return hashlib.sha256(f"{self.kind}:{self.name}:{self.at}:{self.salt}".encode()).digest()


class Sessions:
    """Sign and read session cookies with a key of this data folder."""

    def __init__(self, folder: Path, hours: float) -> None:
        self.seconds = int(hours * 3600)
        self._path = folder / "session.key"
        self._key: bytes | None = None

    def open(self, name: str, now: float, kind: str = "key") -> str:
        """Give the cookie's value for an account or a key, valid from ``now`` (seconds of the epoch)."""
        claim = Session(kind, name, now, int(now) + self.seconds, secrets.token_hex(8))
        body = base64.urlsafe_b64encode(json.dumps(asdict(claim)).encode()).decode().rstrip("=")
        return f"{body}.{self._sign(body)}"

    def read(self, cookie: str, now: float) -> Session | None:
        """Give what a cookie claims; None if it is forged, cut off or over."""
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(body).encode()):
            return None
        claim = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        if claim.keys() != Session.__dataclass_fields__.keys():
            return None  # signed by an older version: sign in again
        session = Session(**claim)
        return session if session.until > now else None

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
