"""Evidence that two posts are one: posted by two agencies, or reworded."""

from __future__ import annotations

import numpy as np
import polars as pl

from matching.doubles import post_terms
from matching.doubles.blocks import candidates
from matching.doubles.evidence import Evidence
from matching.doubles.post_terms import plain
from matching.doubles.sketch import cosine, likeness, sketches
from matching.doubles.weights import Weights
from matching.encode import Encoder
from matching.types import Floats, Ints

COLUMNS = (
    "post_id", "employer_id", "title", "duties", "division", "place", "headcount", "monthly_low",
    "monthly_high", "education", "age_low", "age_high", "contact_phone",
)  # fmt: skip

_ASIDE = r"[(\[【][^)\]】]*[)\]】]|急招|急聘|高薪|诚聘|招聘|数名|若干"
ROUND = 250
"""Yuan a month within which two figures fall into one block."""
FULL = 0.8
"""Cosine of duties above which nothing speaks against them."""


def bare(titles: pl.Series) -> pl.Series:
    """Give plain titles without asides in brackets and words of advertisement."""
    return plain(titles.fill_null("").str.normalize("NFKC").str.replace_all(_ASIDE, ""))


def evidence(posts: pl.DataFrame, window: int, encoder: Encoder, weights: Weights | None = None) -> Evidence:
    """Compare posts over ``COLUMNS``; titles and duties by n-grams and by the encoder.

    What is dear to compute is computed for the pairs that are left: first terms, then texts, and the
    meaning of the duties last, with ``weights`` only where it can still lift a pair to their threshold.
    """
    frame = posts.with_columns(
        bare(posts["title"]).replace("", None).alias("_title"), plain(posts["duties"]).alias("_duties")
    )
    titles, number = _vectors(encoder, frame["_title"])
    blocked = _blocked(frame, _directions(titles)[number])
    a, b = candidates(blocked, _keys(), frame["_duties"].rank("ordinal").to_numpy(), window)
    told = Evidence(frame, a, b)
    post_terms.pay(told)
    told = told.only((told.columns["terms_same"] >= 0.2) & (told.columns["pay_apart"] < 0.3))
    told = _texts(told, titles, number)
    post_terms.terms(told)
    post_terms.words(told)
    if weights is not None:
        told = told.only(_hopeful(told, weights))
    return _duties(told, _meaning(told, encoder))


def _texts(told: Evidence, titles: Floats, number: Ints) -> Evidence:
    """Add likeness of titles and duties, and leave the pairs of like trade or text."""
    a, b = told.a, told.b
    told.add("title_cos", cosine(titles, number[a], number[b]))
    told.add("title_like", likeness(sketches(told.frame["_title"], 1, 32), a, b))
    told.add("duties_like", likeness(sketches(told.frame["_duties"], 3, 128), a, b))
    told.add("trade_apart", np.maximum(0, 0.7 - told.columns["title_cos"]))
    told.compare("title", told.frame["_title"])
    empty = (told.frame["_duties"] == "").to_numpy()
    told.add("no_duties", empty[a] | empty[b])
    columns = told.columns
    trade = (columns["title_cos"] > 0.2) | (columns["title_like"] > 0.3) | (columns["duties_like"] > 0.35)
    return told.only(trade & ((columns["duties_like"] > 0.08) | (columns["no_duties"] > 0)))


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


def _hopeful(told: Evidence, weights: Weights) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Say which pairs could reach the threshold whatever their duties turn out to mean."""
    alike = weights.probability(_duties(told.only(slice(None)), np.ones(len(told.a), np.float32)))
    unlike = weights.probability(_duties(told.only(slice(None)), np.zeros(len(told.a), np.float32)))
    return np.asarray(np.maximum(alike, unlike) >= weights.threshold)


def _meaning(told: Evidence, encoder: Encoder) -> Floats:
    """Give the cosine of the duties of each pair; reworded text shares few n-grams."""
    rows, place = np.unique(np.concatenate([told.a, told.b]), return_inverse=True)
    vectors, number = _vectors(encoder, told.frame["duties"].gather(rows))
    return cosine(vectors, number[place[: len(told.a)]], number[place[len(told.a) :]])


def _duties(told: Evidence, meaning: Floats) -> Evidence:
    """Add what the meaning of the duties says, alone and together with terms."""
    columns, said = told.columns, 1 - told.columns["no_duties"]
    told.add("duties_cos", meaning * said)
    told.add("unlike", np.maximum(0, FULL - meaning) * said)
    for name, other in (("terms", "terms_same"), ("place", "place_like"), ("pay", "same_monthly_low")):
        told.add(f"text_and_{name}", columns["duties_cos"] * columns[other])
    told.add("near_and_text", columns["pay_near"] * columns["duties_cos"] * columns["place_like"])
    told.add("terms_alone", (1 - said) * columns["terms_same"])
    told.add("title_alone", (1 - said) * columns["same_title"])
    told.add("trade_apart_alone", (1 - said) * columns["trade_apart"])
    told.add("clauses_and_place", columns["clauses"] * columns["place_like"])
    told.add("clauses_apart", columns["clauses"] * columns["trade_apart"])
    return told
