"""Referral letters, their numbers and their outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from psycopg import sql

from features.errors import InputError, NotFound
from features.records import Referral
from features.store.audit import Audit
from features.store.database import Database
from features.store.repository import Repository

OUTCOME = (
    "slip", "slip_on", "slip_detail", "interviewed", "not_hired", "arrived_on",
    "stayed_30", "stayed_30_on", "stayed_90", "stayed_90_on", "wages_on_time",
)  # fmt: skip
"""The fields that are told later: on the slip, at arrival, in the calls after 30 and 90 days."""


class Referrals(Repository[Referral]):
    """Keep the letters. A field never told stays None."""

    record, table, key = Referral, "referral", "referral_id"

    def __init__(self, database: Database, audit: Audit) -> None:
        super().__init__(database)
        self._audit = audit

    def frame(
        self,
        ids: Iterable[int] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> pl.DataFrame:
        """Read letters in order of id, all or those written from ``since`` to ``until`` (both included)."""
        bounds = {"since": (since, ">="), "until": (until, "<=")}
        told = {name: day for name, (day, _) in bounds.items() if day}
        conditions = [f"t.referred_on {bounds[name][1]} %({name})s" for name in told]
        return self._read(None, ids, *conditions, **told)

    def of_worker(self, worker_id: int) -> pl.DataFrame:
        """Read the letters of one worker."""
        return self._read(None, None, "t.worker_id = %(worker)s", worker=worker_id)

    def of_workers(self, worker_ids: Iterable[int]) -> pl.DataFrame:
        """Read the letters of several workers."""
        return self._read(None, None, "t.worker_id = ANY(%(workers)s)", workers=list(worker_ids))

    def by_letter(self, letter_number: str) -> Referral:
        """Read one letter by the number printed on it, or NotFound."""
        query = f"{self._select()} WHERE t.letter_number = %s"
        rows = self._database.rows(query, [letter_number])
        if not rows:
            raise NotFound("letter_not_found", where="letter_number", letter=letter_number)
        return self._build(rows[0])

    def letters(self, numbers: Iterable[str]) -> dict[str, int]:
        """Give ``{letter_number: referral_id}`` of the letters that exist within the scope."""
        query = "SELECT letter_number, referral_id FROM referral WHERE letter_number = ANY(%s)"
        rows = self._database.rows(query, [list(numbers)])
        return {row["letter_number"]: int(row["referral_id"]) for row in rows}

    def record_outcome(self, letter: int | str, **told: Any) -> Referral:
        """Write down what has become known of a letter, by its id or its number; the rest stays.

        ``told`` takes the fields of ``OUTCOME``. A correction replaces what was told before.
        """
        unknown = sorted(set(told) - set(OUTCOME))
        if unknown or not told:
            raise InputError("outcome_fields", where=", ".join(unknown), fields=", ".join(OUTCOME))
        with self._database.transaction() as connection:
            before = self.by_letter(letter) if isinstance(letter, str) else self.get(letter)
            after = Referral.model_validate({**before.model_dump(), **told})
            sets = sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in told
            )
            query = sql.SQL("UPDATE referral SET {} WHERE referral_id = %(referral_id)s").format(sets)
            connection.execute(query, {**told, "referral_id": before.referral_id})
            self._note_correction(before, after, told)
        return after

    def _note_correction(self, before: Referral, after: Referral, told: Iterable[str]) -> None:
        """Keep in the audit what had been told otherwise before; labels rest on it."""
        old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
        changed = {name: [old[name], new[name]] for name in told if old[name] not in (None, new[name])}
        if changed:
            self._audit.note("correct_outcome", "referral", before.referral_id, detail=changed)

    def add_frame(self, frame: pl.DataFrame) -> pl.Series:
        """Write many letters and give their ids in row order; a letter without a number gets the next."""
        with self._database.transaction():
            return super().add_frame(self._numbered(frame))

    def _numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        if "letter_number" not in frame.columns:
            frame = frame.with_columns(pl.lit("").alias("letter_number"))
        number = pl.col("letter_number").fill_null("")
        open_rows = frame.with_row_index("_row").filter(number == "")
        if open_rows.is_empty():
            return frame
        year = pl.col("referred_on").dt.year()
        first = {
            of_year: self._reserve(of_year, n)
            for of_year, n in open_rows.group_by(year).len().sort("referred_on").iter_rows()
        }
        turn = pl.int_range(pl.len()).over(year) + year.replace_strict(first, return_dtype=pl.Int64)
        letters = open_rows.select(
            "_row", (year.cast(pl.String) + "-" + turn.cast(pl.String).str.zfill(6)).alias("_letter")
        )
        joined = frame.with_row_index("_row").join(letters, on="_row", how="left", maintain_order="left")
        return joined.with_columns(pl.coalesce("_letter", "letter_number").alias("letter_number")).drop(
            "_row", "_letter"
        )

    def _reserve(self, year: int, n: int) -> int:
        return int(self._database.rows("SELECT next_letters(%s, %s) AS first", [year, n])[0]["first"])
