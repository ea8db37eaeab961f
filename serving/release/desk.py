"""What stands against a post whatever its text says: papers not seen, or the wage-arrears list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from features.law import Finding
from features.law.arrears import listed
from features.law.office import OfficeLaw, office_law
from features.law.rules import Severity
from features.say import Lang, say

DEFAULTS = {"arrears": "block", "unverified": "block"}
"""What counts until the office has recorded a choice of its own."""

VERIFYING = "人力资源市场暂行条例；网络招聘服务管理规定"
ARREARS = "拖欠农民工工资失信联合惩戒对象名单管理暂行办法"


def policy(store: Any, name: str) -> str:
    """Give the office's recorded choice (``block`` or ``warn``), or what counts without one."""
    return str(store.policies.value(name, DEFAULTS[name]))


def law_of(store: Any) -> OfficeLaw:
    """Give the rules and minimum wages as this office has them."""
    return office_law(store.policies.value("law"), store.policies.value("wages"))


def verified(on: date) -> pl.Expr:
    """Say of an employer whether its papers were seen and still count; a simulated one has none to show."""
    seen = pl.col("verified_on").is_not_null() & (pl.col("verified_on") <= on)
    good = pl.col("verified_until").is_null() | (pl.col("verified_until") >= on)
    return pl.col("simulated") | (seen & good)


def arrears_hits(store: Any, employers: pl.DataFrame, on: date) -> pl.DataFrame:
    """Give which of these employers stand on the list on a day, and how they were found."""
    return listed(employers, store.arrears.frame(), on)


def findings(store: Any, posts: Iterable[Any], on: date, lang: Lang) -> dict[int, list[Finding]]:
    """Give, per post, what stands against its employer. Posts of another office were verified there."""
    whole = list(posts)
    employers = store.employers.frame(ids={post.employer_id for post in whole})
    unseen = set(employers.filter(~verified(on))["employer_id"])
    hits = {row["employer_id"]: row for row in arrears_hits(store, employers, on).to_dicts()}
    unverified = _unverified(policy(store, "unverified"), lang) if unseen else None
    choice: Severity = "block" if policy(store, "arrears") == "block" else "warn"
    found: dict[int, list[Finding]] = {}
    for post in whole:
        told = [unverified] if unverified and post.employer_id in unseen and not post.origin else []
        hit = hits.get(post.employer_id)
        told += [_arrears(hit, choice, lang)] if hit else []
        found[post.post_id] = told
    return found


def _unverified(choice: str, lang: Lang) -> Finding:
    severity: Severity = "block" if choice == "block" else "warn"
    return Finding("employer", severity, VERIFYING, "", say("release.employer_unverified", lang))


def _arrears(hit: dict[str, Any], choice: Severity, lang: Lang) -> Finding:
    severity: Severity = "warn" if hit["how"] == "person" else choice
    words = say(
        f"release.arrears_hit.{hit['how']}", lang, since=hit["listed_on"], until=hit["expires_on"],
        source=hit["source"] or "—",
    )  # fmt: skip
    return Finding("arrears", severity, ARREARS, "", words)
