"""Write wage-arrears lists, training courses and fair attendance; what is known is found and updated."""

from __future__ import annotations

from typing import Any

import polars as pl

from features.records import Arrears, Attendance, Course, Record, frame_schema
from features.store import Store
from features.store.repository import Repository

_WHERE = ("sheet", "row")


def write_arrears(rows: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Write entries of the list; one of the same unit and day of listing takes what the sheet says."""
    rows = rows.with_columns(pl.coalesce("credit_code", "employer_name").alias("_unit"))
    old = store.arrears.frame().with_columns(pl.coalesce("credit_code", "employer_name").alias("_unit"))
    return _write(rows, old, ["_unit", "listed_on"], store.arrears, Arrears)


def write_courses(rows: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Write courses; one of the same title, provider, place and first day takes what the sheet says."""
    return _write(
        rows, store.courses.frame(), ["title", "provider", "place", "starts_on"], store.courses, Course
    )


def write_attendance(rows: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Write who came; whoever stands there already keeps the time and gains the intentions."""
    key = ["fair_id", "worker_id"]
    old = pl.concat(
        [store.attendance.of_fair(fair) for fair in sorted(set(rows["fair_id"]))]
        or [store.attendance.frame([])]
    )
    before = rows.select(key).join(
        old.select(*key, "came_at", "intentions"), on=key, how="left", maintain_order="left"
    )
    both = pl.concat_list(before["intentions"].fill_null([]), rows["intentions"]).list.unique(
        maintain_order=True
    )
    rows = rows.with_columns(
        pl.select(both.alias("intentions")).to_series(),
        pl.select(pl.coalesce(before["came_at"], rows["came_at"]).alias("came_at")).to_series(),
    )
    return _write(rows, old, key, store.attendance, Attendance)


def _write(
    rows: pl.DataFrame, old: pl.DataFrame, key: list[str], repository: Repository[Any], record: type[Record]
) -> pl.DataFrame:
    """Write rows by ``key``; rows that agree in it are one record, the last of them counts."""
    fields = [name for name in frame_schema(record) if name in rows.columns and name != repository.key]
    one = rows.unique(key, keep="last", maintain_order=True)
    known = old.unique(key, keep="first", maintain_order=True).select(*key, repository.key)
    one = one.join(known, on=key, how="left", nulls_equal=True, maintain_order="left")
    before = one.select(repository.key).join(old, on=repository.key, how="left", maintain_order="left")
    merged = one.with_columns(
        pl.when(_told(one.schema[name], name)).then(pl.col(name)).otherwise(before[name]).alias(name)
        for name in fields
    )
    same = merged.select(
        pl.all_horizontal(pl.col(name).eq_missing(before[name]) for name in fields).alias("same")
    )["same"]
    # what this kind of sheet never tells is not touched
    kept = [name for name in frame_schema(record) if name not in fields and name != repository.key]
    merged = merged.with_columns(before[name] for name in kept)
    change = ~(same & one[repository.key].is_not_null())
    written = repository.upsert_frame(merged.filter(change).select(*frame_schema(record)))
    new = pl.when(pl.col(repository.key).is_null()).then(pl.lit("added")).otherwise(pl.lit("updated"))
    how = one.select(*key, repository.key, new.alias("how")).with_columns(change.alias("change"))
    ids = pl.Series("new", [None] * how.height, dtype=pl.Int64).scatter(change.arg_true(), written)
    how = how.with_columns(
        pl.coalesce(ids, repository.key).alias("record_id"),
        pl.when("change").then("how").otherwise(pl.lit("same")).alias("how"),
    )
    return (
        rows.select(*_WHERE, *key)
        .join(
            how.select(*key, "record_id", "how"), on=key, how="left", nulls_equal=True, maintain_order="left"
        )
        .select(*_WHERE, "record_id", "how")
    )


def _told(dtype: pl.DataType, name: str) -> pl.Expr:
    if isinstance(dtype, pl.List):
        return pl.col(name).list.len() > 0
    return pl.col(name).is_not_null() & (pl.col(name).cast(pl.String) != "")
