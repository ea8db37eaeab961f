"""What makes the cleaning of texts quick leaves every text as the plain patterns would."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from features import text
from features.text_words import LATIN, PROTECTED, PROTECTED_HAN

PARTS = st.sampled_from(
    ("限女性", "男", "包吃住", "18-45岁", "身高160cm", "已婚", "female", "MEN", "25 yo", "汉族", "焊工", "K",
     "ſ", "５０00元", "healthy", " ", "/", "4050人员", "招女", "优先")
)  # fmt: skip
TEXTS = st.lists(st.one_of(PARTS, st.text(max_size=6)), max_size=8).map("".join)


def plainly(texts: list[str]) -> list[str]:
    """Take the protected words out with the whole pattern, whatever the text."""
    series = pl.Series("text", texts, pl.String).str.normalize("NFKC").str.to_lowercase()
    return series.str.replace_all(PROTECTED, " ").to_list()


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_the_short_way_takes_out_the_same_words(texts: list[str]) -> None:
    series = pl.Series("text", texts, pl.String).str.normalize("NFKC").str.to_lowercase()
    quick = pl.DataFrame([series]).select(text._unprotected(pl.col("text"))).to_series()
    assert quick.to_list() == plainly(texts)


def test_what_is_left_out_for_chinese_needs_a_latin_letter() -> None:
    assert PROTECTED.startswith(PROTECTED_HAN)
    words = PROTECTED.removeprefix(PROTECTED_HAN).strip("|").split(r"|\b")
    assert len(words) > 10
    assert all(pl.Series([word]).str.contains(LATIN).all() for word in words)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_few_texts_are_cleaned_as_many_are(texts: list[str]) -> None:
    many = pl.Series(texts * (text.FEW + 1), dtype=pl.String)
    few = text.clean_series(pl.Series(texts, dtype=pl.String)).to_list()
    assert few == text.clean_series(many).to_list()[: len(texts)]
    assert few == text.clean_series(pl.Series(texts, dtype=pl.String)).to_list()  # remembered by now


def test_nothing_said_is_empty_and_long_texts_are_not_remembered() -> None:
    told = "缝纫工" * 60
    assert text.clean_series(pl.Series([None, told], dtype=pl.String)).to_list() == ["", told]
    assert told not in text._MET
