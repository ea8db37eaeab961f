"""Find who or what is meant by one field: a letter, a worker's number, a phone or identity number, a name.

The field takes what is typed, scanned, or sent by a card reader that acts as a keyboard (which may send
more than the number). Pinyin initials, a given name and the end of a number find people too.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from features.errors import NotFound
from serving.window.masked import mask_name
from serving.worklist import Step, WorkConfig, next_steps

MOST = 20
"""Most namesakes shown."""

_LETTER = re.compile(r"(?<!\d)(20\d\d-\d{1,9})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{17}[\dXx])(?![\dA-Za-z])")


@dataclass(frozen=True, slots=True)
class Person:
    """Hold one line of the list: enough to tell namesakes apart, and what comes next."""

    worker_id: int
    name: str
    place: str
    born: int | None
    seen: date | None
    """Last contact or letter."""
    slips_out: int
    step: Step


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what the field stands for: one letter, or people; ``more`` where not all are shown."""

    letter: str = ""
    workers: tuple[Person, ...] = ()
    more: bool = False


def find(store: Any, asked: str, day: date, config: WorkConfig | None = None) -> Found:
    """Look the field up in the order letter, worker's number, whole identity, pieces; may find nothing."""
    plain = unicodedata.normalize("NFKC", asked).strip()
    letter = _LETTER.search(plain)
    if letter:
        return _letter(store, letter.group(1))
    ids = _ids(store, plain.replace(" ", ""))
    people = _people(store, ids[:MOST], day, config or WorkConfig())
    return Found(workers=people, more=len(ids) > MOST)


def _ids(store: Any, plain: str) -> list[int]:
    card = _IDENTITY.search(plain)
    if card:
        return list(store.workers.find(card.group(1).upper()))
    whole: list[int] = list(store.workers.find(plain)) if plain else []
    if plain.isascii() and plain.isdecimal() and len(plain) <= 9:
        whole.insert(0, int(plain))
    return list(dict.fromkeys([*whole, *store.workers.find_pieces(plain)]))


def _letter(store: Any, number: str) -> Found:
    year, _, rest = number.partition("-")
    try:
        return Found(letter=store.referrals.by_letter(f"{year}-{rest.zfill(6)}").letter_number)
    except NotFound:
        return Found()


def _people(store: Any, ids: list[int], day: date, config: WorkConfig) -> tuple[Person, ...]:
    if not ids:
        return ()
    frame: pl.DataFrame = store.workers.frame(ids=ids)
    known = frame["worker_id"].to_list()
    letters: pl.DataFrame = store.referrals.of_workers(known)
    names = {} if len(known) == 1 else _names(store, known)  # the only one is shown on a page of its own
    steps = next_steps(frame, letters, day, config)
    return tuple(
        _person(row, names, letters.filter(pl.col("worker_id") == row["worker_id"]), steps)
        for row in frame.to_dicts()
    )


def _names(store: Any, known: list[int]) -> dict[int, str]:
    people = store.workers.identities.frame(known, why="window search, masked")
    return dict(zip(people["worker_id"].to_list(), people["name"].to_list(), strict=True))


def _person(
    row: dict[str, Any], names: dict[int, str], letters: pl.DataFrame, steps: dict[int, Step]
) -> Person:
    days = [row["last_contact_on"], letters["referred_on"].max()]
    return Person(
        row["worker_id"], mask_name(names.get(row["worker_id"], "")), row["place"],
        row["born_month"].year if row["born_month"] else None,
        max((day for day in days if isinstance(day, date)), default=None),
        letters["slip"].null_count(), steps[row["worker_id"]],
    )  # fmt: skip
