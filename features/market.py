"""What the local market pays for an occupation, as of a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

LEAST_POSTS = 8
"""Fewer posts with pay than this do not make a market; the coarser occupation answers instead."""

WINDOW = timedelta(days=365)


LEVELS = (1, 100, 10_000, 10_000_000)
"""Divisors of a CSCO 2022 code read as a whole number (d-dd-dd-dd): small class, minor, sub-major, all."""

_QUARTERS = 1 << 10
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Market:
    """Hold the median monthly pay (yuan) per quarter and occupation, sorted by key, one table a level."""

    keys: tuple[Codes, ...]
    pays: tuple[npt.NDArray[np.float64], ...]
    newest: int

    @classmethod
    def of(cls, posts: pl.DataFrame) -> Market:
        """Read posts (n rows), each quarter from those opened in the year before it."""
        paid = posts.select(
            pl.col("opened_on").alias("day"),
            whole_code(posts["occ_code"]) if "occ_code" in posts.columns else pl.lit(0).alias("code"),
            pl.mean_horizontal("monthly_low", "monthly_high").alias("pay"),
        ).drop_nulls()
        medians = pl.concat([_NONE, *(_medians(paid, quarter) for quarter in _quarters(paid))])
        levels = [medians.filter(pl.col("level") == level).sort("key") for level in LEVELS]
        newest = int((medians["key"].to_numpy() % _QUARTERS).max(initial=0))
        keys = tuple(level["key"].to_numpy() for level in levels)
        return cls(keys, tuple(level["pay"].to_numpy() for level in levels), newest)

    def pay(self, codes: Codes, day: pl.Series) -> npt.NDArray[np.float64]:
        """Give the market pay (n,) for whole-number codes (0 = none) on days; nan where unknown."""
        found = np.full(len(codes), np.nan)
        quarter = np.minimum(_quarter_number(day), self.newest)
        for level, keys, pays in zip(LEVELS, self.keys, self.pays, strict=True):
            if not len(keys):
                continue
            asked = codes // level * _QUARTERS + quarter
            at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
            known = np.isnan(found) & (keys[at] == asked) & ((codes > 0) | (level == LEVELS[-1]))
            found = np.where(known, pays[at], found)
        return found


def whole_code(codes: pl.Series) -> pl.Series:
    """Read ``d-dd-dd-dd`` as the whole number ddddddd, named ``code``; null and nonsense are 0."""
    digits = codes.cast(pl.String).str.replace_all("-", "").str.pad_end(7, "0")
    return digits.cast(pl.Int64, strict=False).fill_null(0).alias("code")


_NONE = pl.DataFrame(schema={"level": pl.Int64, "key": pl.Int64, "pay": pl.Float64})


def _quarter_number(day: pl.Series) -> Codes:
    months: Codes = day.to_numpy().astype("datetime64[M]").astype(np.int64)
    return months // 3


def _quarters(paid: pl.DataFrame) -> list[date]:
    """Give every quarter from the first post on to the one after the last."""
    if paid.is_empty():
        return []
    span = paid.select(
        first=pl.col("day").min().dt.truncate("1q"), last=pl.col("day").max().dt.offset_by("1q")
    )
    return pl.date_range(span["first"][0], span["last"][0], "1q", eager=True).to_list()


def _medians(paid: pl.DataFrame, quarter: date) -> pl.DataFrame:
    known = paid.filter(pl.col("day").is_between(quarter - WINDOW, quarter, closed="left"))
    number = int(_quarter_number(pl.Series([quarter]))[0])
    return pl.concat([_NONE, *(_median(known, number, level) for level in LEVELS)])


def _median(known: pl.DataFrame, number: int, level: int) -> pl.DataFrame:
    coded = known if level == LEVELS[-1] else known.filter(pl.col("code") > 0)
    grouped = coded.group_by((pl.col("code") // level * _QUARTERS + number).cast(pl.Int64).alias("key"))
    found = grouped.agg(pl.col("pay").median(), pl.len()).filter(pl.col("len") >= LEAST_POSTS)
    return found.select(pl.lit(level, pl.Int64).alias("level"), "key", "pay")
