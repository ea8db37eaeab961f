import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.parse.pay import parse_pay
from features.records.vocabulary import NEEDS
from training_jobs.county.details import Said
from training_jobs.county.texts import Choice, load_shapes, need_words, pay_text

KINDS = st.sampled_from(["month", "piece", "hour", "day", "year", "negotiable"])


@given(KINDS, st.integers(19, 150), st.integers(1, 40), st.integers(0, 10**6))
def test_pay_as_written_is_read_back_as_the_record_says(kind, low, wider, seed):
    written = pay_text(Choice(np.random.default_rng(seed), 50), Said(), low * 100, (low + wider) * 100, kind)
    read = parse_pay(written.raw)
    assert read is not None, written
    assert (read.monthly_low, read.monthly_high, read.basis) == (written.low, written.high, written.basis)


def test_every_need_has_its_words():
    assert set(need_words()) == set(NEEDS)


def test_shapes_of_training_and_testing_are_disjoint():
    train, test = load_shapes("train"), load_shapes("test")
    for name in train.__slots__:
        shared = set(getattr(train, name)) & set(getattr(test, name))
        assert shared <= {"{t}"}, name


@pytest.mark.parametrize(
    ("noun", "columns"),
    [
        ("posts", ("title", "duties")),
        ("workers", ("wanted", "skills", "past_jobs")),
        ("identities", ("own_words",)),
    ],
)
def test_no_text_of_testing_occurs_in_training(county, test_county, noun, columns):
    for column in columns:
        texts = []
        for made in (county, test_county):
            series = getattr(made.records, noun)[column]
            texts.append(set(series.explode() if series.dtype.is_nested() else series) - {"", None})
        assert len(texts[1]) > 20
        assert not texts[0] & texts[1], column


def test_ads_promise_only_what_they_give(county):
    for title, offers in county.records.posts.select("title", "offers").iter_rows():
        if re.search("包住|包吃住|宿舍", title):
            assert "lodging" in offers
        assert "五险" not in title or "insurance" in offers
        if "包吃" in title:
            assert "meals" in offers


def test_titles_vary_as_ads_do(county):
    titles = county.records.posts["title"]
    assert titles.n_unique() > 0.4 * titles.len()


def test_choice_gives_different_words_and_all_where_there_are_few():
    choice = Choice(np.random.default_rng(3), 97)
    for _ in range(50):
        assert len(set(choice.some("abcde", 3))) == 3
    assert sorted(choice.some("ab", 5)) == ["a", "b"]
