"""Evidence that two posts are one: posted by two agencies, or reworded."""

from __future__ import annotations

import numpy as np
import polars as pl

from matching.doubles.blocks import candidates
from matching.doubles.evidence import Evidence, agreement, overlap
from matching.doubles.sketch import cosine, likeness, sketches
from matching.encode import Encoder
from matching.types import Floats, Ints, Mask

COLUMNS = (
    "post_id", "employer_id", "title", "duties", "division", "place", "headcount", "monthly_low",
    "monthly_high",
    "education", "age_low", "age_high", "contact_phone",
)  # fmt: skip

_SHIFTS = {"day": "白班|早班|日班", "night": "夜班|晚班", "turns": "两班|二班|三班|倒班|轮班"}
_ASIDE = r"[(\[【][^)\]】]*[)\]】]|急招|急聘|高薪|诚聘|招聘|数名|若干"
_KIND = (
    r"([a-z0-9]+(?:线|区|号|组|级|类)|[a-z][0-9]?(?:证|照|本)|[一二三四五六]车间"
    r"|初级|中级|高级|学徒|熟手|组长|班长|主管|助理|领班)"
)
ROUND = 250
"""Yuan a month within which two figures fall into one block."""
NEAR = 0.08
"""Difference of two pays, as a share, that a second clerk brings about by rounding."""


def plain(texts: pl.Series) -> pl.Series:
    """Give texts folded to half width and lower case, without blanks and punctuation."""
    folded = texts.fill_null("").str.normalize("NFKC").str.to_lowercase()
    return folded.str.replace_all(r"[\s,，。;；:：、.!！?？·/\-—~]", "")


def bare(titles: pl.Series) -> pl.Series:
    """Give plain titles without asides in brackets and words of advertisement."""
    return plain(titles.fill_null("").str.normalize("NFKC").str.replace_all(_ASIDE, ""))


def evidence(posts: pl.DataFrame, window: int, encoder: Encoder) -> Evidence:
    """Compare posts over ``COLUMNS``; titles and duties by n-grams and by the encoder."""
    told_title, told_duties = plain(posts["title"]), plain(posts["duties"])
    frame = posts.with_columns(
        bare(posts["title"]).replace("", None).alias("_title"), told_duties.alias("_duties")
    )
    titles, number = _vectors(encoder, frame["_title"])
    bits = _directions(titles)[number]
    a, b = candidates(_blocked(frame, bits), _keys(), frame["_duties"].rank("ordinal").to_numpy(), window)
    told = Evidence(frame, a, b)
    told.add("title_cos", cosine(titles, number[a], number[b]))
    told.add("title_like", likeness(sketches(frame["_title"], 1, 32), a, b))
    told.add("duties_like", likeness(sketches(frame["_duties"], 3, 128), a, b))
    _texts_apart(told, told_title)
    _terms(told)
    return _with_duties(_only(told, np.flatnonzero(_near(told.columns))), encoder)


def _keys() -> list[list[pl.Expr]]:
    county, low, high = pl.col("_county"), pl.col("_low"), pl.col("_high")
    employer, phone, title, bits = pl.col("employer_id"), pl.col("_phone"), pl.col("_title"), pl.col("_bits")
    return [
        [employer, title], [employer, bits], [employer, low], [phone, title], [phone, bits], [county, title],
        [county, bits, low], [county, bits, high], [county, bits, pl.col("headcount")],
        [county, low, high, pl.col("headcount").fill_null(-1)], [county, bits, pl.col("_place")],
        [pl.col("_place"), low],
    ]  # fmt: skip


