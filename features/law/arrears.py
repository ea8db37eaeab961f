"""Find employers on the wage-arrears list (拖欠农民工工资失信联合惩戒对象名单) as it stands on a day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

import polars as pl

How = Literal["credit_code", "name", "person"]
"""By the unit's code; by its name where a code is missing; by a contact who bears a listed person's name."""

SCHEMA: dict[str, pl.DataType] = {
    "employer_id": pl.Int64(), "arrears_id": pl.Int64(), "how": pl.String(), "listed_on": pl.Date(),
    "expires_on": pl.Date(), "source": pl.String(),
}  # fmt: skip


def standing(entries: pl.DataFrame, on: date) -> pl.DataFrame:
    """Leave the entries that count on a day: listed, not lapsed, not taken off early."""
    here = (pl.col("listed_on") <= on) & (pl.col("expires_on") >= on)
    return entries.filter(here & (pl.col("removed_on").is_null() | (pl.col("removed_on") > on)))


def listed(employers: pl.DataFrame, entries: pl.DataFrame, on: date) -> pl.DataFrame:
    """Give the employers on the list: ``employer_id, arrears_id, how, listed_on, expires_on, source``.

    The surest way counts once per employer. A hit by ``person`` is a namesake until somebody has looked.
    """
    now = standing(entries, on)
    if now.is_empty() or employers.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    left = employers.select(
        "employer_id", _code(), _plain("name"), pl.col("contact_name").str.strip_chars().alias("person")
    )
    right = now.select(
        "arrears_id", "listed_on", "expires_on", "source", _code().alias("code_"),
        _plain("employer_name").alias("name_"),
        pl.col("responsible_person").str.strip_chars().alias("person_"),
    )  # fmt: skip
    by_code = left.filter(pl.col("code") != "").join(right, left_on="code", right_on="code_")
    named = left.join(right.filter(pl.col("name_") != ""), left_on="plain", right_on="name_")
    by_name = named.filter((pl.col("code") == "") | (pl.col("code_") == ""))
    by_person = left.filter(pl.col("person") != "").join(right, left_on="person", right_on="person_")
    ways = ((by_code, "credit_code"), (by_name, "name"), (by_person, "person"))
    found = [frame.with_columns(how=pl.lit(how)).select(list(SCHEMA)) for frame, how in ways]
    return pl.concat(found).unique("employer_id", keep="first", maintain_order=True)


def plain_name(name: str) -> str:
    """Give a unit's name as it is compared: widths even, brackets and blanks out, upper case."""
    return re.sub(r"[\s()（）【】\[\]·.．,，-]+", "", unicodedata.normalize("NFKC", name)).upper()


def _plain(column: str) -> pl.Expr:
    return pl.col(column).map_elements(plain_name, return_dtype=pl.String).fill_null("").alias("plain")


def _code() -> pl.Expr:
    return pl.col("credit_code").str.strip_chars().str.to_uppercase().fill_null("").alias("code")


def on_list(employer: pl.DataFrame, entries: pl.DataFrame, on: date) -> date | None:
    """Give the day until which this one employer stands on the list; None where it surely does not."""
    hits = listed(employer, entries, on).filter(pl.col("how") != "person")
    return hits["expires_on"].max() if hits.height else None  # type: ignore[return-value]
