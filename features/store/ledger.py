"""The chain of the release ledger: what is hashed, and how a break is found. No database here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from features.records import LedgerEntry, Post
from features.store.errors import LedgerBroken

NOT_CONTENT = {"status", "hired", "referred"}
"""Fields of a post that change without its text changing; the ledger itself tells of the status."""


def canonical(values: dict[str, Any]) -> bytes:
    """Write values in the one way that is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_of(post: Post) -> str:
    """Give the sha256 of a post as it stands."""
    return hashlib.sha256(canonical(post.model_dump(mode="json", exclude=NOT_CONTENT))).hexdigest()


def bound(entry: LedgerEntry) -> LedgerEntry:
    """Give the entry with the digest over all its other fields, ``previous`` included."""
    return entry.model_copy(update={"digest": digest(entry)})


def digest(entry: LedgerEntry) -> str:
    """Give sha256 over the canonical entry without its own digest."""
    values = entry.model_dump(mode="json", exclude={"digest", "at"})
    values["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical(values)).hexdigest()


def check_chain(entries: Iterable[LedgerEntry]) -> int:
    """Give the number of entries of an unbroken chain from its start; LedgerBroken names the first break."""
    seq, previous = 0, ""
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            raise LedgerBroken("ledger_gap", seq=seq, found=entry.seq)
        if entry.previous != previous:
            raise LedgerBroken("ledger_link", seq=seq)
        if digest(entry) != entry.digest:
            raise LedgerBroken("ledger_digest", seq=seq)
        previous = entry.digest
    return seq
