"""Bring sheets back together: twice, in any order, from two places, without doubles and without losses.

Each row becomes events whose ids come from the row's number and the person, so that the same row is the
same events. Who a row means is decided in this order: the number in the row; the phone; somebody of the
same name taken from the same row before; else somebody new. Two copies of one sheet filled with different
people in one row are therefore two people, and neither is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from features.errors import SpringwindError
from features.records import Fair
from serving.fairs.day.clock import moment
from serving.fairs.desk import visitor as people
from serving.fairs.desk.codes import person
from serving.fairs.desk.note import letter
from serving.fairs.desk.rows import Row, SentBack, read_rows
from serving.fairs.desk.visitor import Visitor
from serving.fairs.plan import fair_of
from serving.fairs.told import Spoken, Told


@dataclass(frozen=True, slots=True)
class Merged:
    """Hold what a sheet brought: rows taken, events that were new and known, people registered, letters
    written; ``shared`` are rows that came for different people; ``refused`` rows go back with reasons."""

    rows: int
    new: int
    known: int
    registered: int
    letters: int
    shared: tuple[str, ...]
    refused: tuple[SentBack, ...]


def merge_file(store: Any, fair_id: int, path: Path, as_of: date) -> Merged:
    """Read a sheet and take in its rows, all in one transaction."""
    rows, refused = read_rows(path, fair_id)
    return merge_rows(store, fair_id, rows, refused, as_of)


def merge_rows(store: Any, fair_id: int, rows: list[Row], refused: list[SentBack], as_of: date) -> Merged:
    """Take in rows that were read; a row that means nobody, or a booth that is not there, goes back."""
    fair = fair_of(store, fair_id)
    with store.transaction():
        store.fair_days.turn(fair_id)
        work = _Merge(store, fair, as_of)
        back = [*refused, *(found for row in rows if (found := work.take(row)) is not None)]
        events = pl.DataFrame(work.events, infer_schema_length=None) if work.events else None
        new = store.fair_days.add_events(events) if events is not None else 0
        letters = sum(bool(letter(store, *pair, as_of).letter) for pair in work.wished) if new else 0
    return Merged(
        len(rows) + len(refused) - len(back), new, len(work.events) - new, work.registered, letters,
        tuple(work.shared), tuple(back),
    )  # fmt: skip


class _Merge:
    """Turn rows into events, one after the other, inside one transaction."""

    def __init__(self, store: Any, fair: Fair, as_of: date) -> None:
        self.store, self.fair, self.as_of = store, fair, as_of
        booths = store.fairs.booths(fair.fair_id).drop_nulls("booth")
        self.booths = dict(booths.select("booth", "employer_id").iter_rows())
        posts = store.posts.open(as_of).group_by("employer_id").agg("post_id")
        self.only = {owner: ids[0] for owner, ids in posts.iter_rows() if len(ids) == 1}
        invited = store.fairs.invitations(fair.fair_id).filter(~pl.col("reserve"))
        self.invited = set(invited["worker_id"].to_list())
        self.day = store.fair_days.day(fair.fair_id)
        self.events: list[dict[str, Any]] = []
        self.wished: list[tuple[int, int]] = []
        self.shared: list[str] = []
        self.taken: dict[str, set[int]] = {}
        self.registered = 0

    def take(self, row: Row) -> SentBack | None:
        unknown = [number for number in (*row.talked, *row.wished) if number not in self.booths]
        if unknown:
            return SentBack(row.id, Told("fair.back.no_booth", {"booth": unknown[0]}))
        try:
            worker_id = self._person(row)
        except SpringwindError as error:
            both = {"zh": error.message("zh"), "en": error.message("en")}
            return SentBack(row.id, Spoken("", both))
        self._add(row, worker_id)
        return None

    def _person(self, row: Row) -> int:
        if row.code:
            return person(self.store, self.fair.fair_id, row.code)
        told = people.checked(Visitor(row.said, row.name, row.phone, row.village))
        found = people.known(self.store, told)
        if found is not None:
            people.complete(self.store, found, told)
            return found
        before = self._before(row)
        same = sorted(before & set(self.store.workers.find(told.name))) if told.name else []
        if same:
            people.complete(self.store, same[0], told)
            return int(same[0])
        if before:
            self.shared.append(row.id)
        self.registered += 1
        return people.register(self.store, self.fair, told, self.as_of)

    def _before(self, row: Row) -> set[int]:
        """Give who was taken from this row before, in this file or an earlier one."""
        kept = self.store.fair_days.known(self.fair.fair_id, f"{row.id}/")
        return {int(name.split("/")[1]) for name in kept} | self.taken.get(row.id, set())

    def _add(self, row: Row, worker_id: int) -> None:
        at = self._at(row)
        base = {
            "fair_id": self.fair.fair_id, "at": at, "desk": row.sheet, "source": "sheet", "walk_in": False,
            "worker_id": worker_id, "employer_id": None, "post_id": None, "rank": None,
        }  # fmt: skip
        self.taken.setdefault(row.id, set()).add(worker_id)
        name, new = f"{row.id}/{worker_id}", worker_id not in self.invited
        self.events.append({**base, "event_id": f"{name}/arrived", "kind": "arrived", "walk_in": new})
        for number in dict.fromkeys((*row.talked, *row.wished)):
            kind = "intention" if number in row.wished else "passed"
            owner = self.booths[number]
            post = self.only.get(owner) if kind == "intention" else None
            told = {
                "event_id": f"{name}/E{owner}/{kind}",
                "kind": kind,
                "employer_id": owner,
                "post_id": post,
            }
            self.events.append({**base, **told, "at": at + timedelta(seconds=kind == "intention")})
            if post is not None:
                self.wished.append((worker_id, post))

    def _at(self, row: Row) -> datetime:
        """Give the time written in the row; the hall's opening and the row's number where none is."""
        minutes = row.time if row.time is not None else self.day.opens
        return moment(self.fair.held_on, minutes) + timedelta(milliseconds=row.number)
