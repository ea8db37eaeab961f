"""Write employers and posts."""

from __future__ import annotations

import polars as pl

from features.records import Employer, Post, frame_schema
from features.store import Store

_CONTENT = (
    "employer_id",
    "title",
    "place",
    "pay_raw",
    "education",
    "experience_low",
    "headcount",
    "age_low",
    "age_high",
    "opened_on",
    "closes_on",
    "duties",
    "_skills",
    "_offers",
    "form",
    "contact_phone",
)
"""Two rows that agree in all of these are the same post told twice."""
_WHERE = ("sheet", "row")


def write_employers(rows: pl.DataFrame, store: Store) -> pl.DataFrame:
    """Write a sheet of employers: known ones (by credit code, then by name) take what the sheet says."""
    ids = _employer_ids(rows, store)
    before = store.employers.frame(ids.drop_nulls().to_list())
    columns = [c for c in frame_schema(Employer) if c in rows.columns]
    frame = rows.select(*columns, ids.alias("employer_id"))
    old = frame.select("employer_id").join(before, on="employer_id", how="left", maintain_order="left")
    merged = frame.with_columns(
        *(pl.when(_told(c)).then(pl.col(c)).otherwise(old[c]).alias(c) for c in columns if c != "name"),
        *(old[c] for c in frame_schema(Employer) if c not in frame.columns),
    )
    unchanged = _equal(merged, old)
    written = store.employers.upsert_frame(merged)
    how = (
        pl.when(ids.is_null())
        .then(pl.lit("added"))
        .when(unchanged)
        .then(pl.lit("same"))
        .otherwise(pl.lit("updated"))
    )
    return rows.select(*_WHERE, written.alias("record_id"), how.alias("how"))


def _told(name: str) -> pl.Expr:
    column = pl.col(name)
    return column.is_not_null() & (column.cast(pl.String) != "")


def _equal(new: pl.DataFrame, old: pl.DataFrame) -> pl.Series:
    names = [name for name in old.columns if name in new.columns]
    pairs = [new[name].eq_missing(old[name]) for name in names]
    return (
        pl.DataFrame({str(i): pair for i, pair in enumerate(pairs)})
        .select(pl.all_horizontal(pl.all()))
        .to_series()
    )


def _employer_ids(rows: pl.DataFrame, store: Store, name: str = "name") -> pl.Series:
    codes = [code for code in rows["credit_code"].drop_nulls().unique().to_list() if code]
    by_code, by_name = (
        store.employers.by_credit_code(codes),
        store.employers.by_name(rows[name].unique().to_list()),
    )
    found = rows.select(
        pl.coalesce(
            pl.col("credit_code").replace_strict(by_code, default=None, return_dtype=pl.Int64),
            pl.col(name).replace_strict(by_name, default=None, return_dtype=pl.Int64),
        )
    )
    return found.to_series()


def write_posts(rows: pl.DataFrame, store: Store, file_name: str) -> pl.DataFrame:
    """Write a sheet of posts as drafts; their employers are made where the office has none of that name."""
    rows = rows.with_columns(_with_employers(rows, store).alias("employer_id"))
    keyed = rows.with_columns(_text("skills"), _text("offers"))
    existing = store.posts.frame()
    mine = existing.filter(pl.col("employer_id").is_in(rows["employer_id"].unique().implode()))
    told = mine.with_columns(_text("skills"), _text("offers"))
    same = _same(keyed, told)
    changed = _changed(keyed, same, told, store, file_name)
    ids = pl.select(pl.coalesce(same, changed)).to_series().rename("post_id")
    columns = [c for c in frame_schema(Post) if c in rows.columns]
    frame = rows.select(*columns, *(["dated"] if "dated" in rows.columns else []), ids)
    frame = _keep_state(frame, mine)
    new = store.posts.upsert_frame(frame.filter(same.is_null()))
    record = ids.to_frame("record_id").with_row_index("_i")
    fresh = pl.DataFrame({"_i": same.is_null().arg_true(), "new": new}, schema_overrides={"_i": pl.UInt32})
    record = record.join(fresh, on="_i", how="left", maintain_order="left").select(
        pl.coalesce("new", "record_id").alias("record_id")
    )
    how = (
        pl.when(same.is_not_null())
        .then(pl.lit("same"))
        .when(changed.is_not_null())
        .then(pl.lit("updated"))
        .otherwise(pl.lit("added"))
    )
    return rows.select(*_WHERE, record["record_id"], how.alias("how"))


