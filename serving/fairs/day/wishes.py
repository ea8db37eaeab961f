"""What was asked for the day: its hours, and the employers who want slots."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from features.errors import InputError, NotFound
from features.records.fair_day import FairDay
from serving.fairs.day.clock import heard
from serving.fairs.plan import fair_of

NUMBERS = ("wave_minutes", "stay_minutes", "seats")


def hours(store: Any, fair_id: int, told: dict[str, Any]) -> FairDay:
    """Give the hours as they were set, with what is told now; clock times are read as ``09:30``."""
    fair_of(store, fair_id)
    news = {name: told[name] for name in NUMBERS if told.get(name) is not None}
    for name in ("opens", "closes"):
        if told.get(name):
            news[name] = heard(str(told[name]), name)
    day: FairDay = store.fair_days.day(fair_id).model_copy(update=news)
    if day.closes <= day.opens:
        raise InputError("rule_closes", where="closes")
    return day


def ask_slots(store: Any, fair_id: int, asked: tuple[str, ...]) -> None:
    """Add wishes like ``12=15x2`` (employer 12, 15 minutes, two desks); ``12=0`` takes the wish back."""
    present = {row["employer_id"]: row for row in store.fair_days.stands(fair_id).to_dicts()}
    known = set(store.fairs.booths(fair_id)["employer_id"].to_list())
    for text in asked:
        employer, minutes, desks = _read(text)
        if employer not in known:
            raise NotFound("fair_no_booth", where="slots", id=employer, fair=fair_id)
        row = {"employer_id": employer, "slot_minutes": minutes or None, "desks": desks}
        present[employer] = {"fair_id": fair_id, **row}
    if asked:
        rows = list(present.values())
        store.fair_days.set_stands(fair_id, pl.DataFrame(rows, infer_schema_length=None))


def _read(text: str) -> tuple[int, int, int]:
    found = re.fullmatch(r"\s*(\d{1,15})\s*=\s*(\d{1,3})(?:\s*[xX×*]\s*(\d{1,2}))?\s*", text)
    if found is None:
        raise InputError("fair_slots", where="slots", text=text[:30])
    employer, minutes, desks = int(found[1]), int(found[2]), int(found[3] or 1)
    if minutes and not 5 <= minutes <= 240:
        raise InputError("rule_slot_minutes", where="slots")
    if not 1 <= desks <= 50:
        raise InputError("rule_desks", where="slots")
    return employer, minutes, desks
