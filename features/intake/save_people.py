"""Write workers with their sealed identities, and the outcomes of letters."""

from __future__ import annotations

import polars as pl

from features.records import Worker, frame_schema
from features.store import Store

_IDENTITY = ("name", "id_number", "birth_date", "phone", "address", "own_words")
_OUTCOME = (
    "slip",
    "slip_on",
    "slip_detail",
    "interviewed",
    "not_hired",
    "arrived_on",
    "stayed_30",
    "stayed_90",
    "wages_on_time",
)
_DERIVED = ("status", "status_since", "away_until", "last_contact_on", "last_contact")


def write_workers(rows: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Write workers; one known by identity number, or by name and phone together, takes what is told."""
    ids = _worker_ids(rows, store)
    columns = [c for c in frame_schema(Worker) if c in rows.columns]
    frame = rows.select(*columns, ids.alias("worker_id"))
    before = store.workers.frame(ids.drop_nulls().to_list())
    old = frame.select("worker_id").join(before, on="worker_id", how="left", maintain_order="left")
    kept = [c for c in frame_schema(Worker) if c not in frame.columns and c not in _DERIVED]
    merged = frame.with_columns(
        *(
            pl.when(_told(c, frame)).then(pl.col(c)).otherwise(old[c]).alias(c)
            for c in columns
            if c != "status"
        ),
        *(old[c] for c in kept),
    )
    unchanged = _equal(merged, old)
    written = store.workers.upsert_frame(merged.drop("status").with_columns(_status(rows, ids)))
    store.workers.seal(rows.select(*_IDENTITY, written.alias("worker_id")))
    how = (
        pl.when(ids.is_null())
        .then(pl.lit("added"))
        .when(unchanged)
        .then(pl.lit("same"))
        .otherwise(pl.lit("updated"))
    )
    return rows.select("sheet", "row", written.alias("record_id"), how.alias("how"))


def _status(rows: pl.DataFrame, ids: pl.Series) -> pl.Series:
    """Only a new worker's situation is told by the sheet; changes are dated at the window."""
    told = pl.when(ids.is_null()).then(rows["status"]).otherwise(pl.lit("seeking"))
    return rows.select(told.alias("status")).to_series()


def _worker_ids(rows: pl.DataFrame, store: Store) -> pl.Series:
    book = store.workers.identities
    by_number = book.known("id_number", _texts(rows["id_number"]))
    by_name, by_phone = book.known("name", _texts(rows["name"])), book.known("phone", _texts(rows["phone"]))
    look = {"id_number": by_number, "name": by_name, "phone": by_phone}
    found = rows.select(
        pl.col(field).replace_strict(ids, default=None, return_dtype=pl.Int64).alias(f"_{field}")
        for field, ids in look.items()
    )
    both = pl.when((pl.col("_name") == pl.col("_phone")) & (rows["id_number"] == "")).then(pl.col("_name"))
    return found.select(pl.coalesce("_id_number", both).alias("worker_id")).to_series()


def _texts(column: pl.Series) -> list[str]:
    return [text for text in column.unique().to_list() if text]


def _told(name: str, frame: pl.DataFrame) -> pl.Expr:
    column = pl.col(name)
    if isinstance(frame.schema[name], pl.List):
        return column.list.len() > 0
    return column.is_not_null() & (column.cast(pl.String) != "")


def _equal(new: pl.DataFrame, old: pl.DataFrame) -> pl.Series:
    names = [name for name in old.columns if name in new.columns and name not in _DERIVED]
    pairs = [
        pl.Series(
            str(i),
            [a == b for a, b in zip(new[n].to_list(), old[n].to_list(), strict=True)],
            dtype=pl.Boolean,
        )
        for i, n in enumerate(names)
    ]
    return pl.DataFrame(pairs).select(pl.all_horizontal(pl.all())).to_series()


def write_outcomes(rows: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Write down what slips say of letters that are known (``referral_id``)."""
    letters = {letter.referral_id: letter for letter in store.referrals.get_many(set(rows["referral_id"]))}
    how: list[str] = []
    for row in rows.iter_rows(named=True):
        told = {name: row[name] for name in _OUTCOME if row[name] is not None}
        letter = letters[row["referral_id"]]
        same = all(getattr(letter, name) == value for name, value in told.items())
        if told and not same:
            store.referrals.record_outcome(letter.referral_id, **told)
        how.append("same" if same else "updated")
    return rows.select(
        "sheet", "row", pl.col("referral_id").alias("record_id"), pl.Series("how", how, dtype=pl.String)
    )
