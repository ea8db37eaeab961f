"""Buses are filled township by township, waves stay level, and nobody is in two places at once."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError
from features.records.fair_day import FairDay
from serving.fairs.day import slots, waves
from serving.fairs.day.clash import Spans, clashes, overlaps
from serving.fairs.day.clock import heard, told
from serving.fairs.day.hall import number_booths

DAY = FairDay(fair_id=1)
EMPTY = pl.DataFrame(schema=slots.SLOT)


def people(rows):
    names = {"worker_id": pl.Int64, "division": pl.String, "village": pl.String, "km": pl.Float64}
    return pl.DataFrame(rows, schema=names, orient="row")


crowds = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 4), st.one_of(st.none(), st.floats(0, 120))), max_size=150
)


@settings(max_examples=40, deadline=None)
@given(crowds, st.integers(1, 50), st.integers(10, 90))
def test_everybody_comes_once_and_no_bus_is_overfull(crowd, seats, wave):
    rows = [(n, f"53011220{t}00{v}", f"模拟村{v}", km) for n, (t, v, km) in enumerate(crowd, 1)]
    day = DAY.model_copy(update={"seats": seats, "wave_minutes": wave})
    buses, arrivals = waves.arrange(people(rows), day)
    assert sorted(arrivals["worker_id"]) == [row[0] for row in rows]
    assert clashes(Spans(buses, arrivals, EMPTY, day.closes)) == []
    assert (buses["people"] <= seats).all()
    towns = {row[0]: row[1][:9] for row in rows}
    owner = dict(buses.select("bus", "division").iter_rows())
    for worker, _, bus in arrivals.iter_rows():
        assert bus is None or owner[bus] == towns[worker]
        assert (bus is None) == (rows[worker - 1][3] is not None and rows[worker - 1][3] < waves.NEAR_KM)
    assert (buses["returns"] <= day.closes).all()
    assert (buses["departs"] < buses["arrives"]).all()


def test_those_on_their_own_fill_the_emptiest_waves():
    far = [(n, "530112201001", "模拟村1", 20.0) for n in range(1, 46)]
    near = [(n, "530112201001", "模拟村1", 1.0) for n in range(46, 86)]
    buses, arrivals = waves.arrange(people(far + near), DAY)
    assert len(buses) == 1
    load = arrivals.group_by("wave").len().sort("wave")["len"].to_list()
    assert load == [45, 5, 5, 5, 5, 5, 5, 5, 5]


def test_a_far_bus_is_given_a_wave_it_reaches_without_leaving_at_night():
    far = [(1, "530112201001", "模拟村1", 150.0)]  # five hours on the road
    buses, _ = waves.arrange(people(far), DAY)
    assert buses["departs"][0] >= waves.EARLIEST
    assert buses["wave"][0] > 1


def asked(rows):
    schema = {name: pl.Float64 if name == "value" else pl.Int64 for name in slots.ASKED}
    return pl.DataFrame(rows, schema=schema, orient="row")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 15), st.integers(1, 4), st.integers(0, 8)),
        unique_by=lambda r: r[:2],
        max_size=40,
    )
)
def test_slots_never_put_a_person_or_a_desk_twice(pairs):
    minutes = {1: 10, 2: 15, 3: 20, 4: 45}
    rows = [(w, e, 0.5, 540 + 30 * wave, 660 + 30 * wave, minutes[e], 1 + e % 2) for w, e, wave in pairs]
    given_, left = slots.arrange(asked(rows), 540)
    arrivals = pl.DataFrame(
        {"worker_id": [r[0] for r in rows], "bus": [None] * len(rows)},
        schema={"worker_id": pl.Int64, "bus": pl.Int64},
    )
    buses = pl.DataFrame(
        schema={"bus": pl.Int64, "arrives": pl.Int64, "returns": pl.Int64, "seats": pl.Int64}
    )
    spans = Spans(buses, arrivals.unique(), given_, 900)
    assert clashes(spans) == []
    assert len(given_) + len(left) == len(rows)
    window = {(r[0], r[1]): (r[3], r[4]) for r in rows}
    for worker, employer, desk, starts, lasts in given_.iter_rows():
        begin, end = window[worker, employer]
        assert begin <= starts
        assert starts + lasts <= end
        assert desk <= 1 + employer % 2


def test_slots_are_used_while_there_is_room():
    rows = [(n, 1, 0.5, 540, 600, 15, 2) for n in range(1, 10)]
    given_, left = slots.arrange(asked(rows), 540)
    assert (len(given_), len(left)) == (8, 1)


def test_the_check_finds_what_is_wrong():
    buses = pl.DataFrame({"bus": [1], "arrives": [540], "returns": [600], "seats": [1]})
    arrivals = pl.DataFrame({"worker_id": [1, 2, 2], "bus": [1, 1, None]})
    rows = [(1, 7, 1, 530, 20), (1, 8, 1, 590, 20), (2, 7, 1, 540, 15)]
    found = clashes(Spans(buses, arrivals, pl.DataFrame(rows, schema=slots.SLOT, orient="row"), 900))
    assert sorted(one.key for one in found) == [
        "fair.clash.desk", "fair.clash.person", "fair.clash.person", "fair.clash.seats", "fair.clash.twice",
    ]  # fmt: skip
    assert all(one.text("zh") and one.text("en") for one in found)


def test_a_long_span_is_seen_past_a_short_one():
    spans = pl.DataFrame(
        {"who": [1, 1, 1], "place": ["a", "b", "c"], "starts": [0, 10, 30], "ends": [60, 20, 40]}
    )
    assert overlaps(spans)["place"].to_list() == ["b", "c"]


def test_booths_keep_their_numbers_and_industries_stand_together():
    booths = pl.DataFrame(
        {
            "fair_id": [1] * 6,
            "employer_id": [1, 2, 3, 4, 5, 6],
            "booth": [None, 2, None, None, None, None],
            "capacity": [None] * 6,
        },
        schema={"fair_id": pl.Int64, "employer_id": pl.Int64, "booth": pl.Int64, "capacity": pl.Int64},
    )
    about = pl.DataFrame(
        {
            "employer_id": [1, 2, 3, 4, 5, 6],
            "industry": ["C", "C", "H", "C", "H", None],
            "invited": [5, 9, 1, 7, 2, 3],
        }
    )
    numbered = number_booths(booths, about, 5)
    where = dict(numbered.select("employer_id", "booth").iter_rows())
    assert where[2] == 2
    assert sorted(n for n in where.values() if n) == [1, 2, 3, 4, 5]
    assert sum(n is None for n in where.values()) == 1
    order = [e for e, _ in sorted(((e, n) for e, n in where.items() if n and e != 2), key=lambda p: p[1])]
    industries = [dict(zip(about["employer_id"], about["industry"], strict=True))[e] for e in order]
    assert industries == sorted(industries, key=lambda one: one or "")


@given(st.integers(0, 1439))
def test_clock_times_are_read_as_they_are_written(minutes):
    assert heard(told(minutes)) == minutes


@pytest.mark.parametrize("text", ["", "25:00", "9:60", "九点", "09:30:00", "-1:00", "1" * 50])
def test_what_is_no_time_is_refused_with_its_field(text):
    with pytest.raises(InputError, match="time of day"):
        heard(text, "opens")
