"""Send back what only the store can judge: letters, workers and fairs that it does not know."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from features.intake.read import Read
from features.intake.rows import Rejected
from features.store import Store


def screen(read: Read, store: Store, fair: str = "") -> Read:
    """Give the Read with rows that name nothing in the store sent back, and ids where they name something.

    ``fair``: name or number of the fair that attendance is of, where the sheet does not say.
    """
    if read.kind == "referrals" and "referral_id" not in read.records.columns:
        return _letters(read, store)
    if read.kind == "attendance" and "worker_id" not in read.records.columns:
        return _attendance(read, store, fair)
    return read


def _letters(read: Read, store: Store) -> Read:
    known = store.referrals.letters(read.records["letter_number"].to_list())
    ids = read.records["letter_number"].replace_strict(known, default=None, return_dtype=pl.Int64)
    records = read.records.with_columns(ids.alias("referral_id"))
    return _without(replace(read, records=records), "referral_id", "unknown_letter", ("letter_number",))


def _attendance(read: Read, store: Store, fair: str) -> Read:
    fairs = _fairs(store)
    told = pl.when(pl.col("fair") == "").then(pl.lit(fair)).otherwise("fair")
    records = read.records.with_columns(
        told.replace_strict(fairs, default=None, return_dtype=pl.Int64).alias("fair_id"), told.alias("fair")
    )
    read = _without(replace(read, records=records), "fair_id", "unknown_fair", ("fair",))
    records = read.records.with_columns(_workers(read.records, store))
    who = ("worker_number", "id_number", "phone", "name")
    return _without(replace(read, records=records), "worker_id", "unknown_worker", who)


def _fairs(store: Store) -> dict[str, int]:
    """Give ``{name or number: fair_id}``; a name that two fairs bear stands for neither."""
    frame = store.fairs.frame()
    once = frame.filter(~pl.col("name").is_duplicated())
    names = dict(zip(once["name"], once["fair_id"], strict=True))
    return {**names, **{str(number): number for number in frame["fair_id"]}}


def _workers(rows: pl.DataFrame, store: Store) -> pl.Series:
    """Give each row's worker: by registration number, identity number, or phone and name together."""
    book = store.workers.identities
    found = {
        field: book.holders(field, [text for text in rows[field].unique() if text])
        for field in ("id_number", "phone", "name")
    }
    real = set(store.workers.frame(rows["worker_number"].drop_nulls().unique().to_list())["worker_id"])
    ids = [_worker(row, found, real) for row in rows.iter_rows(named=True)]
    return pl.Series("worker_id", ids, dtype=pl.Int64)


def _worker(row: dict[str, str | int], found: dict[str, dict[str, set[int]]], real: set[int]) -> int | None:
    if row["worker_number"] is not None:
        return int(row["worker_number"]) if row["worker_number"] in real else None
    fits: set[int] | None = None
    for field in ("id_number", "phone", "name"):
        if row[field]:
            holders = found[field].get(str(row[field]), set())
            fits = holders if fits is None else fits & holders
            if field == "id_number" and len(fits) == 1:
                break
    return next(iter(fits)) if fits is not None and len(fits) == 1 else None


def _without(read: Read, column: str, reason: str, fields: tuple[str, ...]) -> Read:
    """Take out the rows whose ``column`` stayed empty; the first told of ``fields`` is what was wrong."""
    gone = read.records.filter(pl.col(column).is_null())
    if gone.is_empty():
        return read
    names = {table.sheet: table.names for table in read.tables}
    rejected = [_rejected(row, reason, fields, names[row["sheet"]]) for row in gone.iter_rows(named=True)]
    order = {table.sheet: at for at, table in enumerate(read.tables)}
    everything = sorted([*read.rejected, *rejected], key=lambda one: (order[one.sheet], one.row))
    return replace(read, records=read.records.filter(pl.col(column).is_not_null()), rejected=everything)


def _rejected(
    row: dict[str, object], reason: str, fields: tuple[str, ...], names: dict[str, str]
) -> Rejected:
    field = next((name for name in fields if row[name]), fields[-1])
    value = str(row[field] or "")
    return Rejected(str(row["sheet"]), int(str(row["row"])), reason, field, names.get(field, field), value)