def _blocked(frame: pl.DataFrame, bits: Ints) -> pl.DataFrame:
    return frame.with_columns(
        pl.col("division").str.slice(0, 6).replace("", None).alias("_county"),
        (pl.col("monthly_low") // ROUND).alias("_low"),
        (pl.col("monthly_high").fill_null(0) // ROUND).alias("_high"),
        pl.col("contact_phone").replace("", None).alias("_phone"),
        pl.col("place").replace("", None).alias("_place"),
        pl.Series("_bits", bits),
    )


def _vectors(encoder: Encoder, texts: pl.Series) -> tuple[Floats, Ints]:
    """Encode each distinct text once; give the vectors and the row of each text in them."""
    distinct = texts.fill_null("").unique(maintain_order=True)
    place = texts.fill_null("").replace_strict(
        distinct, pl.Series(range(len(distinct)), dtype=pl.Int64), return_dtype=pl.Int64
    )
    return encoder.encode(distinct.to_list()), place.to_numpy().astype(np.int64)


def _directions(vectors: Floats, bits: int = 8) -> Ints:
    """Give the signs of a vector along fixed random directions as one number: near titles often agree."""
    draw = np.random.default_rng(20260305).standard_normal((vectors.shape[1], bits)).astype(np.float32)
    return ((vectors @ draw) > 0) @ (1 << np.arange(bits, dtype=np.int64))


def _texts_apart(told: Evidence, titles: pl.Series) -> None:
    """Add what sets two posts of one factory apart: the shift, the line, the grade, the licence."""
    words = pl.DataFrame({"title": titles, "duties": told.frame["_duties"]})
    whole = words.select(pl.concat_str("title", "duties")).to_series()
    shift = np.column_stack([whole.str.contains(pattern).to_numpy() for pattern in _SHIFTS.values()])
    left, right = shift[told.a], shift[told.b]
    both = left.any(1) & right.any(1)
    told.add("other_shift", np.asarray(both & ~(left & right).any(1)))
    told.add("one_shift", np.asarray(left.any(1) ^ right.any(1)))
    told.add("other_grade", _other(titles.str.extract(_KIND), told.a, told.b))
    folded = told.frame["title"].str.normalize("NFKC")
    told.add("other_aside", _other(folded.str.extract(r"\(([^)]*)\)"), told.a, told.b))
    duties = told.frame["duties"].fill_null("").str.normalize("NFKC")
    told.add("numbers", overlap(duties.str.extract_all(r"\d+"), told.a, told.b))
    clauses = duties.str.replace_all(r"[;。!!\n,]+", ";").str.strip_chars(" ;").str.split(";")
    told.add("clauses", overlap(clauses, told.a, told.b, smaller=True))
    told.compare("title", told.frame["_title"])


def _other(values: pl.Series, a: Ints, b: Ints) -> Mask:
    number = values.fill_null("").rank("dense").to_numpy()
    return np.asarray(number[a] != number[b])


def _places_apart(told: Evidence, places: pl.Series) -> None:
    """Add whether one place holds the other (a park, a house in it) or their house numbers differ."""
    folded = plain(places)
    pairs = pl.DataFrame({"a": folded.gather(told.a), "b": folded.gather(told.b)})
    both = (pl.col("a") != "") & (pl.col("b") != "")
    within = pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    told.add(
        "place_within", pairs.select(both & within & (pl.col("a") != pl.col("b"))).to_series().to_numpy()
    )
    number = folded.str.extract(r"(\d+)\D*$")
    same, known = agreement(number, told.a, told.b)
    told.add("other_number", known & ~same)


def _near(columns: dict[str, Floats]) -> Mask:
    """Say which pairs are worth encoding: like trade or text, and terms not far apart."""
    trade = (columns["title_cos"] > 0.2) | (columns["title_like"] > 0.3) | (columns["duties_like"] > 0.35)
    terms = (columns["terms_same"] >= 0.2) | (columns["duties_like"] > 0.5)
    return np.asarray(trade & terms & (columns["pay_apart"] < 0.3) & (columns["duties_like"] > 0.08))


def _terms(told: Evidence) -> None:
    """Add what the terms say: pay, places, head count, schooling, ages, who to ask."""
    frame, a, b = told.frame, told.a, told.b
    for column in ("monthly_low", "monthly_high", "headcount", "education", "age_low", "age_high", "place"):
        told.compare(column, frame[column])
    told.compare("contact_phone", frame["contact_phone"])
    told.compare("county", frame["division"].str.slice(0, 6))
    told.compare("employer", frame["employer_id"])
    low = frame["monthly_low"].cast(pl.Float32).to_numpy()
    apart = np.abs(np.log(np.maximum(low[a], 1)) - np.log(np.maximum(low[b], 1)))
    apart = np.nan_to_num(apart).clip(0, 1)
    told.add("pay_apart", apart)
    told.add("pay_near", (apart > 0) & (apart < NEAR))
    told.add("trade_apart", np.maximum(0, 0.7 - told.columns["title_cos"]))
    _places_apart(told, frame["place"])
    told.add("place_like", likeness(sketches(plain(frame["place"]), 1, 64), a, b))
    columns = told.columns
    terms = ("same_monthly_low", "same_monthly_high", "same_headcount", "same_age_high", "same_place")
    told.add("terms_same", np.sum([columns[name] for name in terms], axis=0) / len(terms))
    told.add("pay_and_place", columns["same_monthly_low"] * columns["place_like"])


def _only(told: Evidence, rows: Ints) -> Evidence:
    columns = {name: values[rows] for name, values in told.columns.items()}
    return Evidence(told.frame, told.a[rows], told.b[rows], columns)


def _with_duties(told: Evidence, encoder: Encoder) -> Evidence:
    """Compare the duties of the pairs that are left by the encoder: reworded text shares few n-grams."""
    rows, place = np.unique(np.concatenate([told.a, told.b]), return_inverse=True)
    vectors, number = _vectors(encoder, told.frame["duties"].gather(rows))
    a, b = number[place[: len(told.a)]], number[place[len(told.a) :]]
    told.add("duties_cos", cosine(vectors, a, b))
    empty = (told.frame["_duties"] == "").to_numpy()
    told.add("no_duties", empty[told.a] | empty[told.b])
    columns = told.columns
    told.add("text_and_terms", columns["duties_cos"] * columns["terms_same"])
    told.add("text_and_place", columns["duties_cos"] * columns["place_like"])
    told.add("text_and_pay", columns["duties_cos"] * columns["same_monthly_low"])
    told.add("unlike", np.maximum(0, 0.8 - columns["duties_cos"]))
    told.add("near_and_text", columns["pay_near"] * columns["duties_cos"] * columns["place_like"])
    return told
