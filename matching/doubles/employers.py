"""Evidence that two employers are one under two spellings."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import polars as pl

from features.codes.divisions import aliases, national
from matching.doubles.blocks import candidates
from matching.doubles.evidence import Evidence
from matching.doubles.sketch import likeness, sketches
from matching.types import Ints, Mask

COLUMNS = (
    "employer_id", "name", "credit_code", "industry", "division", "place", "contact_name", "contact_phone",
)  # fmt: skip

_LEGAL = r"(?:股份有限公司|有限责任公司|有限公司|公司|个体工商户|经营部|\(普通合伙\)|\(有限合伙\))"
_DISTRICT = r"^[^省市县区厂店]{1,4}[县区]"
_NUMBER = r"([一二三四五六七八九十0-9a-z]+)(?:分?[厂店部号]|分公司|期|车间)"


def plain(names: pl.Series) -> pl.Series:
    """Give names folded to half width and lower case, without blanks and points."""
    told = names.fill_null("").str.normalize("NFKC").str.to_lowercase()
    return told.str.replace_all(r"[\s·.,，。\-—_\"'“”]", "")


@cache
def _region() -> str:
    """Give the pattern of a province and a city, each in full or short, at the beginning of a name."""
    rows = [row for row in national().rows if row.level in ("province", "city")]
    names = {name for row in rows for name in aliases(row.name)}
    told = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return f"^(?:{told}){{1,2}}"


def core(names: pl.Series) -> pl.Series:
    """Give what is left of a plain name without region, brackets and legal form, or the name itself."""
    bare = names.str.replace_all(r"\([^)]*\)", "").str.replace_all(_LEGAL, "")
    short = bare.str.replace(_region(), "").str.replace(_DISTRICT, "")
    kept = pl.when(pl.col("short").str.len_chars() >= 3).then("short").otherwise("bare")
    return pl.DataFrame({"short": short, "bare": bare}).select(kept).to_series()


def evidence(employers: pl.DataFrame, window: int) -> Evidence:
    """Compare employers over ``COLUMNS``."""
    name = plain(employers["name"])
    frame = employers.with_columns(name.alias("_name"), core(name).replace("", None).alias("_core"))
    county = pl.col("division").str.slice(0, 6)
    phone = pl.col("contact_phone").replace("", None)
    front, back = pl.col("_core").str.slice(0, 2), pl.col("_core").str.slice(-2)
    place = pl.col("place").replace("", None)
    keys = [
        [pl.col("_core")],
        [phone],
        [front, county],
        [back, county, place],
        [pl.col("_name").str.slice(0, 4)],
        [pl.col("credit_code")],
        [pl.col("_core").str.slice(1, 3), county],
        [pl.col("contact_name").replace("", None), county],
    ]
    order = frame["_core"].fill_null("").rank("ordinal").to_numpy()
    a, b = candidates(frame, keys, order, window)
    told = Evidence(frame, a, b)
    for column in ("credit_code", "industry", "place", "contact_name", "contact_phone"):
        told.compare(column, frame[column])
    told.compare("county", frame["division"].str.slice(0, 6))
    told.compare("core", frame["_core"])
    told.add("name_like", likeness(sketches(frame["_name"], 2, 64), a, b))
    told.add("core_like", likeness(sketches(frame["_core"], 1, 64), a, b))
    told.add("core_within", _within(frame["_core"], a, b))
    told.add("other_number", _other_number(frame["_name"], a, b))
    told.add("phone_and_like", told.columns["same_contact_phone"] * told.columns["core_like"])
    return told


def _within(cores: pl.Series, a: Ints, b: Ints) -> Mask:
    """Say whether one core stands whole in the other: 甲子制衣 in 甲子制衣厂."""
    pairs = pl.DataFrame({"a": cores.gather(a), "b": cores.gather(b)})
    a_in_b = pl.col("b").str.contains(pl.col("a"), literal=True)
    found = pairs.select((a_in_b | pl.col("a").str.contains(pl.col("b"), literal=True)).fill_null(False))
    return found.to_series().to_numpy()


def _other_number(names: pl.Series, a: Ints, b: Ints) -> Mask:
    """Say whether the names count their houses differently: 一厂 and 二厂, 1号店 and none."""
    number = names.str.extract(_NUMBER).fill_null("").rank("dense").to_numpy()
    return np.asarray(number[a] != number[b])
