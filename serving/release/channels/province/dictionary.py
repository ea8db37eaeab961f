"""The dictionary between our posts and the provincial platform's rows: data, not code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import polars as pl

from features.errors import InputError

MADE = ("status", "occupation")
"""Columns that are made for the upload and are not in the feed."""

ANY = "*"
ENDLESS = 1 << 30


@dataclass(frozen=True, slots=True)
class Field:
    """Hold one column of a row: its code, where it comes from, and what is asked of it."""

    code: str
    of: str
    required: bool = False
    longest: int = 0
    words: str = ""
    ministry: bool = False


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Hold all columns and the tables values are looked up in."""

    fields: tuple[Field, ...]
    words: Mapping[str, Mapping[str, str]]

    @property
    def key(self) -> str:
        """Give the code of the column that names the post."""
        return next(field.code for field in self.fields if field.of == "post_id")

    def code_of(self, column: str) -> str:
        """Give the code a column of ours goes by, "" where it is not sent."""
        return next((field.code for field in self.fields if field.of == column), "")


def load(path: Path | None = None) -> Dictionary:
    """Read the shipped dictionary, or the office's own; InputError says what is not right in it."""
    name = str(path or "dictionary.toml")
    try:
        text = path.read_text("utf-8") if path else _shipped()
        told = tomllib.loads(text)
        fields = tuple(Field(**row) for row in told["field"])
        words = {table: dict(rows) for table, rows in told.get("words", {}).items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputError("province_dictionary", where=name, detail=str(error)[:120]) from error
    missing = [field.words for field in fields if field.words and field.words not in words]
    if missing or not any(field.of == "post_id" for field in fields):
        detail = f"[words.{missing[0]}]" if missing else 'of = "post_id"'
        raise InputError("province_dictionary", where=name, detail=detail)
    return Dictionary(fields, words)


def _shipped() -> str:
    return files(__package__ or "").joinpath("dictionary.toml").read_text("utf-8")


def coded(posts: pl.DataFrame, dictionary: Dictionary) -> pl.DataFrame:
    """Give ``post_id``, one text column per code, and ``error_field`` / ``error_code`` of the first fault.

    ``posts`` has the columns of the feed, ``status`` and ``occupation``. ``error_code`` is ``missing``,
    ``long`` or ``word``; "" where the row can be sent.
    """
    columns, faults = [], []
    for field in dictionary.fields:
        value = _text(posts, field.of)
        table = dictionary.words.get(field.words, {}) if field.words else {}
        looked = _looked_up(value, table) if table else value
        empty = looked.is_null() | (looked == "")
        known = looked.is_not_null() if table else pl.lit(True)
        fault = (
            pl.when(~known).then(pl.lit("word"))
            .when(empty & pl.lit(field.required)).then(pl.lit("missing"))
            .when(looked.str.len_chars() > (field.longest or ENDLESS)).then(pl.lit("long"))
            .otherwise(pl.lit(""))
        )  # fmt: skip
        columns.append(looked.fill_null("").alias(field.code))
        faults.append((field.code, fault.alias(f"_{field.code}")))
    found = posts.select("post_id", *columns, *(fault for _, fault in faults))
    first = pl.coalesce(*(_named(code, code) for code, _ in faults), pl.lit("")).alias("error_field")
    kind = pl.coalesce(*(_named(code, None) for code, _ in faults), pl.lit("")).alias("error_code")
    return found.with_columns(first, kind).drop(f"_{code}" for code, _ in faults)


def _named(code: str, name: str | None) -> pl.Expr:
    fault = pl.col(f"_{code}")
    return pl.when(fault != "").then(pl.lit(name) if name is not None else fault)


def _text(posts: pl.DataFrame, column: str) -> pl.Expr:
    if column not in posts.columns:
        raise InputError("province_dictionary", where=column, detail=f'of = "{column}"')
    kind = posts.schema[column]
    if kind == pl.Float64():
        return pl.col(column).round(1).cast(pl.String).str.replace(r"\.0$", "").fill_null("")
    return pl.col(column).cast(pl.String).fill_null("")


def _looked_up(value: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    """Give the table's word, null for a value it does not have; ``*`` takes what fits its pattern."""
    if ANY in table:
        re.compile(table[ANY])
        return pl.when((value == "") | value.str.contains(table[ANY])).then(value)
    return value.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)
