"""Signed links: an employer without an account enters posts and papers, and they end by themselves.

A link names its row and its last second; both are signed with a key derived from the store's keyring,
so that nothing of it can be made up or moved. The office can end a link before its time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from features.clock import BUSINESS_ZONE
from features.errors import InputError, NotFound
from features.store import keyring
from features.store.notes import derived
from serving.release.errors import LinkBad

DAYS = 15
"""How long a link holds unless said: as long as a post."""

LONGEST = 90
_FORM = struct.Struct(">QQ")
_MAC = 16


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one link that is good: its number, whose it is, and when it ends."""

    link_id: int
    employer_id: int
    expires_at: datetime

    @property
    def who(self) -> str:
        """Give the name the ledger bears for what comes over this link."""
        return f"link {self.link_id}"


def give(store: Any, employer_id: int, now: datetime, *, who: str, days: int = DAYS) -> str:
    """Make a link for one employer and give its token, the only time it can be read."""
    if not 1 <= days <= LONGEST:
        raise InputError("link_days", where="days", longest=LONGEST)
    store.employers.get(employer_id)
    ends = (now + timedelta(days=days)).replace(microsecond=0)
    row = store.links.add(employer_id=employer_id, at=now, who=who, expires_at=ends)
    return _token(store, row["link_id"], ends)


def end(store: Any, link_id: int, now: datetime) -> None:
    """End a link before its time."""
    store.links.change(link_id, ended_at=now)


def read(store: Any, token: str, now: datetime) -> Link:
    """Give the link of a token; LinkBad says whether it is forged, over or ended."""
    try:
        body = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        link_id, second = _FORM.unpack(body[: _FORM.size])
    except (ValueError, struct.error) as error:
        raise LinkBad(where="link") from error
    if len(body) != _FORM.size + _MAC or not hmac.compare_digest(_mac(store, body), body[_FORM.size :]):
        raise LinkBad(where="link")
    ends = datetime.fromtimestamp(second, UTC)
    if ends <= now:
        raise LinkBad("link_over", where="link", day=ends.astimezone(BUSINESS_ZONE).date())
    try:
        row = store.links.get(link_id)
    except NotFound as error:
        raise LinkBad(where="link") from error
    if row["ended_at"] is not None:
        raise LinkBad("link_ended", where="link")
    return Link(link_id, row["employer_id"], ends)


def _token(store: Any, link_id: int, ends: datetime) -> str:
    body = _FORM.pack(link_id, int(ends.timestamp()))
    return base64.urlsafe_b64encode(body + _mac(store, body)).decode().rstrip("=")


def _mac(store: Any, body: bytes) -> bytes:
    key = derived(keyring.load(store.data_dir), "release link")
    return hmac.digest(key, body[: _FORM.size], hashlib.sha256)[:_MAC]
