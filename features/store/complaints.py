"""Complaints about posts: a number for the reporter, the words sealed, an answer to be read by number."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from features.store import keyring
from features.store.database import Database
from features.store.notes import open_note, seal_note
from features.store.table import Table

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I or L: the number is copied by hand."""


class Complaints(Table):
    """Keep complaints. The number carries 59 bits of chance: nobody reads another's answer by counting."""

    name, key = "complaint", "complaint_id"

    def __init__(self, database: Database, data_dir: Path) -> None:
        super().__init__(database)
        self._data_dir = data_dir

    def report(self, post_id: int, division: str, kind: str, words: str, at: datetime) -> str:
        """Write down a complaint and give its number; the words are sealed under a key of their own."""
        number = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        sealed = seal_note(keyring.load(self._data_dir), number, words) if words else (None, None)
        self.add(number=number, post_id=post_id, division=division, at=at, kind=kind, sealed=sealed[0],
                 wrapped_key=sealed[1])  # fmt: skip
        return number

    def words(self, row: dict[str, Any]) -> str:
        """Open the words of a complaint; empty where none were written or they were erased."""
        if row["sealed"] is None:
            return ""
        ring = keyring.load(self._data_dir)
        return open_note(ring, row["number"], bytes(row["sealed"]), bytes(row["wrapped_key"]))

    def erase_words(self, complaint_id: int) -> None:
        """Destroy the words' own key and with it the words; kind, number and answer stay."""
        self.change(complaint_id, sealed=None, wrapped_key=None)
