"""Secrets of the channels: each subscriber's token and signing key are derived, so none is stored.

A webhook is signed as ``X-Springwind-Signature: t=<seconds>,v1=<hex>`` with HMAC-SHA256 over
``<seconds>.<body>``; a receiver refuses what is older than a few minutes, so that nothing is played twice.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from serving.access.keys import write_private

HEADER = "X-Springwind-Signature"
TOLERANCE = 300
"""Seconds a signature may be old or ahead."""


class Signer:
    """Derive tokens and keys from one secret of this data folder (``keys/channels.key``, 0600)."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "channels.key"
        self._key: bytes | None = None

    def token(self, subscriber_id: int) -> str:
        """Give the token with which a subscriber fetches and acknowledges."""
        return "tk_" + self._derived(f"token:{subscriber_id}")[:43]

    def secret(self, subscriber_id: int) -> str:
        """Give the key that a subscriber's webhooks are signed with."""
        return "wh_" + self._derived(f"webhook:{subscriber_id}")[:43]

    def token_ok(self, subscriber_id: int, token: str) -> bool:
        """Say whether a token is the subscriber's own."""
        return hmac.compare_digest(self.token(subscriber_id).encode(), token.encode())

    def _derived(self, purpose: str) -> str:
        return hmac.new(self._secret(), purpose.encode(), hashlib.sha256).hexdigest()

    def _secret(self) -> bytes:
        if self._key is None:
            if not self._path.exists():
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_private(self._path, secrets.token_hex(32))
            self._key = bytes.fromhex(self._path.read_text().strip())
        return self._key


def signature(secret: str, seconds: int, body: bytes) -> str:
    """Give the value of the signature's header."""
    return f"t={seconds},v1={_mac(secret, str(seconds), body)}"


def genuine(secret: str, header: str, body: bytes, now: int) -> bool:
    """Say whether a header signs this body and is not too old: what a receiver should check."""
    told = dict(part.partition("=")[::2] for part in header.split(","))
    seconds, mac = told.get("t", ""), told.get("v1", "")
    if not (seconds.isascii() and seconds.isdigit()) or abs(now - int(seconds[:15])) > TOLERANCE:
        return False
    return hmac.compare_digest(_mac(secret, seconds, body).encode(), mac.encode())


def _mac(secret: str, seconds: str, body: bytes) -> str:
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
