"""Names and numbers as pages show them: enough to recognise, not enough to use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from features.errors import NotFound


@dataclass(frozen=True, slots=True)
class Masked:
    """Hold a name and a phone number with the middle left out."""

    name: str
    phone: str


def masked_identity(store: Any, worker_id: int) -> Masked | None:
    """Give the masked identity of a worker; None where none was ever told or it was erased."""
    try:
        identity = store.workers.identity(worker_id, why="window page, masked")
    except NotFound:
        return None
    return Masked(mask_name(identity.name), mask_phone(identity.phone))


def mask_name(name: str) -> str:
    """Keep the first character, then at most two stars; a one-character name becomes one star."""
    return name[:1] + "*" * min(len(name) - 1, 2) if len(name) > 1 else "*" * len(name)


def mask_phone(phone: str) -> str:
    """Keep the last two digits only."""
    return "****" + phone[-2:] if len(phone) > 4 else "*" * len(phone)
