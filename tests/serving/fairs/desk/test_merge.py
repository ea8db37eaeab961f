"""Sheets come back in any order, twice, from two places: the same people, the same wishes, no doubles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from features.errors import InputError
from serving.fairs.desk import state
from serving.fairs.desk.merge import merge_file, merge_rows
from serving.fairs.desk.rows import Row, read_rows
from serving.fairs.desk.sheet import row_id, sheet_name, write_sheet

DAY = date(2026, 3, 28)


def row(sheet, number, **told):
    base = {
        "code": "",
        "name": "",
        "phone": "",
        "said": "",
        "village": "",
        "talked": (),
        "wished": (),
        "time": None,
    }
    return Row(row_id(1, sheet, number), sheet, number, **{**base, **told})


def fill(path, cells):
    """Write cells ``{row: {column: text}}`` into a sheet as a clerk would."""
    book = load_workbook(path)
    page = book.worksheets[0]
    first = next(r for r in range(1, 20) if str(page.cell(r, 1).value).startswith("F1-"))
    for number, told in cells.items():
        for column, text in told.items():
            page.cell(first + number - 1, column).value = text
    book.save(path)
    return path


def known(store):
    """Give what is true after all sheets: who (by name) came, and who wishes for which booth."""
    events = store.fair_days.events(1)
    ids = state.visitors(events)["worker_id"].to_list()
    people = store.workers.identities.frame(ids, why="test")
    names = dict(people.select("worker_id", "name").iter_rows())
    wishes = {
        (names.get(w, w), e) for e, w in state.wishes(events).select("employer_id", "worker_id").iter_rows()
    }
    return sorted(names.get(one, str(one)) for one in ids), sorted(wishes)


def test_a_sheet_filled_on_a_laptop_comes_back_and_twice_is_once(hall, tmp_path):
    path = write_sheet(hall.fairs.get(1), "a", tmp_path / "a.xlsx")
    fill(
        path,
        {
            1: {3: "模拟甲", 4: "120 0000 0701", 5: "会缝纫", 7: "1、2", 8: "1号", 9: "10:15"},
            2: {2: "3", 8: "2", 9: 0.4375},
            3: {3: "模拟乙", 7: "9"},
            4: {3: "模拟丙", 9: "下午"},
            5: {5: "电工"},
        },
    )
    first = merge_file(hall, 1, path, DAY)
    assert (first.rows, first.registered, first.known) == (2, 1, 0)
    assert {one.id: one.told.key for one in first.refused} == {
        "F1-A-0003": "fair.back.no_booth",
        "F1-A-0004": "fair.back.time",
        "F1-A-0005": "fair.back.nobody",
    }
    before = known(hall)
    assert before == (["模拟3", "模拟甲"], [("模拟3", 2), ("模拟甲", 1)])
    again = merge_file(hall, 1, path, DAY)
    assert (again.new, again.registered, again.known) == (0, 0, first.new)
    assert known(hall) == before


def test_rows_added_later_and_a_phone_added_later_are_no_new_person(hall):
    first = row("A", 1, name="模拟甲", talked=(1,))
    assert merge_rows(hall, 1, [first], [], DAY).registered == 1
    later = replace(first, phone="12000000701", wished=(1, 2))
    assert merge_rows(hall, 1, [later, row("A", 2, name="模拟乙")], [], DAY).registered == 1
    assert known(hall) == (["模拟乙", "模拟甲"], [("模拟甲", 1), ("模拟甲", 2)])
    assert merge_rows(hall, 1, [row("B", 7, phone="12000000701", wished=(3,))], [], DAY).registered == 0
    assert known(hall)[0] == ["模拟乙", "模拟甲"]


def test_two_copies_of_one_sheet_with_different_people_keep_both_and_say_so(hall):
    assert merge_rows(hall, 1, [row("A", 1, name="模拟甲", wished=(1,))], [], DAY).shared == ()
    second = merge_rows(hall, 1, [row("A", 1, name="模拟乙", wished=(1,))], [], DAY)
    assert second.shared == ("F1-A-0001",)
    assert known(hall) == (["模拟乙", "模拟甲"], [("模拟乙", 1), ("模拟甲", 1)])


def test_a_wish_on_paper_becomes_a_letter_where_the_booth_has_one_post(hall):
    hall.posts.upsert_frame(
        hall.posts.frame(ids=[5]).drop("hired", "referred").with_columns(status=pl.lit("withdrawn"))
    )
    merged = merge_rows(hall, 1, [row("A", 1, code="3", wished=(1, 2))], [], DAY)
    assert merged.letters == 1
    letters = hall.referrals.frame()
    assert letters.select("worker_id", "post_id", "source", "slip").rows() == [(3, 1, "fair", None)]


PEOPLE = [
    row("A", 1, name="模拟甲", phone="12000000701", wished=(1,)),
    row("A", 2, name="模拟乙", talked=(2,)),
    row("A", 1, name="模拟丙", wished=(3,)),
    row("B", 1, phone="12000000701", wished=(2,)),
    row("B", 2, code="3", talked=(1,), wished=(4,)),
    row("C", 1, name="模拟乙", phone="12000000702", wished=(2,)),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(PEOPLE), st.lists(st.integers(0, 5), max_size=5), st.integers(0, 5))
def test_any_order_any_repetition_any_split_tell_the_same(shared_hall, order, again, cut):
    rows = [*order, *(PEOPLE[n] for n in again)]
    with shared_hall.transaction() as connection:
        for part in (rows[:cut], rows[cut:], rows[:cut]):
            merge_rows(shared_hall, 1, part, [], DAY)
        told = known(shared_hall)
        connection.rollback()
    assert told == (
        ["模拟3", "模拟丙", "模拟乙", "模拟乙", "模拟甲"],
        [("模拟3", 4), ("模拟丙", 3), ("模拟乙", 2), ("模拟甲", 1), ("模拟甲", 2)],
    )


def test_a_foreign_file_and_a_sheet_of_another_fair_are_refused(hall, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("姓名,电话\n模拟甲,12000000701\n", "utf-8")
    with pytest.raises(InputError, match="no row numbers"):
        merge_file(hall, 1, other, DAY)
    other.write_text("F2-A-0001,,模拟甲,,,,1,1,\n", "utf-8")
    rows, refused = read_rows(other, 1)
    assert rows == []
    assert [one.told.key for one in refused] == ["fair.back.other_fair"]
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 half a file")
    with pytest.raises(InputError):
        merge_file(hall, 1, tmp_path / "broken.xlsx", DAY)
    assert hall.fair_days.events(1).is_empty()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=10), max_size=8))
def test_no_file_of_any_text_breaks_the_reader(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    lines = [["F1-A-0001" if n == 0 else cell for n, cell in enumerate(cells)] for cells in rows]
    path.write_text(
        "\n".join(",".join(c.replace(",", "") for c in cells) for cells in lines), "utf-8", errors="ignore"
    )
    try:
        taken, refused = read_rows(path, 1)
    except InputError:
        return
    assert len(taken) + len(refused) <= len(rows) * 13


@pytest.mark.parametrize("text", ["", "a b", "A/1", "a" * 13, "=A1", "../x"])
def test_a_sheet_has_a_plain_name(text):
    with pytest.raises(InputError, match="cannot name a sheet"):
        sheet_name(text)
