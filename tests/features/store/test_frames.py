"""Frames come back as they went in, whatever the words."""

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from features.errors import InputError
from features.records import Employer, Post, Worker, frame_schema
from features.store.frames import normalised

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12)
NASTY = ["", "\\N", "NULL", '"', '""', "\\", "{}", "a,b", "\n\r\n", "'", "\\x00", "%s %(x)s", "𠮷焊工", " "]
ONCE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def posts(titles: list[str], skills: list[list[str]]) -> pl.DataFrame:
    n = len(titles)
    days = {"opened_on": [date(2026, 1, 1)] * n, "closes_on": [date(2026, 1, 2)] * n}
    columns = {"employer_id": [1] * n, "title": titles, "skills": skills, **days}
    return normalised(pl.DataFrame(columns).with_columns(pl.lit(0).alias("post_id")), Post)


@ONCE
@given(st.lists(st.tuples(WORDS.map("x{}".format), st.lists(WORDS, max_size=4)), min_size=1, max_size=6))
def test_any_text_comes_back_as_it_went_in(office, rows):
    told = posts([title for title, _ in rows], [skills for _, skills in rows])
    ids = office.posts.add_frame(told)
    found = office.posts.frame(ids)
    assert_frame_equal(found, told.with_columns(ids))


def test_nasty_words_and_absent_values_stay_apart(office):
    told = posts([f"x{word}" for word in NASTY], [[word, "b"] for word in NASTY]).with_columns(
        education=pl.Series([None, "80"] * 7), headcount=pl.Series([None, 0] * 7), duties=pl.Series(NASTY)
    )
    ids = office.posts.add_frame(told)
    assert_frame_equal(office.posts.frame(ids), told.with_columns(ids))


@pytest.mark.parametrize("noun", ["workers", "employers", "posts", "referrals", "fairs"])
def test_bulk_and_transaction_read_the_same(office, noun):
    repository = getattr(office, noun)
    bulk = repository.frame()
    with office.transaction():
        assert_frame_equal(repository.frame(), bulk)
    assert dict(bulk.schema) == frame_schema(repository.record)


def test_empty_frames_have_the_schema_and_write_nothing(store):
    assert dict(store.workers.frame().schema) == frame_schema(Worker)
    assert store.workers.add_frame(pl.DataFrame(schema=frame_schema(Worker))).to_list() == []
    assert store.changes(0).is_empty()


def test_defaults_fill_what_is_absent_or_null():
    frame = normalised(
        pl.DataFrame({"employer_id": [1, 2], "name": ["a", "b"], "place": [None, "乡"]}), Employer
    )
    assert frame["place"].to_list() == ["", "乡"]
    assert frame["suspended"].to_list() == [False, False]
    assert frame["lat"].to_list() == [None, None]


def test_lists_default_to_empty():
    row = {"worker_id": 1, "division": "999901", "skills": None}
    frame = normalised(pl.DataFrame([row], schema_overrides={"skills": pl.List(pl.String)}), Worker)
    assert frame["skills"].to_list() == frame["wanted"].to_list() == [[]]


def test_an_unknown_column_is_named():
    with pytest.raises(InputError, match="favourite_colour") as caught:
        normalised(pl.DataFrame({"name": ["a"], "favourite_colour": ["red"]}), Employer)
    assert "favourite_colour" in caught.value.message("zh")


def test_a_column_of_the_wrong_kind_is_named():
    with pytest.raises(InputError, match="size") as caught:
        normalised(pl.DataFrame({"name": ["a"], "size": ["many"]}), Employer)
    assert caught.value.where == "Employer.size"


def test_nasty_words_are_read_the_same_within_a_transaction(office):
    skills = [[word, "b"] if n % 3 else [] for n, word in enumerate(NASTY)]
    told = posts([f"x{word}" for word in NASTY], skills)
    ids = office.posts.add_frame(told)
    with office.transaction():
        assert_frame_equal(office.posts.frame(ids), told.with_columns(ids))
        assert office.posts.frame(ids=[]).schema == office.posts.frame().schema
