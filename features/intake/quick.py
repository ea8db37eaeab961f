"""Read whole columns at once where every cell is written plainly; what is not goes to the parser of one cell.

Each function gives exactly what its parser gives cell by cell, only sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from features.codes.identity import EARLIEST, read_id_number
from features.parse.bulk import read_column
from features.parse.phone import parse_phone

_ID: dict[str, pl.DataType] = {"number": pl.String(), "born": pl.Date(), "fault": pl.String()}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
"""ISO 7064 mod 11-2, as GB 11643 uses it."""
_PART = "\x1f"


def id_numbers(column: pl.Series, today: date) -> pl.DataFrame:
    """Give ``number, born, fault`` of a column of identity numbers; an empty cell gives an empty number."""
    cells = pl.DataFrame({"cell": column.fill_null("")})
    plain = cells.with_columns(
        pl.when(pl.col("cell").str.contains(r"^[1-9][0-9]{16}[0-9X]$")).then("cell").alias("number"),
    ).with_columns(
        pl.col("number").str.slice(6, 8).str.to_date("%Y%m%d", strict=False).alias("born"),
        (_check(pl.col("number")) == pl.col("number").str.slice(17, 1)).alias("fits"),
    )
    good = plain["number"].is_not_null() & plain["fits"] & plain["born"].is_between(EARLIEST, today)
    good = good.fill_null(False)
    rest = read_column(cells["cell"].filter(~good), lambda cell: _id(cell, today), _ID)
    whole = plain.filter(good).select("number", "born", pl.lit(None, dtype=pl.String).alias("fault"))
    return _merged(good, whole, rest)


def _check(number: pl.Expr) -> pl.Expr:
    digits = (number.str.slice(at, 1).cast(pl.Int32, strict=False) * w for at, w in enumerate(_WEIGHTS))
    return pl.sum_horizontal(digits).mod(11).replace_strict(dict(enumerate(_CHECKS)), default=None)


def _id(cell: str, today: date) -> tuple[str, date | None, str | None]:
    number = read_id_number(cell, today)
    return (number.number, number.birth_date, number.fault) if number else ("", None, None)


def phones(column: pl.Series) -> pl.Series:
    """Give the first telephone number of each cell, null where there is none."""
    cells = column.fill_null("")
    good = cells.str.contains(r"^1[3-9][0-9]{9}$")
    rest = read_column(cells.filter(~good), _phone, {"number": pl.String()})
    return _merged(good, cells.filter(good).to_frame("number"), rest)["number"].rename(column.name)


def _phone(cell: str) -> tuple[str | None]:
    phone = parse_phone(cell)
    return (phone.number if phone else None,)


def places(column: pl.Series, read: Callable[[str], Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Read places; of an address only what stands before its first figure names one; it is read once."""
    words = column.str.extract(r"^([^0-9０-９]{3,})[0-9０-９]", 1)
    return read_column(pl.select(pl.coalesce(words, column)).to_series(), read, schema)


def lists(column: pl.Series, read: Callable[[str], list[str]]) -> pl.Series:
    """Read a column into lists of words; they are carried as one text, which frames take in much sooner."""
    texts = read_column(column, lambda cell: (_PART.join(read(cell)),), {"text": pl.String()})["text"]
    none = pl.lit([], dtype=pl.List(pl.String))
    words = pl.when(texts == "").then(none).otherwise(texts.str.split(_PART))
    return pl.select(words.alias(column.name)).to_series()


def _merged(good: pl.Series, whole: pl.DataFrame, rest: pl.DataFrame) -> pl.DataFrame:
    """Lay two frames into the order of the rows they come from."""
    order = pl.concat([good.arg_true(), (~good).arg_true()])
    both = pl.concat([whole, rest.select(whole.columns)]).with_columns(order.alias("_at"))
    return both.sort("_at").drop("_at")
