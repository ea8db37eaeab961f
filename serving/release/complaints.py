"""Anybody may report a post: a number now, an answer later; a reviewer may suspend the post at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal, get_args

from features.errors import Conflict, InputError, NotFound
from features.records import Post
from serving.release import ledger
from serving.release.offers import clean
from serving.release.why import auto

Kind = Literal["fee", "papers", "false", "unequal", "wages", "filled", "other"]
KINDS: tuple[str, ...] = get_args(Kind)


def report(store: Any, post: Post, kind: str, words: str) -> str:
    """Write a complaint down and give its number; InputError for a kind that is none or words too many."""
    if kind not in KINDS:
        raise InputError("complaint_kind", where="kind", known=", ".join(KINDS))
    text = clean("words", words, 1000)
    if kind == "other" and len(text) < 4:
        raise InputError("complaint_words", where="words")
    return str(store.complaints.report(post.post_id, post.division, kind, text, datetime.now(UTC)))


def by_number(store: Any, number: str) -> dict[str, Any]:
    """Give kind, day and answer of a complaint by its number, as the reporter may read it."""
    plain = number.strip().upper()
    found = store.complaints.rows(number=plain)
    if not found:
        raise NotFound("complaint_number", where="number", number=plain[:20])
    return {name: found[0][name] for name in ("number", "post_id", "kind", "at", "answer", "answered_at")}


def answer(store: Any, complaint_id: int, words: str, *, who: str, suspend: bool = False) -> dict[str, Any]:
    """Answer a complaint, and with ``suspend`` take the post from every channel in the same transaction.

    Of two who answer at once the second gets Conflict and nothing is written.
    """
    text = clean("answer", words, 1000)
    if len(text) < 2:
        raise InputError("complaint_answer", where="answer")
    with store.transaction():
        store.releases.turn()
        row = store.complaints.get(complaint_id)
        if row["answered_at"] is not None:
            raise Conflict("complaint_answered", where=f"complaint {complaint_id}", who=row["who"])
        if suspend and store.posts.get(row["post_id"]).status == "published":
            ledger.suspend(store, [row["post_id"]], who=who, why=auto("complaint", row["number"]))
        done: dict[str, Any] = store.complaints.change(
            complaint_id, answer=text, who=who, answered_at=datetime.now(UTC)
        )
        return done


def stop_at_once(store: Any, complaint_id: int, *, who: str) -> None:
    """Suspend the post of a complaint on every channel before anything is answered."""
    row = store.complaints.get(complaint_id)
    ledger.suspend(store, [row["post_id"]], who=who, why=auto("complaint", row["number"]))
