"""Sketches: near the true Jaccard likeness, exact for short texts, blind to nothing but length."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.doubles.sketch import EMPTY, cosine, likeness, sketches


def grams(text: str, n: int) -> set[str]:
    return {text[k : k + n] for k in range(len(text) - n + 1)}


def jaccard(a: str, b: str, n: int) -> float:
    both = grams(a, n) | grams(b, n)
    return len(grams(a, n) & grams(b, n)) / len(both) if both else 0.0


def one(a: str, b: str, gram: int = 2, bins: int = 256) -> float:
    return float(likeness(sketches(pl.Series([a, b]), gram, bins), np.array([0]), np.array([1]))[0])


@given(st.text("缝纫工平车质检员", max_size=9), st.text("缝纫工平车质检员", max_size=9))
def test_short_texts_are_compared_almost_exactly(a: str, b: str) -> None:
    assert one(a, b) == pytest.approx(jaccard(a, b, 2), abs=0.13)


def test_long_texts_are_estimated_without_bias() -> None:
    draw = np.random.default_rng(3)
    words = "".join(chr(0x4E00 + k) for k in range(400))
    off = []
    for _ in range(60):
        base = [words[k] for k in draw.integers(0, 400, 120)]
        other = base[:70] + [words[k] for k in draw.integers(0, 400, 50)]
        a, b = "".join(base), "".join(other)
        off.append(one(a, b, 3, 128) - jaccard(a, b, 3))
    assert abs(float(np.mean(off))) < 0.03
    assert float(np.std(off)) < 0.08


def test_neighbouring_texts_do_not_flow_into_each_other() -> None:
    alone = sketches(pl.Series(["缝纫工"]), 2, 64)[0]
    among = sketches(pl.Series(["电焊", "缝纫工", "保洁"]), 2, 64)[1]
    assert (alone == among).all()


def test_nothing_is_like_nothing() -> None:
    told = sketches(pl.Series(["", None, "工"], dtype=pl.String), 2, 64)
    assert (told == EMPTY).all()
    assert likeness(told, np.array([0]), np.array([1])).tolist() == [0.0]


def test_cosine_is_taken_pair_by_pair() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32)
    assert cosine(vectors, np.array([0, 0]), np.array([1, 2])).tolist() == [0.0, 1.0]
