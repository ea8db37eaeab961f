"""Bring everything that waits as far as the law lets it: one call for the office's daily release."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from serving.release import ledger
from serving.release.ledger import Check, Checked

WAITING = ("draft", "checked", "approved")


@dataclass(frozen=True)
class Released:
    """Hold what one release did: ids published, posts held back with their findings, ids taken back."""

    looked_at: int
    published: tuple[int, ...]
    held: tuple[Checked, ...]
    taken_back: tuple[int, ...]
    findings: dict[str, int]


def release_due(store: Any, on: date, *, who: str, why: str = "", law: Check | None = None) -> Released:
    """Check, approve in the name of ``who`` and publish every post that waits and is open on ``on``.

    Posts that already stood as published before the ledger knew them (entered by an import) go the same
    way: what passes gets its entries, what a finding blocks is suspended. What has ended is taken back
    first. All in one transaction.
    """
    with store.transaction():
        waiting, unknown = due(store, on)
        taken = ledger.expire_due(store, on, who=who)
        ledger.readmit(store, unknown, who=who)
        found = ledger.check(store, [*waiting, *unknown], on, who=who, law=law)
        clean = ledger.approve_clean(store, found, who=who, why=why)
        ledger.publish(store, clean, on, who=who, why=why)
        blocked = {one.post_id for one in found if one.blocked}
        ledger.suspend(store, [one for one in unknown if one in blocked], who=who, why=why or "blocked")
    counted = Counter(f"{f.rule}:{f.severity}" for one in found for f in one.findings)
    return Released(
        len(found), tuple(clean), tuple(one for one in found if one.blocked), tuple(taken), dict(counted)
    )


def due(store: Any, on: date) -> tuple[list[int], list[int]]:
    """Give the ids that wait for release on a day, and those published without a ledger entry."""
    open_ = (pl.col("opened_on") <= on) & (pl.col("closes_on") >= on)
    posts = store.posts.frame().filter(open_)
    known = store.releases.frame()["post_id"].unique()
    waiting = posts.filter(pl.col("status").is_in(WAITING))["post_id"].to_list()
    strange = pl.col("status").eq("published") & ~pl.col("post_id").is_in(known.implode())
    return waiting, posts.filter(strange)["post_id"].to_list()
