"""Send a worker to a post with a letter, and write down what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from features.errors import Conflict, InputError, NotFound
from features.law.arrears import on_list
from features.records import Referral

OPEN_SLIP = pl.col("slip").is_null()


def refer(
    store: Any,
    worker_id: int,
    post_id: int,
    as_of: date,
    *,
    position: int | None = None,
    source: str = "window",
    listed: Sequence[int] = (),
) -> Referral:
    """Write a letter and give it. ``listed`` is the list it was chosen from, posts best first, kept with it.

    Raises NotFound for an unknown worker or post, Conflict (with the reason) for a post that takes
    nobody now or a pair that already holds a letter whose slip is out.
    """
    with store.transaction():
        worker, post = store.workers.get(worker_id), store.posts.get(post_id)
        _still_open(post, as_of)
        _not_in_arrears(store, post, as_of)
        _no_letter_out(store, worker_id, post_id)
        draft = Referral(
            referral_id=0, letter_number="", worker_id=worker_id, post_id=post_id, division=worker.division,
            referred_on=as_of, position=position, source=source, simulated=worker.simulated,
        )  # fmt: skip
        found: Referral = store.referrals.get(store.referrals.add(draft))
        if post_id in listed:
            store.shown.add_list(worker_id, list(dict.fromkeys(listed)), as_of, simulated=worker.simulated)
        return found


def by_letter(store: Any, letter: str) -> Referral:
    """Give the referral of a letter number; raise NotFound if the caller may not see one."""
    found: Referral = store.referrals.by_letter(letter)
    return found


def record_outcome(store: Any, letter: str, told: dict[str, Any], as_of: date) -> Referral:
    """Write down what is told of a letter; what is left out stays unknown.

    Raises InputError for what cannot be (see ``check_outcome``), NotFound for an unknown letter.
    """
    with store.transaction():
        before = by_letter(store, letter)
        after = check_outcome(before, told, as_of)
        found: Referral = store.referrals.record_outcome(letter, **after)
        return found


def check_outcome(before: Referral, told: dict[str, Any], as_of: date) -> dict[str, Any]:
    """Give the fields to write, days filled in with ``as_of``; raise InputError for a contradiction."""
    news = {name: value for name, value in told.items() if value is not None}
    if not news:
        raise InputError("outcome_empty", where="slip")
    for told_field, day in (
        ("slip", "slip_on"),
        ("stayed_30", "stayed_30_on"),
        ("stayed_90", "stayed_90_on"),
    ):
        if told_field in news:
            news.setdefault(day, as_of)
    whole = {**before.model_dump(), **news}
    for name in ("slip_on", "arrived_on", "stayed_30_on", "stayed_90_on"):
        if name in news and not before.referred_on <= news[name] <= as_of:
            raise InputError("outcome_day", where=name, first=before.referred_on, last=as_of)
    for name, codes in (("slip_detail", {1}), ("arrived_on", {1}), ("not_hired", {2}), ("stayed_30", {1}),
                        ("stayed_90", {1}), ("wages_on_time", {1})):  # fmt: skip
        if name in news and whole["slip"] not in codes:
            raise InputError("outcome_contradicts", where=name, needed=min(codes))
    return news


def _still_open(post: Any, as_of: date) -> None:
    if post.status != "published":
        raise Conflict("post_not_published", where="post_id", id=post.post_id, status=post.status)
    if not post.opened_on <= as_of <= post.closes_on:
        raise Conflict(
            "post_not_open", where="post_id", id=post.post_id, first=post.opened_on, last=post.closes_on
        )
    if post.headcount is not None and post.hired >= post.headcount:
        raise Conflict("post_full", where="post_id", id=post.post_id, headcount=post.headcount)


def _not_in_arrears(store: Any, post: Any, as_of: date) -> None:
    """Send nobody to a unit on the wage-arrears list, unless the office has chosen only to be warned."""
    if store.policies.value("arrears", "block") != "block":
        return
    until = on_list(store.employers.frame(ids=[post.employer_id]), store.arrears.frame(), as_of)
    if until is not None:
        raise Conflict("post_in_arrears", where="post_id", id=post.post_id, until=until)


def _no_letter_out(store: Any, worker_id: int, post_id: int) -> None:
    pair = (pl.col("worker_id") == worker_id) & (pl.col("post_id") == post_id) & OPEN_SLIP
    out = store.referrals.of_worker(worker_id).filter(pair)
    if out.height:
        raise Conflict("letter_out", where="worker_id", letter=out["letter_number"][-1])


def need_letter(letter: str) -> str:
    """Give the letter number in its one form; raise NotFound for what cannot be one."""
    plain = letter.strip().upper().translate(str.maketrans("０１２３４５６７８９－—–", "0123456789---"))
    year, _, number = plain.partition("-")
    if not (year.isdigit() and number.isdigit() and plain.isascii() and len(year) == 4):
        raise NotFound("no_letter", where="letter", id=plain[:20])
    return plain
