"""A published post whose words change is checked again; one that is full closes itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from features.records import Post
from features.store.frames import row_values
from features.store.ledger import content_of
from serving.release import ledger
from serving.release.ledger import Check, Checked
from serving.release.rules import written
from serving.release.why import auto


def change(
    store: Any, post: Post, on: date, *, who: str, why: str = "", law: Check | None = None
) -> Checked | None:
    """Write a post's new words. A live one is checked in the same transaction, and suspended if blocked.

    One that was checked or approved goes back to draft. Gives what the check of a live post said.
    """
    with store.transaction():
        store.releases.turn()
        before = store.posts.get(post.post_id)
        kept = post.model_copy(update={"status": before.status, "origin": before.origin})
        frame = pl.DataFrame([row_values(kept)], schema=store.posts.schema)
        store.posts.upsert_frame(frame.drop("hired", "referred"))
        if before.status == "published":
            found = recheck(store, [post.post_id], on, who=who, why=why, law=law)
            return found[0] if found else None
        if before.status in ("checked", "approved") and content_of(kept) != content_of(before):
            ledger.redraft(store, [post.post_id], who=who, why=why or auto("changed"))
    return None


def recheck(
    store: Any, post_ids: Sequence[int], on: date, *, who: str, why: str = "", law: Check | None = None,
    every: bool = False,
) -> list[Checked]:  # fmt: skip
    """Check the live posts among these whose words are not those last written into the ledger.

    ``every``: also those unchanged (the law or the arrears list has changed). What is blocked is
    suspended in the same transaction; what passes stays published. Posts the ledger does not know yet
    are left to the release that takes them in.
    """
    with store.transaction():
        store.releases.turn()
        known = store.releases.newest(post_ids)
        live = [p for p in store.posts.get_many(list(known)) if p.status == "published"]
        posts = [p for p in live if every or content_of(p) != known[p.post_id].content]
        found = ledger.examine(store, posts, on, law=law)
        changed = [p.post_id for p in posts if content_of(p) != known[p.post_id].content]
        entries = {one.post_id: written(one.findings) for one in found}
        ledger.note(store, changed, "changed", who, why=why or auto("changed"), findings=entries)
        out = [one.post_id for one in found if one.blocked]
        if out:
            rules = {f.rule for one in found for f in one.findings if f.severity == "block"}
            ledger.suspend(store, out, who=who, why=auto("rechecked", ",".join(sorted(rules))))
    return found


def attend(store: Any, changes: pl.DataFrame, on: date, *, who: str) -> list[int]:
    """See to posts that ``changes`` (seq, kind, id) touched: words checked anew, full ones closed.

    Gives the ids that left the public. The service calls it before it shows a change to anybody.
    """
    ids = changes.filter(pl.col("kind") == "post")["id"].unique()
    if ids.is_empty():
        return []
    live = ledger.own(store, store.posts.frame(ids=ids.to_list(), status="published"))
    if live.is_empty():
        return []
    found = recheck(store, live["post_id"].to_list(), on, who=who)
    out = [one.post_id for one in found if one.blocked]
    filled = live.filter(ledger.full() & ~pl.col("post_id").is_in(out))["post_id"].to_list()
    return [*out, *fill(store, filled, who=who)]


def fill(store: Any, post_ids: Sequence[int], *, who: str) -> list[int]:
    """Close the live posts among these whose hires have reached the headcount."""
    if not post_ids:
        return []
    with store.transaction():
        store.releases.turn()
        live = store.posts.frame(ids=post_ids, status="published")
        filled: list[int] = live.filter(ledger.full())["post_id"].to_list()
        ledger.note(store, filled, "filled", who, why=auto("filled"))
    return filled
