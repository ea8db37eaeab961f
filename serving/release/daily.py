"""What is done every day without anybody asking: ended posts taken back, employers held against the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from serving.release import changes, desk, ledger
from serving.release.why import auto


@dataclass(frozen=True, slots=True)
class Day:
    """Hold what one day's round did: ids taken back, ids suspended, employers found on the list."""

    taken_back: tuple[int, ...]
    suspended: tuple[int, ...]
    listed: tuple[int, ...]


def daily(store: Any, on: date, *, who: str) -> Day:
    """Take back what ended or is full, then look the live posts' employers up on the arrears list.

    With the policy ``block`` the posts of a listed employer are suspended; with ``warn`` they stay, and
    the reviewer's page names them. A namesake of a listed person is only ever named.
    """
    taken = ledger.expire_due(store, on, who=who)
    hits = listed_employers(store, on)
    sure = [row["employer_id"] for row in hits if row["how"] != "person"]
    out: list[int] = []
    if sure and desk.policy(store, "arrears") == "block":
        live = ledger.own(store, store.posts.frame(status="published"))
        out = live.filter(live["employer_id"].is_in(sure))["post_id"].to_list()
        if out:
            ledger.suspend(store, out, who=who, why=auto("arrears"))
    return Day(tuple(taken), tuple(out), tuple(row["employer_id"] for row in hits))


def listed_employers(store: Any, on: date) -> list[dict[str, Any]]:
    """Give the employers on the list today, with how they were found and when they were listed."""
    employers = store.employers.frame()
    hits = desk.arrears_hits(store, employers, on)
    return hits.join(employers.select("employer_id", "name", "division"), on="employer_id").to_dicts()


def law_changed(store: Any, on: date, *, who: str) -> list[int]:
    """Check every live post again under rules that have changed; give the ids that were suspended."""
    live = ledger.own(store, store.posts.frame(status="published"))["post_id"].to_list()
    found = changes.recheck(store, live, on, who=who, every=True)
    return [one.post_id for one in found if one.blocked]
