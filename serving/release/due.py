"""Bring everything that waits as far as the law lets it: one call for the office's daily release."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from features.say import Lang
from serving.release import ledger
from serving.release.ledger import Check, Checked
from serving.release.why import auto

WAITING = ("draft", "checked", "approved")


@dataclass(frozen=True)
class Released:
    """Hold what one release did: ids published, posts held back with their findings, ids taken back."""

    looked_at: int
    published: tuple[int, ...]
    held: tuple[Checked, ...]
    taken_back: tuple[int, ...]
    findings: dict[str, int]


def release_due(
    store: Any, on: date, *, who: str, why: str = "", law: Check | None = None, lang: Lang = "zh"
) -> Released:
    """Check, approve in the name of ``who`` and publish every post that waits and is open on ``on``.

    Posts that already stood as published before the ledger knew them (entered by an import) go the same
    way: what passes gets its entries, what a finding blocks is suspended. Posts of a suspended employer
    wait on. What has ended is taken back first. All in one transaction.
    """
    with store.transaction():
        taken = ledger.expire_due(store, on, who=who)
        waiting, unknown = due(store, on)
        ledger.readmit(store, unknown, who=who)
        found = ledger.check(store, [*waiting, *unknown], on, who=who, law=law, lang=lang)
        clean = ledger.approve_clean(store, found, who=who, why=why)
        ledger.publish(store, clean, on, who=who, why=why)
        out = {*unknown} - {*clean}
        ledger.suspend(store, sorted(out), who=who, why=why or auto("blocked"))
    held = tuple(one for one in found if one.blocked)
    counted = Counter(f"{finding.rule}:{finding.severity}" for one in found for finding in one.findings)
    return Released(len(found), tuple(clean), held, tuple(taken), dict(counted))


def due(store: Any, on: date) -> tuple[list[int], list[int]]:
    """Give the ids that wait for release on a day, and those published without a ledger entry."""
    stopped = store.employers.frame().filter("suspended")["employer_id"]
    open_ = (pl.col("opened_on") <= on) & (pl.col("closes_on") >= on)
    open_ &= (pl.col("closes_on") - pl.col("opened_on")).dt.total_days() <= ledger.LONGEST_DAYS
    posts = ledger.own(store, store.posts.frame()).filter(
        open_ & ~pl.col("employer_id").is_in(stopped.implode())
    )
    known = store.releases.frame()["post_id"].unique()
    waiting = posts.filter(pl.col("status").is_in(WAITING))["post_id"].to_list()
    strange = pl.col("status").eq("published") & ~pl.col("post_id").is_in(known.implode())
    return waiting, posts.filter(strange)["post_id"].to_list()
