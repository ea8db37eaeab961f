"""Who is held ready is answered as who comes anew; one row is made ready as it would be among many."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.records import Worker, frame_schema
from features.store import Store
from matching.bundle import Bundle
from matching.matcher import Matcher
from matching.matcher.live import Tools
from matching.occupations.frames import BestCodes
from matching.pairing import prepare_workers

DAY = date(2026, 4, 15)
TRADES = ("缝纫工", "电焊工", "电工/焊工", "waiter", "厨师(女)", "司机 C1", "", "ⴰⵣⵓⵍ")
WORDS = st.lists(st.sampled_from(TRADES) | st.text(max_size=12), max_size=3)


@st.composite
def workers(draw: st.DrawFn) -> pl.DataFrame:
    rows = [
        Worker(
            worker_id=number, division="999901101", registered_on=DAY, valid_until=DAY,
            **{name: tuple(draw(WORDS)) for name in ("wanted", "past_jobs", "skills", "certificates")},
            wanted_places=tuple(draw(st.lists(st.sampled_from(("9999", "999901", "11")), max_size=5))),
            needs=tuple(draw(st.sets(st.sampled_from(("lodging", "meals"))))),
        ).model_dump()
        for number in range(1, draw(st.integers(2, 4)) + 1)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=frame_schema(Worker))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frame=workers())
def test_a_row_alone_is_made_ready_as_among_others(frame: pl.DataFrame, bundle: Bundle) -> None:
    many = pl.concat([frame] * 12)  # past what is looked up text by text
    whole = prepare_workers(bundle, many)
    tools = Tools(bundle.encoder, BestCodes(bundle.coder))
    for number in range(frame.height):
        alone = prepare_workers(tools, frame[number])
        unordered = pl.col("tidy", "kinds").list.sort()
        assert alone.frame.with_columns(unordered).equals(whole.frame[number].with_columns(unordered))
        assert (alone.codes == whole.codes[number]).all()
        assert all((alone.bits[name] == whole.bits[name][number]).all() for name in whole.bits)
        assert all((a == b[number]).all() for a, b in zip(alone.places, whole.places, strict=True))
        np.testing.assert_allclose(alone.vectors, whole.vectors[[number]], atol=1e-6)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_whoever_is_held_ready_gets_the_same_answer(matcher: Matcher, number: int) -> None:
    before = matcher.match_worker(number, DAY)
    matcher.warm()
    assert matcher.match_worker(number, DAY) == before


def test_a_changed_row_is_not_taken_for_the_one_held(matcher: Matcher, office: Store) -> None:
    matcher.warm()
    fresh = office.workers.frame(ids=[1]).with_columns(wanted=pl.Series([["电焊工"]]))
    assert matcher.live.ready_worker(fresh).frame["wanted"].to_list() == [["电焊工"]]
    assert matcher.live.ready_worker(office.workers.frame(ids=[1])).frame["wanted"].to_list() == [["缝纫工"]]


def test_a_changed_employer_reaches_the_gates(matcher: Matcher, office: Store) -> None:
    assert matcher.match_text("缝纫工", DAY).eligible
    seq = int(office.changes(0)["seq"].max())
    office.employers.upsert_frame(office.employers.frame().with_columns(suspended=pl.lit(True)))
    matcher.refresh(office.changes(seq))
    assert matcher.match_text("缝纫工", DAY).refused["employer"] == len(matcher.live.posts.ids)


class Counting:
    def __init__(self, coder) -> None:
        self.coder, self.asked = coder, []

    def code(self, titles, k=5):
        self.asked += titles
        return self.coder.code(titles, k)


def test_titles_are_coded_once_and_sentences_not_remembered(bundle: Bundle) -> None:
    counting = Counting(bundle.coder)
    codes = BestCodes(counting)
    long = "想找一份离家近的缝纫的活" * 6
    first = codes.code(["缝纫工", "xyzzy", "缝纫工", long])
    assert codes.code(["缝纫工", "xyzzy", "缝纫工", long]) == first
    assert counting.asked == ["缝纫工", "xyzzy", long, long]
    assert [found[:1] for found in bundle.coder.code(["缝纫工", "xyzzy"])] == first[:2]
