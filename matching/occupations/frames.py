"""Code whole frames: every distinct title once."""

from __future__ import annotations

import polars as pl

from matching.occupations.coder import Coder


def code_posts(coder: Coder, posts: pl.DataFrame) -> pl.DataFrame:
    """Add ``occ_code`` (text, null = no job title) and ``occ_score`` (0..1) of each post's title."""
    titles = posts.select(pl.col("title").fill_null("").unique(maintain_order=True))["title"].to_list()
    best = [found[0] if found else None for found in coder.code(titles)]
    known = pl.DataFrame(
        {
            "title": titles,
            "occ_code": [coded.code if coded else None for coded in best],
            "occ_score": [coded.score if coded else None for coded in best],
        },
        schema={"title": pl.String, "occ_code": pl.String, "occ_score": pl.Float32},
    )
    return posts.drop("occ_code", "occ_score", strict=False).join(
        known, on="title", how="left", maintain_order="left"
    )


def code_workers(coder: Coder, workers: pl.DataFrame) -> pl.DataFrame:
    """Add ``occ_codes``: distinct codes of what is wanted, then of past jobs, in that order."""
    said = pl.concat_list(pl.col("wanted").fill_null([]), pl.col("past_jobs").fill_null([]))
    rows = workers.with_row_index("_row").select("_row", said=said)
    rows = rows.explode("said").drop_nulls("said").filter(pl.col("said") != "")
    titles = rows["said"].unique(maintain_order=True).to_list()
    codes = [found[0].code if found else None for found in coder.code(titles)]
    known = pl.DataFrame({"said": titles, "code": codes}, schema={"said": pl.String, "code": pl.String})
    coded = rows.join(known, on="said", how="left", maintain_order="left").drop_nulls("code")
    lists = coded.group_by("_row", maintain_order=True).agg(
        occ_codes=pl.col("code").unique(maintain_order=True)
    )
    joined = workers.drop("occ_codes", strict=False).with_row_index("_row")
    joined = joined.join(lists, on="_row", how="left", maintain_order="left").drop("_row")
    return joined.with_columns(pl.col("occ_codes").fill_null([]))
