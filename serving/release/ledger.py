"""Move posts through their life: check, approve, publish, withdraw, suspend, expire, fill.

draft → checked → approved by a person → published → changed / filled / expired / withdrawn / suspended.
Every step is one ledger entry per post, written with the post's new status in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import polars as pl

from features.clock import BUSINESS_ZONE
from features.errors import Conflict, InputError
from features.law import Finding
from features.law.exceptions import excused
from features.law.office import OfficeLaw, office_law
from features.records import LedgerEntry, Post
from features.records.vocabulary import LedgerAction
from features.say import Lang
from features.store.ledger import content_of
from serving.release import desk
from serving.release.rules import FOLLOWS, blocks, must_follow, written
from serving.release.why import auto

Check = Callable[[Post, date], Sequence[Any]]
"""``features.law.check_post`` or a stand-in: (post, on) -> findings."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold what the legal check said of one post."""

    post_id: int
    title: str
    findings: tuple[Any, ...] = field(default=())

    @property
    def blocked(self) -> bool:
        """Say whether a finding forbids publication."""
        return blocks(written(self.findings))


LONGEST_DAYS = 366
"""Longest validity of a post; what stays open for years is asked for anew."""


def check(
    store: Any, post_ids: Sequence[int], on: date, *, who: str, law: Check | None = None, lang: Lang = "zh",
    why: str = "",
) -> list[Checked]:  # fmt: skip
    """Check posts under the law of that day and write the findings down; published ones raise Conflict."""
    with store.transaction():
        posts = _in_turn(store, post_ids, "checked")
        found = examine(store, posts, on, law=law, lang=lang)
        entries = {one.post_id: written(one.findings) for one in found}
        note(store, post_ids, "checked", who, why=why, findings=entries)
    return found


def examine(
    store: Any, posts: Sequence[Post], on: date, *, law: Check | None = None, lang: Lang = "zh"
) -> list[Checked]:
    """Say what stands against posts, writing nothing: their text, their employer, exceptions granted."""
    law = law or partial(lawful, lang=lang, office=desk.law_of(store))
    against = desk.findings(store, posts, on, lang)
    granted = _granted(store, posts)
    return [
        Checked(
            post.post_id,
            post.title,
            (*excused(law(post, on), granted.get(post.post_id, ())), *against[post.post_id]),
        )
        for post in posts
    ]


def _granted(store: Any, posts: Sequence[Post]) -> dict[int, list[str]]:
    """Give the exceptions granted for the text as it stands; a changed text has to be looked at anew."""
    rows = store.exceptions.of("post_id", [post.post_id for post in posts])
    held = {row["post_id"] for row in rows}
    content = {post.post_id: content_of(post) for post in posts if post.post_id in held}
    found: dict[int, list[str]] = {}
    for row in rows:
        if content[row["post_id"]] == row["content"]:
            found.setdefault(row["post_id"], []).append(row["code"])
    return found


def approve(store: Any, post_ids: Sequence[int], *, who: str, why: str = "") -> None:
    """Approve checked posts in the name of a person; a blocking finding, or a text changed since, refuses."""
    with store.transaction():
        store.releases.turn()
        for post_id in post_ids:
            _approvable(store, post_id)
        _step(store, post_ids, "approved", who, why)


def approve_clean(store: Any, found: Iterable[Checked], *, who: str, why: str = "") -> list[int]:
    """Approve, in the transaction that checked them, the posts whose check found nothing that blocks."""
    clean = [one.post_id for one in found if not one.blocked]
    _step(store, clean, "approved", who, why)
    return clean


def readmit(store: Any, post_ids: Sequence[int], *, who: str) -> None:
    """Take posts that stood as published before the ledger knew them to its beginning."""
    if post_ids:
        note(store, post_ids, "draft", who, why=auto("readmitted"))


def publish(store: Any, post_ids: Sequence[int], on: date, *, who: str, why: str = "") -> None:
    """Publish approved posts that are open on ``on`` and whose employer nothing stands against."""
    with store.transaction():
        posts = _in_turn(store, post_ids, "published")
        employers = store.employers.frame(ids={post.employer_id for post in posts})
        stopped = set(employers.filter("suspended")["employer_id"])
        against = desk.findings(store, posts, on, "zh")
        newest = store.releases.newest(post_ids)
        for post in posts:
            _publishable(post, on, stopped, against[post.post_id])
            if newest[post.post_id].content != content_of(post):
                raise Conflict("release_unchecked", where=f"post {post.post_id}", id=post.post_id)
        note(store, post_ids, "published", who, why=why)


def _publishable(post: Post, on: date, stopped: set[int], against: Sequence[Finding]) -> None:
    where = f"post {post.post_id}"
    if not post.opened_on <= on <= post.closes_on:
        raise Conflict(
            "release_dates", where=where, id=post.post_id, first=post.opened_on, last=post.closes_on, day=on
        )
    if (post.closes_on - post.opened_on).days > LONGEST_DAYS:
        raise Conflict(
            "release_validity", where=where, id=post.post_id, last=post.closes_on, longest=LONGEST_DAYS
        )
    if post.employer_id in stopped:
        raise Conflict("release_employer", where=where, id=post.post_id)
    for finding in against:
        if finding.severity == "block":
            raise Conflict(f"release_{finding.rule}_blocks", where=where, id=post.post_id)


