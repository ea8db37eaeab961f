"""Keep who somebody is out of the words about work, which are stored in the clear and shown to staff.

A cell of skills or wishes may hold a phone number, an identity or certificate number, or the person's own
name. What identifies is kept sealed from its own column; out of these words it is taken.
"""

from __future__ import annotations

import polars as pl

OPEN = ("wanted", "skills", "past_jobs", "certificates")
"""The fields of words that are not sealed."""

NUMBER = (
    r"(?i)(?:联系)?(?:电话|手机|微信|身份证|证书|证件|tel|phone|id)?(?:号码?|编号)?\s*[:：]?\s*"
    r"(?:\+?86[- ]?)?(?:1\d{2}[- ]\d{4}[- ]\d{4}|0\d{2,3}[- ]\d{7,8}|\d{7,}x?)"
)
"""Seven digits and more in a row, or a telephone number in parts, with what announces them."""

_BETWEEN, _NEVER = "\x1f", "\x1e"


def unnamed(records: pl.DataFrame) -> pl.DataFrame:
    """Give the records with long numbers and the worker's own ``name`` taken out of the open words."""
    name = pl.when(pl.col("name").str.len_chars() > 1).then("name").otherwise(pl.lit(_NEVER))
    return records.with_columns(_without(column, name) for column in OPEN)


def _without(column: str, name: pl.Expr) -> pl.Expr:
    text = pl.col(column).list.join(_BETWEEN, ignore_nulls=True).str.replace_all(NUMBER, "")
    words = text.str.split(name).list.join("").str.split(_BETWEEN)
    plain = words.list.eval(pl.element().str.strip_chars(" ,，。:：()（）-"))
    return plain.list.filter(pl.element() != "").alias(column)
