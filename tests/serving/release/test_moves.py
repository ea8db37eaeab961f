"""A consumer that wants part of the posts ends with exactly the live posts of that part."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError
from features.records import Employer, LedgerEntry, Post, frame_schema
from serving.board import Board, build
from serving.release.feed import lines, page
from serving.release.wanted import Wanted

DAY = date(2026, 3, 10)
TOWNS = ("999901", "999902")
WORK = ("缝纫工", "保安")
CODES = {"缝纫工": "6-05-01-03", "保安": "4-07-05-01"}
LIVE = ("published", "changed")


def codes(titles: Any) -> list[str]:
    return [CODES[title] for title in titles]


WANTS = [Wanted(("999901",), (), codes), Wanted((), ("6-05",), codes), Wanted(("9999",), ("4",), codes)]


def board_of(history: list[tuple[int, str, int, int]]) -> Board:
    """Build the board that acts (post, act, town, work) leave behind; an act sets the words of its post."""
    status, words = {}, {}
    for post, act, town, work in history:
        status[post] = "published" if act in LIVE else act
        words[post] = (TOWNS[town], WORK[work])
    rows = [
        {
            **Post(post_id=n, employer_id=1, title=words[n][1], opened_on=DAY, closes_on=DAY).model_dump(),
            "division": words[n][0], "status": status[n],
        } for n in sorted(status)
    ]  # fmt: skip
    entries = [
        {"seq": seq, "post_id": post, "action": act, "at": datetime.now(UTC)}
        for seq, (post, act, *_) in enumerate(history, 1)
    ]
    schema = {k: v for k, v in frame_schema(LedgerEntry).items() if k in ("seq", "post_id", "action", "at")}
    employer = pl.DataFrame([Employer(employer_id=1, name="厂").model_dump()], schema=frame_schema(Employer))
    return build(
        pl.DataFrame(rows, schema=frame_schema(Post)), employer, pl.DataFrame(entries, schema=schema)
    )


ACTS = st.lists(
    st.tuples(
        st.integers(1, 4), st.sampled_from(["published", "changed", "withdrawn", "checked"]),
        st.integers(0, 1), st.integers(0, 1),
    ), min_size=1, max_size=20,
)  # fmt: skip


def sensible(acts: list[tuple[int, str, int, int]]) -> list[tuple[int, str, int, int]]:
    live: set[int] = set()
    kept = []
    for post, act, town, work in acts:
        if (act in ("changed", "withdrawn")) != (post in live):
            continue
        kept.append((post, act, town, work))
        live = (live | {post}) if act in LIVE else live - {post}
    return kept


@settings(max_examples=60, deadline=None)
@given(ACTS, st.sampled_from(WANTS), st.data())
def test_a_choosy_consumer_holds_exactly_what_it_wants(
    acts: Any, wanted: Wanted, data: st.DataObject
) -> None:
    history = sensible(acts)
    stops = [*sorted(data.draw(st.lists(st.integers(0, len(history)), max_size=3))), len(history)]
    held: dict[int, Any] = {}
    cursor = 0
    for stop in stops:
        board, more = board_of(history[:stop]), stop > 0
        while more:
            answer = json.loads(page(board, cursor, 3, wanted))
            for change in answer["changes"]:
                held.pop(change["id"], None)
                if not change["removed"]:
                    held[change["id"]] = change["post"]
            cursor, more = answer["cursor"], answer["more"]
    if history:
        snapshot = [json.loads(line) for line in lines(board_of(history), wanted).splitlines()]
        assert held == {row["post_id"]: row for row in snapshot}


def test_what_a_change_takes_out_of_the_wish_comes_as_a_tombstone() -> None:
    board = board_of([(1, "published", 0, 0), (2, "published", 1, 0), (1, "changed", 1, 0)])
    told = json.loads(page(board, 2, 10, WANTS[0]))["changes"]
    assert [(one["id"], one["removed"], one["reason"]) for one in told] == [(1, True, "outside")]
    fresh = json.loads(page(board, 0, 10, WANTS[0]))["changes"]
    assert fresh == []  # who asks from the beginning never held it


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"divisions": ("12345",)}, "wanted_division"), ({"divisions": ("x",)}, "wanted_division"),
        ({"occupations": ("6-1",)}, "wanted_occupation"),
        ({"divisions": tuple(f"{n:06}" for n in range(51))}, "wanted_many"),
    ],
)  # fmt: skip
def test_codes_that_are_none_are_refused(wish: Any, code: str) -> None:
    with pytest.raises(InputError) as refused:
        Wanted(**wish)
    assert refused.value.reason == code


def test_titles_are_coded_by_the_shipped_coder() -> None:
    wanted = Wanted((), ("4-07-05",))
    rows = pl.DataFrame({"title": ["保安", "缝纫工", "保安"], "post_id": [1, 2, 3]})
    assert wanted.keep(rows)["post_id"].to_list() == [1, 3]
