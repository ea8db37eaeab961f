"""Clues of unpaid wages: told by the worker of a letter, kept, and handed to labour inspection."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from features.errors import Conflict, InputError
from serving import referrals
from serving.release.offers import clean


def open_clue(
    store: Any, letter: str, owed_from: date, owed_to: date, on: date, *, who: str, amount: int | None = None,
    people: int = 1, contract: bool | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Write down a clue of one letter; the letter then says that wages are not on time.

    ``amount`` in yuan, ``contract`` whether one was signed; None = not known. Raises InputError for days
    that cannot be, NotFound for a letter out of sight.
    """
    found = referrals.by_letter(store, letter)
    if not found.referred_on <= owed_from <= owed_to <= on:
        raise InputError("clue_days", where="owed_from", first=found.referred_on, last=on)
    if found.slip != 1:
        raise InputError("clue_not_hired", where="letter", letter=letter)
    with store.transaction():
        referrals.record_outcome(store, letter, {"wages_on_time": False}, on)
        row: dict[str, Any] = store.clues.add(
            letter_number=letter, division=found.division, at=datetime.now(UTC), who=who, owed_from=owed_from,
            owed_to=owed_to, amount=amount, people=people, contract=contract,
        )  # fmt: skip
    return row


def hand_over(store: Any, clue_id: int, to: str, on: date) -> dict[str, Any]:
    """Write down to whom a clue was handed; once."""
    name = clean("handed_to", to, 80)
    if len(name) < 2:
        raise InputError("clue_to", where="handed_to")
    with store.transaction():
        if store.clues.get(clue_id)["handed_on"] is not None:
            raise Conflict("clue_handed", where=f"clue {clue_id}")
        done: dict[str, Any] = store.clues.change(clue_id, handed_on=on, handed_to=name)
        return done