def withdraw(store: Any, post_ids: Sequence[int], *, who: str, why: str) -> None:
    """Take posts back everywhere; the reason is part of the ledger and cannot be left out."""
    _act(store, post_ids, "withdrawn", who, why)


def suspend(store: Any, post_ids: Sequence[int], *, who: str, why: str) -> None:
    """Take published posts from every channel until they are checked and approved anew."""
    _act(store, post_ids, "suspended", who, why)


def redraft(store: Any, post_ids: Sequence[int], *, who: str, why: str) -> None:
    """Bring posts back to the beginning, to be corrected, checked and approved."""
    _act(store, post_ids, "draft", who, why)


def _act(store: Any, post_ids: Sequence[int], action: LedgerAction, who: str, why: str) -> None:
    if not why.strip():
        raise InputError("release_why", where="why")
    with store.transaction():
        store.releases.turn()
        _step(store, post_ids, action, who, why)


def expire_due(store: Any, on: date, *, who: str) -> list[int]:
    """Take back what ended before ``on`` or has no place left, within the division; give the ids."""
    with store.transaction():
        store.releases.turn()
        live = own(store, store.posts.frame(status="published"))
        ended = live.filter(pl.col("closes_on") < on)["post_id"].to_list()
        filled = live.filter((pl.col("closes_on") >= on) & full())["post_id"].to_list()
        _step(store, ended, "expired", who, auto("ended", on))
        _step(store, filled, "filled", who, auto("filled"))
    return [*ended, *filled]


def full() -> pl.Expr:
    """Say of a post whether the hires have reached the headcount; never where none was said."""
    return (pl.col("hired") >= pl.col("headcount")).fill_null(False)


def own(store: Any, posts: pl.DataFrame) -> pl.DataFrame:
    """Leave the posts that this store's division may act on; all can be read."""
    return posts.filter(pl.col("division").str.starts_with(store.scope))


def history(store: Any, post_id: int) -> tuple[LedgerEntry, ...]:
    """Give the ledger of one post, oldest first."""
    entries: tuple[LedgerEntry, ...] = store.releases.of_post(post_id)
    return entries


def lawful(post: Post, on: date, lang: Lang = "zh", office: OfficeLaw | None = None) -> Sequence[Any]:
    """Check one post with the office's rules, or the shipped ones; suggestions are said in ``lang``."""
    return (office or office_law()).check(post, on, lang)


def _approvable(store: Any, post_id: int) -> None:
    last = history(store, post_id)
    checks = [entry for entry in last if entry.action == "checked"]
    if not checks or last[-1].action != "checked":
        status = store.posts.get(post_id).status
        must_follow(post_id, status, "approved", _told(last[-1]) if last else None)
        raise Conflict("release_unchecked", where=f"post {post_id}", id=post_id)
    if blocks(checks[-1].findings):
        listed = ", ".join(checks[-1].findings)
        raise Conflict("release_blocked", where=f"post {post_id}", id=post_id, findings=listed)
    if checks[-1].content != content_of(store.posts.get(post_id)):
        raise Conflict("release_unchecked", where=f"post {post_id}", id=post_id)


def _in_turn(store: Any, post_ids: Sequence[int], action: LedgerAction) -> list[Post]:
    """Read posts as the last act on any post has left them, and refuse an act that may not follow."""
    store.releases.turn()
    posts: list[Post] = store.posts.get_many(post_ids)
    _must_all_follow(store, posts, action)
    return posts


def _must_all_follow(store: Any, posts: Sequence[Post], action: LedgerAction) -> None:
    for post in posts:
        if action not in FOLLOWS[post.status]:
            last = store.releases.newest([post.post_id]).get(post.post_id)
            must_follow(post.post_id, post.status, action, _told(last) if last else None)


def _told(entry: LedgerEntry) -> tuple[str, str]:
    return entry.who, entry.at.astimezone(BUSINESS_ZONE).strftime("%Y-%m-%d %H:%M")


def _step(store: Any, post_ids: Iterable[int], action: LedgerAction, who: str, why: str) -> None:
    """Append one act to many posts after asking whether it may follow; inside the caller's transaction."""
    ids = list(post_ids)
    if not ids:
        return
    _must_all_follow(store, store.posts.get_many(ids), action)
    note(store, ids, action, who, why=why)


def note(
    store: Any,
    post_ids: Sequence[int],
    action: LedgerAction,
    who: str,
    *,
    why: str = "",
    findings: dict[int, tuple[str, ...]] | None = None,
) -> None:
    """Append one act to posts, in the caller's transaction; whether it may follow was asked before."""
    if not who.strip():
        raise InputError("release_who", where="who")
    if not post_ids:
        return
    store.releases.append_all(
        list(post_ids), action, at=datetime.now(UTC), who=who, why=why, findings=findings
    )
