"""The life of a post: which act may follow which status, and how a check is written into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from features.errors import Conflict
from features.records.vocabulary import LedgerAction, PostStatus

FOLLOWS: dict[PostStatus, frozenset[LedgerAction]] = {
    "draft": frozenset({"checked", "withdrawn"}),
    "checked": frozenset({"checked", "approved", "withdrawn", "suspended"}),
    "approved": frozenset({"checked", "published", "withdrawn"}),
    "published": frozenset({"changed", "filled", "expired", "withdrawn", "suspended"}),
    "suspended": frozenset({"checked", "withdrawn"}),
    "filled": frozenset({"checked", "withdrawn"}),
    "expired": frozenset({"checked", "withdrawn"}),
    "withdrawn": frozenset({"draft"}),
}
"""What may be done to a post in each status; a post that comes back is checked and approved anew."""

BLOCK = "block"


def must_follow(post_id: int, status: PostStatus, action: LedgerAction) -> None:
    """Refuse an act that cannot follow the post's status; raise Conflict naming what can."""
    if action not in FOLLOWS[status]:
        raise Conflict(
            "release_order", where=f"post {post_id}", id=post_id, status=status, action=action,
            possible=", ".join(a for a in get_args(LedgerAction) if a in FOLLOWS[status]),
        )  # fmt: skip


def written(findings: Iterable[Any]) -> tuple[str, ...]:
    """Give findings as the ledger keeps them: ``rule:severity``, each once, blocking ones first."""
    ordered = sorted(findings, key=lambda f: (f.severity != BLOCK, f.rule))
    return tuple(dict.fromkeys(f"{f.rule}:{f.severity}" for f in ordered))


def blocks(entries: Iterable[str]) -> bool:
    """Say whether findings as the ledger keeps them hold one that blocks."""
    return any(entry.endswith(f":{BLOCK}") for entry in entries)
