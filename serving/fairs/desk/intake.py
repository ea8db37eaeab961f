"""The help desk: take a visitor in and give a slip with three booths; check in who was invited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from features.records import Fair
from serving.fairs.desk import visitor as people
from serving.fairs.desk.choose import choose
from serving.fairs.desk.codes import code_of, person
from serving.fairs.desk.hall import hall_posts, queue_now, scores
from serving.fairs.desk.visitor import Visitor
from serving.fairs.plan import fair_of

BOOTHS = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """Say where something was noted and when; ``entry`` is unique at that desk."""

    name: str
    entry: str
    at: datetime

    @property
    def id(self) -> str:
        """Give the first part of the ids of the events of this entry."""
        return f"{self.name}-{self.entry}"


@dataclass(frozen=True, slots=True)
class Slip:
    """Hold what is printed for a visitor: employer_id, post_id, booth, rank, employer, title, pay ... by row.

    Fewer rows than three mean that no more fits; ``code`` is the number in the QR.
    """

    fair: Fair
    worker_id: int
    code: str
    at: datetime
    rows: pl.DataFrame


def take_in(
    store: Any, matcher: Any, fair_id: int, visitor: Visitor, desk: Desk, as_of: date, number: str = ""
) -> int:
    """Register a visitor (or find who it is by ``number`` or phone) and send them to three booths.

    Gives the worker's number, whose slip ``slip_of`` reads. The same entry a second time changes nothing
    and gives the same person. Scoring runs outside the lock; places, queues and
    full booths are read inside, so a booth marked full gets nobody from that moment on.
    """
    fair, told = fair_of(store, fair_id), people.checked(visitor)
    worker_id = person(store, fair_id, number) if number.strip() else people.known(store, told)
    worker = people.row_of(store, fair, told, worker_id, as_of)
    posts = hall_posts(store, fair_id, as_of)
    scored = scores(matcher, worker, posts, as_of)
    with store.transaction():
        store.fair_days.turn(fair_id)
        before = _taken(store, fair_id, desk)
        if before is not None:
            return before
        worker_id = worker_id or people.known(store, told) or people.register(store, fair, told, as_of)
        chosen = choose(scored, posts, queue_now(store, fair_id, desk.at), BOOTHS)
        store.fair_days.add_events(
            _events(fair_id, worker_id, desk, chosen, _is_new(store, fair_id, worker_id))
        )
    return worker_id


def check_in(store: Any, fair_id: int, number: str, desk: Desk) -> int:
    """Note that somebody has come, by QR or number; gives the worker's number. Twice is once."""
    fair_of(store, fair_id)
    worker_id = person(store, fair_id, number)
    walk_in = _is_new(store, fair_id, worker_id)
    store.fair_days.add_events(_arrived(fair_id, f"W{worker_id}/arrived", worker_id, desk, walk_in))
    return worker_id


def slip_of(store: Any, fair_id: int, worker_id: int) -> Slip:
    """Give the newest slip of a person, as it was printed; without any, one without rows."""
    fair = fair_of(store, fair_id)
    sent = store.fair_days.of_worker(fair_id, store.workers.get(worker_id).worker_id).filter(kind="sent")
    entry = pl.col("event_id").str.split("/").list.first()
    newest = sent.filter(entry == entry.last()) if len(sent) else sent
    rows = newest.sort("rank").select("employer_id", "post_id", "rank")
    rows = rows.join(_printed(store, fair_id, rows), on="post_id", how="left", maintain_order="left")
    at = newest["at"].max() if len(newest) else None
    return Slip(fair, worker_id, code_of(fair_id, worker_id), at, rows)  # type: ignore[arg-type]


def _printed(store: Any, fair_id: int, rows: pl.DataFrame) -> pl.DataFrame:
    """Give what a slip says of its posts, with booth and employer."""
    posts = store.posts.frame(ids=rows["post_id"].to_list())
    names = store.employers.frame(ids=rows["employer_id"].to_list()).select("employer_id", employer="name")
    booths = store.fairs.booths(fair_id).select("employer_id", "booth")
    named: pl.DataFrame = posts.join(names, on="employer_id").join(booths, on="employer_id", how="left")
    return named.select(
        "post_id",
        "title",
        "employer",
        "booth",
        "monthly_low",
        "monthly_high",
        "pay_raw",
        "pay_basis",
        "offers",
    )


def _taken(store: Any, fair_id: int, desk: Desk) -> int | None:
    """Give the person of an entry that was taken in before."""
    known = store.fair_days.known(fair_id, f"{desk.id}/")
    return int(known[0].split("/")[1]) if known else None


def _is_new(store: Any, fair_id: int, worker_id: int) -> bool:
    return not store.fair_days.invited(fair_id, worker_id)


def _arrived(fair_id: int, event_id: str, worker_id: int, desk: Desk, walk_in: bool) -> pl.DataFrame:
    row = {
        "fair_id": fair_id, "event_id": event_id, "kind": "arrived", "at": desk.at, "desk": desk.name,
        "source": "desk", "walk_in": walk_in, "worker_id": worker_id,
    }  # fmt: skip
    return pl.DataFrame([row])


def _events(fair_id: int, worker_id: int, desk: Desk, chosen: pl.DataFrame, new: bool) -> pl.DataFrame:
    entry = f"{desk.id}/{worker_id}"
    sent = chosen.select(
        fair_id=pl.lit(fair_id, pl.Int64), event_id=pl.lit(f"{entry}/sent/") + pl.col("rank").cast(pl.String),
        kind=pl.lit("sent"), at=pl.lit(desk.at), desk=pl.lit(desk.name), source=pl.lit("desk"),
        walk_in=pl.lit(False), worker_id=pl.lit(worker_id, pl.Int64), employer_id="employer_id",
        post_id="post_id", rank="rank",
    )  # fmt: skip
    arrived = _arrived(fair_id, f"{entry}/arrived", worker_id, desk, new)
    return pl.concat([arrived, sent], how="diagonal_relaxed")
