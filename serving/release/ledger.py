"""Move posts through their life: check, approve, publish, withdraw, suspend, expire, fill.

draft → checked → approved by a person → published → changed / filled / expired / withdrawn / suspended.
Every step is one ledger entry per post, written with the post's new status in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from features.errors import Conflict, InputError
from features.records import LedgerEntry, Post
from features.records.vocabulary import LedgerAction
from features.say import Lang
from serving.release.rules import blocks, must_follow, written

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


def check(
    store: Any, post_ids: Sequence[int], on: date, *, who: str, law: Check | None = None
) -> list[Checked]:
    """Check posts under the law of that day and write the findings down; published ones raise Conflict."""
    law = law or lawful
    with store.transaction():
        posts = store.posts.get_many(post_ids)
        for post in posts:
            must_follow(post.post_id, post.status, "checked")
        found = [Checked(post.post_id, post.title, tuple(law(post, on))) for post in posts]
        entries = {one.post_id: written(one.findings) for one in found}
        _append(store, post_ids, "checked", who, findings=entries)
    return found


def approve(store: Any, post_ids: Sequence[int], *, who: str, why: str = "") -> None:
    """Approve checked posts in the name of a person; a blocking finding, or a text changed since, refuses."""
    with store.transaction():
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
        _append(store, post_ids, "draft", who, why="entered as published without an entry here")


def publish(store: Any, post_ids: Sequence[int], on: date, *, who: str, why: str = "") -> None:
    """Publish approved posts that are open on ``on`` and whose employer is not suspended."""
    with store.transaction():
        posts = store.posts.get_many(post_ids)
        employers = store.employers.frame(ids={post.employer_id for post in posts})
        stopped = set(employers.filter("suspended")["employer_id"])
        for post in posts:
            if not post.opened_on <= on <= post.closes_on:
                raise Conflict(
                    "release_dates", where=f"post {post.post_id}", id=post.post_id, first=post.opened_on,
                    last=post.closes_on, day=on,
                )  # fmt: skip
            if post.employer_id in stopped:
                raise Conflict("release_employer", where=f"post {post.post_id}", id=post.post_id)
        _step(store, post_ids, "published", who, why)


def withdraw(store: Any, post_ids: Sequence[int], *, who: str, why: str) -> None:
    """Take posts back everywhere; the reason is part of the ledger and cannot be left out."""
    if not why.strip():
        raise InputError("release_why", where="why")
    with store.transaction():
        _step(store, post_ids, "withdrawn", who, why)


def suspend(store: Any, post_ids: Sequence[int], *, who: str, why: str) -> None:
    """Take published posts from every channel until they are checked and approved anew."""
    if not why.strip():
        raise InputError("release_why", where="why")
    with store.transaction():
        _step(store, post_ids, "suspended", who, why)


def expire_due(store: Any, on: date, *, who: str) -> list[int]:
    """Take back what ended before ``on`` or has no place left, within the division; give the ids."""
    with store.transaction():
        live = own(store, store.posts.frame(status="published"))
        ended = live.filter(pl.col("closes_on") < on)["post_id"].to_list()
        full = live.filter((pl.col("closes_on") >= on) & (pl.col("hired") >= pl.col("headcount")))
        filled = full["post_id"].to_list()
        _step(store, ended, "expired", who, f"closes_on < {on}")
        _step(store, filled, "filled", who, "hired = headcount")
    return [*ended, *filled]


def own(store: Any, posts: pl.DataFrame) -> pl.DataFrame:
    """Leave the posts that this store's division may act on; all can be read."""
    return posts.filter(pl.col("division").str.starts_with(store.scope))


def history(store: Any, post_id: int) -> tuple[LedgerEntry, ...]:
    """Give the ledger of one post, oldest first."""
    entries: tuple[LedgerEntry, ...] = store.releases.of_post(post_id)
    return entries


def lawful(post: Post, on: date, lang: Lang = "zh") -> Sequence[Any]:
    """Check one post with the rules of ``features.law``; suggestions are said in ``lang``."""
    from features.law import check_post

    findings: Sequence[Any] = check_post(post, on, lang)
    return findings


def _approvable(store: Any, post_id: int) -> None:
    last = history(store, post_id)
    checks = [entry for entry in last if entry.action == "checked"]
    if not checks or last[-1].action != "checked":
        must_follow(post_id, store.posts.get(post_id).status, "approved")
        raise Conflict("release_unchecked", where=f"post {post_id}", id=post_id)
    if blocks(checks[-1].findings):
        listed = ", ".join(checks[-1].findings)
        raise Conflict("release_blocked", where=f"post {post_id}", id=post_id, findings=listed)
    if checks[-1].content != _content(store.posts.get(post_id)):
        raise Conflict("release_unchecked", where=f"post {post_id}", id=post_id)


def _content(post: Post) -> str:
    from features.store.ledger import content_of

    return content_of(post)


def _step(store: Any, post_ids: Iterable[int], action: LedgerAction, who: str, why: str) -> None:
    """Append one act to many posts after asking whether it may follow; inside the caller's transaction."""
    ids = list(post_ids)
    if not ids:
        return
    for post in store.posts.get_many(ids):
        must_follow(post.post_id, post.status, action)
    _append(store, ids, action, who, why=why)


def _append(
    store: Any,
    post_ids: Sequence[int],
    action: LedgerAction,
    who: str,
    *,
    why: str = "",
    findings: dict[int, tuple[str, ...]] | None = None,
) -> None:
    if not who.strip():
        raise InputError("release_who", where="who")
    store.releases.append_all(
        list(post_ids), action, at=datetime.now(UTC), who=who, why=why, findings=findings
    )
