"""Find who or what is meant by one field: a letter, a worker's number, a phone or identity number, a name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.errors import NotFound

MOST = 20
"""Most namesakes shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what the field stands for: one letter, or workers with id, place and birth month."""

    letter: str = ""
    workers: tuple[dict[str, Any], ...] = ()


def find(store: Any, asked: str) -> Found:
    """Look the field up in the order letter, worker's number, identity; may find nothing."""
    plain = unicodedata.normalize("NFKC", asked).strip().replace(" ", "")
    year, dash, number = plain.partition("-")
    if dash and year.isdecimal() and number.isdecimal():
        return _letter(store, plain)
    ids: list[int] = []
    if plain.isascii() and plain.isdecimal() and len(plain) <= 9:
        ids = [int(plain)]
    elif plain:
        ids = [int(one) for one in store.workers.find(plain)][:MOST]
    return Found(workers=tuple(_rows(store, ids)))


def _letter(store: Any, number: str) -> Found:
    try:
        return Found(letter=store.referrals.by_letter(number).letter_number)
    except NotFound:
        return Found()


def _rows(store: Any, ids: list[int]) -> list[dict[str, Any]]:
    if not ids:
        return []
    frame: pl.DataFrame = store.workers.frame(ids=ids)
    return frame.select("worker_id", "place", "born_month").to_dicts()
