"""Employers to booths: numbers already given stay, one industry stands together, crowds stand apart."""

from __future__ import annotations

import polars as pl


def number_booths(booths: pl.DataFrame, about: pl.DataFrame, count: int) -> pl.DataFrame:
    """Give the booths with a number for every employer the hall has room for.

    ``booths``: employer_id, booth, capacity. ``about``: employer_id, industry, invited. Employers without
    a number take the free ones of 1..``count`` by industry; inside an industry the most and the least
    visited alternate, so that two long queues do not stand side by side. Who finds no room stays without.
    """
    placed = booths.filter(pl.col("booth").is_not_null())
    waiting = booths.filter(pl.col("booth").is_null()).drop("booth").join(about, on="employer_id", how="left")
    free = sorted(set(range(1, count + 1)) - set(placed["booth"].to_list()))
    turn = pl.col("invited").fill_null(0).rank("ordinal", descending=True).over("industry")
    size = pl.len().over("industry")
    # ranks 1 2 3 4 5 6 stand as 1 6 2 5 3 4
    place = pl.min_horizontal(2 * turn, 2 * (size - turn) + 3)
    ordered = waiting.with_columns(pl.col("industry").fill_null("")).with_columns(place=place)
    ordered = ordered.sort("industry", "place", "employer_id")
    numbers = pl.Series("booth", [*free[: len(ordered)], *[None] * (len(ordered) - len(free))], pl.Int64)
    fresh = ordered.with_columns(numbers).select(booths.columns)
    return pl.concat([placed, fresh]).sort("booth", "employer_id", nulls_last=True)
