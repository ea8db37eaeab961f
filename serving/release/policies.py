"""Record what the office decides: block or warn, its changes to the rules, its minimum wages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from features.errors import InputError
from features.law.office import office_law
from serving.release.daily import law_changed

CHOICES = ("block", "warn")


def decide(store: Any, name: str, value: str, *, who: str, why: str) -> None:
    """Record whether ``arrears`` or ``unverified`` blocks or warns; it counts from now on."""
    if name not in ("arrears", "unverified") or value not in CHOICES:
        raise InputError("policy_value", where=name, known=" / ".join(CHOICES))
    _record(store, name, value, who, why)


def decide_law(store: Any, name: str, text: str, on: date, *, who: str, why: str) -> list[int]:
    """Record the office's ``law`` (TOML) or ``wages`` (csv) and check every live post again.

    What cannot be read is refused before anything is written. Gives the posts that were suspended.
    """
    office_law(text if name == "law" else "", text if name == "wages" else "")
    with store.transaction():
        _record(store, name, text, who, why)
        return law_changed(store, on, who=who)


def history(store: Any) -> list[dict[str, Any]]:
    """Give the decisions, newest first; texts of rules and tables are left out."""
    rows = store.policies.rows(newest=50)
    return [{**row, "value": row["value"] if row["value"] in CHOICES else ""} for row in rows]


def _record(store: Any, name: str, value: str, who: str, why: str) -> None:
    if not why.strip():
        raise InputError("release_why", where="why")
    store.policies.decide(name, value, at=datetime.now(UTC), who=who, why=why)