def _same(rows: pl.DataFrame, told: pl.DataFrame) -> pl.Series:
    """Give the post that each row tells again, word for word; days count only where the row tells one."""
    undated = [name for name in _CONTENT if name not in ("opened_on", "closes_on")]
    found = []
    for content in (list(_CONTENT), undated):
        known = told.select("post_id", *content).unique(content, keep="first", maintain_order=True)
        keys = rows.select(content)
        found.append(
            keys.join(known, on=content, how="left", nulls_equal=True, maintain_order="left")["post_id"]
        )
    dated = rows["dated"] if "dated" in rows.columns else pl.Series([True]).new_from_index(0, rows.height)
    return pl.select(
        pl.when(dated).then(found[0]).otherwise(pl.coalesce(*found)).alias("post_id")
    ).to_series()


def _text(name: str) -> pl.Expr:
    return pl.col(name).list.join("|").alias(f"_{name}")


def _with_employers(rows: pl.DataFrame, store: Store) -> pl.Series:
    """Give each row's employer, adding those that are not known; the first row of a name describes it."""
    ids = _employer_ids(rows, store, "employer_name")
    missing = rows.filter(ids.is_null()).unique("employer_name", keep="first", maintain_order=True)
    if missing.height:
        firms = missing.select(
            pl.col("employer_name").alias("name"),
            "credit_code",
            "industry",
            "size",
            "division",
            "place",
            "lat",
            "lon",
            "contact_name",
            "contact_phone",
        )
        once = pl.col("credit_code").is_first_distinct() | pl.col("credit_code").is_null()
        store.employers.add_frame(firms.with_columns(pl.when(once).then("credit_code").alias("credit_code")))
        ids = _employer_ids(rows, store, "employer_name")
    return ids


def _changed(
    rows: pl.DataFrame, same: pl.Series, told: pl.DataFrame, store: Store, file_name: str
) -> pl.Series:
    """Find the post a changed row stands for: same employer, title and place, told by a file of this name.

    Only where that names exactly one post and one row: what is in doubt becomes a post of its own.
    """
    key = ["employer_id", "title", "place"]
    open_rows = rows.with_row_index("_i").filter(same.is_null())
    once = open_rows.filter(~pl.struct(key).is_duplicated())
    taken = same.drop_nulls().implode()
    old = told.filter(~pl.col("post_id").is_in(taken)).filter(~pl.struct(key).is_duplicated())
    pairs = once.select("_i", *key).join(old.select("post_id", *key), on=key, how="inner")
    ours = store.provenance.told_by("post", pairs["post_id"].to_list(), file_name)
    pairs = pairs.filter(pl.col("post_id").is_in(list(ours)))
    index = pl.DataFrame({"_i": range(rows.height)}, schema={"_i": pl.UInt32})
    return index.join(pairs.select("_i", "post_id"), on="_i", how="left", maintain_order="left")["post_id"]


def _keep_state(frame: pl.DataFrame, existing: pl.DataFrame) -> pl.DataFrame:
    """A post that is updated keeps its status and origin, and its days where the sheet tells none."""
    old = frame.select("post_id").join(
        existing.select("post_id", "status", "origin", "opened_on", "closes_on"),
        on="post_id",
        how="left",
        maintain_order="left",
    )
    kept = frame.with_columns(old["status"].fill_null("draft"), old["origin"].fill_null(""))
    if "dated" not in frame.columns:
        return kept
    undated = ~pl.col("dated") & old["opened_on"].is_not_null()
    days = (
        pl.when(undated).then(old[name]).otherwise(pl.col(name)).alias(name)
        for name in ("opened_on", "closes_on")
    )
    return kept.with_columns(days).drop("dated")
