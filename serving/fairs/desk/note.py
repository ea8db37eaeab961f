"""Note at a booth what became of a talk, and whether the booth still takes people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from features.errors import Conflict, InputError, NotFound
from features.records.fair_day import EventSource
from serving import referrals
from serving.fairs.desk.codes import person
from serving.fairs.desk.intake import Desk
from serving.fairs.plan import fair_of

Word = Literal["intention", "passed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Noted:
    """Say who was noted, and the letter that came of it; ``refused`` says why there is none."""

    worker_id: int
    post_id: int | None
    letter: str = ""
    refused: Conflict | None = None


def note(
    store: Any,
    fair_id: int,
    employer_id: int,
    number: str,
    word: Word,
    desk: Desk,
    as_of: date,
    post_id: int | None = None,
    source: EventSource = "phone",
) -> Noted:
    """Write down a talk; an intention for one post becomes a letter whose slip is out (unknown, no hire).

    Raises NotFound for a booth that is not at this fair or a post that is not this employer's.
    """
    fair_of(store, fair_id)
    worker_id = person(store, fair_id, number)
    post = _post(store, fair_id, employer_id, post_id, as_of)
    row = {
        "fair_id": fair_id,
        "event_id": f"{desk.id}/{worker_id}/{word}",
        "kind": word,
        "at": desk.at,
        "desk": desk.name,
        "source": source,
        "worker_id": worker_id,
        "employer_id": employer_id,
        "post_id": post,
    }
    with store.transaction():
        store.fair_days.add_events(pl.DataFrame([row]))
        if word != "intention" or post is None:
            return Noted(worker_id, post)
        return letter(store, worker_id, post, as_of)


def letter(store: Any, worker_id: int, post_id: int, as_of: date) -> Noted:
    """Write the letter of an intention; one that is out already serves, a full post gives none."""
    try:
        made = referrals.refer(store, worker_id, post_id, as_of, source="fair")
    except Conflict as refused:
        return Noted(worker_id, post_id, str(refused.values.get("letter", "")), refused)
    return Noted(worker_id, post_id, made.letter_number)


def mark(store: Any, fair_id: int, employer_id: int, full: bool, desk: Desk) -> None:
    """Mark a booth full, or open again; from the return of this call the help desk obeys it."""
    booth_of(store, fair_id, employer_id)
    word = "full" if full else "open"
    row = {
        "fair_id": fair_id,
        "event_id": f"{desk.id}/E{employer_id}/{word}",
        "kind": word,
        "at": desk.at,
        "desk": desk.name,
        "source": "phone",
        "employer_id": employer_id,
    }
    with store.transaction():
        store.fair_days.turn(fair_id)
        store.fair_days.add_events(pl.DataFrame([row]))


def booth_of(store: Any, fair_id: int, employer_id: int) -> dict[str, Any]:
    """Give the booth row of an employer at a fair; NotFound where it has none."""
    fair_of(store, fair_id)
    found = store.fairs.booths(fair_id).filter(employer_id=employer_id)
    if found.is_empty():
        raise NotFound("fair_no_booth", where="employer_id", id=employer_id, fair=fair_id)
    row: dict[str, Any] = found.row(0, named=True)
    return row


def _post(store: Any, fair_id: int, employer_id: int, post_id: int | None, as_of: date) -> int | None:
    """Give the post a wish is for: the one named, or the only open one of the booth."""
    booth_of(store, fair_id, employer_id)
    if post_id is not None:
        if store.posts.get(post_id).employer_id != employer_id:
            raise InputError("fair_other_post", where="post_id", id=post_id)
        return post_id
    offered = store.posts.open(as_of).filter(employer_id=employer_id)["post_id"].to_list()
    return int(offered[0]) if len(offered) == 1 else None
