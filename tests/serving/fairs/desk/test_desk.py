"""The desk on the day: who is meant, where they are sent, what is noted; full booths get nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError, NotFound
from features.store import open_store
from serving.fairs.desk import state
from serving.fairs.desk.choose import choose
from serving.fairs.desk.codes import code_of, person, read_code
from serving.fairs.desk.intake import Desk, check_in, slip_of, take_in
from serving.fairs.desk.note import mark, note
from serving.fairs.desk.visitor import Visitor

DAY = date(2026, 3, 28)
NOON = datetime(2026, 3, 28, 4, tzinfo=UTC)


def desk(entry, minutes=0, name="A"):
    return Desk(name, entry, NOON + timedelta(minutes=minutes))


NEWCOMER = Visitor("会缝纫，想找包住的工作", "模拟新人", "12000000777", "模拟村9")


@given(st.integers(1, 10**9), st.integers(1, 10**12))
def test_a_code_is_read_back_however_it_is_typed(fair, worker):
    code = code_of(fair, worker)
    for text in (
        code,
        code.lower(),
        f" {code.replace('-', '')} ",
        f"http://10.0.0.1/fairs/{fair}/in?code={code}",
    ):
        found = read_code(text)
        assert (found.fair_id, found.worker_id) == (fair, worker)


@given(st.integers(1, 99), st.integers(10, 10**6), st.data())
def test_one_wrong_digit_finds_nobody(fair, worker, data):
    code = code_of(fair, worker)
    at = data.draw(st.sampled_from([n for n, c in enumerate(code[:-2]) if c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != code[at]]))
    with pytest.raises(InputError, match="check character"):
        read_code(code[:at] + digit + code[at + 1 :])


def test_a_person_is_meant_by_number_phone_or_code(hall):
    assert person(hall, 1, code_of(1, 3)) == 3
    assert person(hall, 1, " 3 ") == 3
    assert person(hall, 1, "00000000003") == 3
    with pytest.raises(InputError, match="belongs to fair 2"):
        person(hall, 1, code_of(2, 3))
    for text in ("", "模拟3", "12099999999", "999999", "2026-999999"):
        with pytest.raises(NotFound):
            person(hall, 1, text)


def test_a_phone_of_several_people_asks_for_the_number(hall):
    hall.workers.seal(hall.workers.identities.frame([1]).with_columns(worker_id=pl.lit(2, pl.Int64)))
    with pytest.raises(NotFound, match="2 people"):
        person(hall, 1, "00000000001")


def test_a_newcomer_is_registered_sealed_and_sent_to_three_booths(hall, scorer):
    number = take_in(hall, scorer, 1, NEWCOMER, desk("e1"), DAY)
    slip = slip_of(hall, 1, number)
    assert slip.rows["booth"].n_unique() == 3
    assert slip.rows["rank"].to_list() == [1, 2, 3]
    assert slip.code == code_of(1, number)
    worker = hall.workers.get(number)
    assert worker.division == "530112"
    assert "包住" not in "".join(worker.wanted)
    assert "lodging" in worker.needs
    identity = hall.workers.identity(number, why="test")
    assert (identity.name, identity.phone) == ("模拟新人", "12000000777")
    assert "模拟新人" not in str(hall.fair_days.events(1).to_dicts())


def test_the_same_entry_twice_is_one_visitor(hall, scorer):
    nameless = Visitor("电工")  # without a phone only the entry tells that it is the same person
    first = take_in(hall, scorer, 1, nameless, desk("e1"), DAY)
    before = hall.fair_days.events(1)
    assert take_in(hall, scorer, 1, nameless, desk("e1", 3), DAY) == first
    assert hall.fair_days.events(1).equals(before)


def test_a_known_phone_is_the_known_worker(hall, scorer):
    people = hall.workers.count()
    assert take_in(hall, scorer, 1, Visitor(), desk("x"), DAY, "5") == 5
    first = take_in(hall, scorer, 1, NEWCOMER, desk("e1"), DAY)
    assert take_in(hall, scorer, 1, NEWCOMER, desk("e2", name="B"), DAY) == first
    assert hall.workers.count() == people + 1


@pytest.mark.parametrize(
    "visitor",
    [Visitor(), Visitor("   "), Visitor("！！"), Visitor("电工", "人" * 61), Visitor("电工", "", "12")],
)
def test_what_cannot_be_taken_in_changes_nothing(hall, scorer, visitor):
    people = hall.workers.count()
    with pytest.raises(InputError):
        take_in(hall, scorer, 1, visitor, desk("e1"), DAY)
    assert hall.workers.count() == people
    assert hall.fair_days.events(1).is_empty()


def test_a_visitor_in_a_log_names_nobody():
    assert "模拟新人" not in repr(NEWCOMER)


def test_a_booth_marked_full_receives_nobody_until_it_opens(hall, scorer):
    mark(hall, 1, 1, True, desk("m1"))
    for n in range(4):
        number = take_in(hall, scorer, 1, Visitor("电工", phone=f"1200000088{n}"), desk(f"e{n}", n), DAY)
        assert 1 not in slip_of(hall, 1, number).rows["employer_id"].to_list()
    mark(hall, 1, 1, False, desk("m2", 5))
    mark(hall, 1, 3, True, desk("m3", 5))
    number = take_in(hall, scorer, 1, Visitor("电工", phone="12000000890"), desk("e9", 9), DAY)
    assert set(slip_of(hall, 1, number).rows["employer_id"]) == {1, 2, 4}


def test_when_all_are_full_the_slip_is_empty_and_the_person_is_kept(hall, scorer):
    for n in range(1, 5):
        mark(hall, 1, n, True, desk(f"m{n}"))
    number = take_in(hall, scorer, 1, NEWCOMER, desk("e1"), DAY)
    assert slip_of(hall, 1, number).rows.is_empty()
    assert state.visitors(hall.fair_days.events(1))["worker_id"].to_list() == [number]


def posts(rows):
    return pl.DataFrame(rows, schema=["post_id", "employer_id", "booth", "places", "desks"], orient="row")


def queue(rows):
    return pl.DataFrame(rows, schema=["employer_id", "waiting", "intentions", "is_full"], orient="row")


def test_crowds_and_taken_places_move_a_booth_down():
    hall = posts([(1, 1, 1, 2, 1), (2, 2, 2, 2, 1), (3, 3, 3, 2, 1), (4, 4, 4, 0, 1), (5, 5, None, 9, 1)])
    scored = pl.DataFrame({"post_id": [1, 2, 3, 4, 5], "value": [0.5, 0.4, 0.3, 0.9, 0.9]})
    calm = queue([(n, 0, 0, False) for n in range(1, 6)])
    assert choose(scored, hall, calm)["employer_id"].to_list() == [1, 2, 3]
    busy = queue([(1, 8, 0, False), (2, 0, 11, False), *[(n, 0, 0, False) for n in (3, 4, 5)]])
    assert choose(scored, hall, busy)["employer_id"].to_list() == [3, 1, 2]
    full = queue([(1, 0, 0, True), *[(n, 0, 0, False) for n in (2, 3, 4, 5)]])
    assert choose(scored, hall, full)["employer_id"].to_list() == [2, 3]


def test_a_long_wait_moves_a_booth_down_though_it_has_places_enough():
    scored = pl.DataFrame({"post_id": [1, 2], "value": [0.5, 0.4]})
    waits = queue([(1, 8, 0, False), (2, 0, 0, False)])
    one_desk, many = ([(1, 1, 1, 500, n), (2, 2, 2, 500, 1)] for n in (1, 40))
    assert choose(scored, posts(one_desk), waits)["employer_id"].to_list() == [2, 1]
    assert choose(scored, posts(many), waits)["employer_id"].to_list() == [1, 2]


def test_an_intention_becomes_a_letter_once_and_can_be_taken_back(hall):
    first = note(hall, 1, 1, code_of(1, 3), "intention", desk("n1"), DAY, post_id=1)
    assert first.letter
    again = note(hall, 1, 1, "3", "intention", desk("n2", 1), DAY, post_id=1)
    assert again.letter == first.letter
    letter = hall.referrals.by_letter(first.letter)
    assert (letter.source, letter.slip) == ("fair", None)
    assert state.wishes(hall.fair_days.events(1)).height == 1
    note(hall, 1, 1, "3", "withdrawn", desk("n3", 2), DAY, post_id=1)
    assert state.wishes(hall.fair_days.events(1)).is_empty()


def test_notes_about_what_is_not_there_are_refused(hall):
    with pytest.raises(NotFound, match="no booth"):
        note(hall, 1, 99, "3", "intention", desk("n"), DAY)
    with pytest.raises(InputError, match="not this employer"):
        note(hall, 1, 1, "3", "intention", desk("n"), DAY, post_id=2)
    with pytest.raises(NotFound):
        mark(hall, 1, 99, True, desk("n"))
    assert hall.fair_days.events(1).is_empty()


def test_check_in_is_once_and_tells_who_walked_in(hall):
    hall.fairs.save_plan(1, pl.DataFrame([{"worker_id": 3, "post_id": 1, "rank": 1, "value": 0.5}]))
    for number, minutes in (("3", 0), ("3", 5), ("4", 6)):
        check_in(hall, 1, number, desk(f"c{minutes}", minutes))
    found = state.visitors(hall.fair_days.events(1))
    assert found.select("worker_id", "walk_in").rows() == [(3, False), (4, True)]


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["arrived", "sent", "intention", "passed", "withdrawn", "full", "open"]),
        st.integers(1, 5),
        st.integers(1, 4),
        st.integers(0, 200),
        st.booleans(),
    ),
    max_size=40,
)


def frame(rows):
    schema = {
        "fair_id": pl.Int64,
        "event_id": pl.String,
        "kind": pl.String,
        "at": pl.Datetime("us", "UTC"),
        "source": pl.String,
        "walk_in": pl.Boolean,
        "worker_id": pl.Int64,
        "employer_id": pl.Int64,
        "post_id": pl.Int64,
    }
    told = [
        (
            1,
            f"x{n}",
            kind,
            NOON + timedelta(minutes=m),
            "desk",
            False,
            None if kind in ("full", "open") else w,
            None if kind == "arrived" else e,
            e if post and kind not in ("full", "open", "arrived") else None,
        )
        for n, (kind, w, e, m, post) in enumerate(rows)
    ]
    return pl.DataFrame(told, schema=schema, orient="row")


@settings(max_examples=25, deadline=None)
@given(EVENTS)
def test_the_database_counts_queues_as_the_events_say(shared_hall, rows):
    with shared_hall.transaction() as connection:
        events = frame(rows)
        shared_hall.fair_days.add_events(events)
        since = NOON + timedelta(minutes=60)
        counted = shared_hall.fair_days.queue(1, since)
        told = state.queue(shared_hall.fair_days.events(1), pl.Series([1, 2, 3, 4]), since)
        connection.rollback()
    assert counted.equals(told)


@given(EVENTS, st.randoms())
def test_order_and_repetition_change_nothing(rows, random):
    events = frame(rows)
    order = list(range(len(events))) * 2
    random.shuffle(order)
    mixed = events[order].unique(["fair_id", "event_id"], maintain_order=True)
    for tell in (state.visitors, state.last_words, state.wishes, state.full_now):
        assert tell(mixed).equals(tell(events))


def test_a_township_sees_no_event_of_another_but_the_whole_hall_in_counts(hall, settings):
    note(hall, 1, 1, "3", "intention", desk("n1"), DAY, post_id=1)
    with open_store(settings, scope="530113") as other:
        assert other.fair_days.events(1).filter(pl.col("worker_id").is_not_null()).is_empty()
        assert other.fair_days.queue(1, NOON).filter(employer_id=1)["intentions"].item() == 1
