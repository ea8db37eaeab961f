"""What sets two posts apart or ties them: terms, places, shifts, grades, figures, sentences."""

from __future__ import annotations

import numpy as np
import polars as pl

from matching.doubles.evidence import Evidence, agreement, overlap
from matching.doubles.sketch import likeness, sketches
from matching.types import Ints, Mask

NEAR = 0.08
"""Difference of two pays, as a share, that a second clerk brings about by rounding."""

_SHIFTS = {"day": "白班|早班|日班", "night": "夜班|晚班", "turns": "两班|二班|三班|倒班|轮班"}
_GRADE = (
    r"([a-z0-9]+(?:线|区|号|组|级|类)|[a-z][0-9]?(?:证|照|本)|[一二三四五六]车间"
    r"|初级|中级|高级|学徒|熟手|组长|班长|主管|助理|领班)"
)
_SAME = ("same_monthly_low", "same_monthly_high", "same_headcount", "same_age_high", "same_place")


def plain(texts: pl.Series) -> pl.Series:
    """Give texts folded to half width and lower case, without blanks and punctuation."""
    folded = texts.fill_null("").str.normalize("NFKC").str.to_lowercase()
    return folded.str.replace_all(r"[\s,，。;；:：、.!！?？·/\-—~]", "")


def pay(told: Evidence) -> None:
    """Add pay, head count, oldest age and place: whether the same, and how far apart the pays are."""
    frame, a, b = told.frame, told.a, told.b
    for column in ("monthly_low", "monthly_high", "headcount", "age_high", "place"):
        told.compare(column, frame[column])
    low = frame["monthly_low"].cast(pl.Float32).fill_null(0).to_numpy()
    both = (low[a] > 0) & (low[b] > 0)
    apart = np.abs(np.log(np.maximum(low[a], 1)) - np.log(np.maximum(low[b], 1))).clip(0, 1) * both
    told.add("pay_apart", apart)
    told.add("pay_near", (apart > 0) & (apart < NEAR))
    told.add("terms_same", np.sum([told.columns[name] for name in _SAME], axis=0) / len(_SAME))


def terms(told: Evidence) -> None:
    """Add schooling, youngest age, who to ask, and how the places lie to each other."""
    for column in ("education", "age_low", "contact_phone"):
        told.compare(column, told.frame[column])
    told.compare("county", told.frame["division"].str.slice(0, 6))
    told.compare("employer", told.frame["employer_id"])
    _places(told, plain(told.frame["place"]))
    told.add("pay_and_place", told.columns["same_monthly_low"] * told.columns["place_like"])


def _places(told: Evidence, folded: pl.Series) -> None:
    """Add whether one place holds the other (a park, a house in it) or their house numbers differ."""
    pairs = pl.DataFrame({"a": folded.gather(told.a), "b": folded.gather(told.b)})
    a, b = pl.col("a"), pl.col("b")
    within = (a != "") & (b != "") & (a != b) & (a.str.starts_with(b) | b.str.starts_with(a))
    told.add("place_within", pairs.select(within).to_series().to_numpy())
    same, known = agreement(folded.str.extract(r"(\d+)\D*$"), told.a, told.b)
    told.add("other_number", known & ~same)
    told.add("place_like", likeness(sketches(folded, 1, 64), told.a, told.b))


def words(told: Evidence) -> None:
    """Add what sets two posts of one factory apart (shift, line, grade, aside) and shared sentences."""
    title = told.frame["title"].fill_null("").str.normalize("NFKC").str.to_lowercase()
    duties = told.frame["duties"].fill_null("").str.normalize("NFKC").str.to_lowercase()
    _shifts(told, title + duties)
    told.add("other_grade", _other(title.str.extract(_GRADE), told.a, told.b))
    told.add("other_aside", _other(title.str.extract(r"\(([^)]*)\)"), told.a, told.b))
    told.add("numbers", overlap(duties.str.extract_all(r"\d+"), told.a, told.b))
    clauses = (
        duties.str.replace_all(r"[;。!\n,，]+", ";").str.strip_chars(" ;").replace("", None).str.split(";")
    )
    told.add("clauses", overlap(clauses.fill_null([]), told.a, told.b, smaller=True))


def _shifts(told: Evidence, text: pl.Series) -> None:
    shift = np.column_stack([text.str.contains(pattern).to_numpy() for pattern in _SHIFTS.values()])
    left, right = shift[told.a], shift[told.b]
    both = left.any(1) & right.any(1)
    told.add("other_shift", np.asarray(both & ~(left & right).any(1)))
    told.add("one_shift", np.asarray(left.any(1) ^ right.any(1)))


def _other(values: pl.Series, a: Ints, b: Ints) -> Mask:
    number = values.fill_null("").rank("dense").to_numpy()
    return np.asarray(number[a] != number[b])
