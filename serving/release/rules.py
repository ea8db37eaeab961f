"""The life of a post: which act may follow which status, and how a check is written into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from features.records.vocabulary import LedgerAction, PostStatus
from serving.release.errors import AlreadyDecided

FOLLOWS: dict[PostStatus, frozenset[LedgerAction]] = {
    "draft": frozenset({"draft", "checked", "withdrawn"}),
    "checked": frozenset({"draft", "checked", "approved", "withdrawn", "suspended"}),
    "approved": frozenset({"draft", "checked", "published", "withdrawn", "suspended"}),
    "published": frozenset({"changed", "filled", "expired", "withdrawn", "suspended"}),
    "suspended": frozenset({"draft", "checked", "withdrawn"}),
    "filled": frozenset({"draft", "checked", "withdrawn"}),
    "expired": frozenset({"draft", "checked", "withdrawn"}),
    "withdrawn": frozenset({"draft"}),
}
"""What may be done to a post in each status; a post that comes back is checked and approved anew."""

BLOCK = "block"


def must_follow(
    post_id: int, status: PostStatus, action: LedgerAction, last: tuple[str, str] | None = None
) -> None:
    """Refuse an act that cannot follow the post's status; raise Conflict naming what can.

    ``last`` is (who, when) of the newest entry: of two who decide at once, the second reads it.
    """
    if action not in FOLLOWS[status]:
        possible = [a for a in get_args(LedgerAction) if a in FOLLOWS[status]]
        raise AlreadyDecided(post_id, status, action, possible, last)


def written(findings: Iterable[Any]) -> tuple[str, ...]:
    """Give findings as the ledger keeps them: ``rule:severity``, each once, blocking ones first."""
    ordered = sorted(findings, key=lambda f: (f.severity != BLOCK, f.rule))
    return tuple(dict.fromkeys(f"{f.rule}:{f.severity}" for f in ordered))


def blocks(entries: Iterable[str]) -> bool:
    """Say whether findings as the ledger keeps them hold one that blocks."""
    return any(entry.endswith(f":{BLOCK}") for entry in entries)
