"""The judge: what is right, wrong, empty, invented, lost or made up."""

from typing import Any

import pytest

from features.benchmarks.layouts import Layout, Line, Page
from features.benchmarks.scoring import Score, same, score

TRUTH = {"title": "缝纫工", "headcount": 5, "phone": "13800000001", "place": None}


def sheet(*lines: Line) -> Layout:
    return Layout(0, "posts", "csv", "utf-8", (Page("Sheet1", [Line("head", ["a"]), *lines]),), ())


def told(*records: dict[str, Any], rejected: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"accepted": len(records), "records": list(records), "rejected": list(rejected)}


GOOD = Line("data", ["x"], [TRUTH])
BACK = Line("data", ["x"], [], ("missing_title",))
RIGHT = {"sheet": "", "row": 2, "title": "缝纫工", "headcount": 5, "phone": "138-0000-0001", "place": None}


def causes(of: Score) -> set[tuple[str, str]]:
    return set(of.causes)


def test_all_right() -> None:
    got = score(sheet(GOOD), told(RIGHT))
    assert (got.rows, got.accounted, got.fields, got.right, got.unsaid, got.invented) == (1, 1, 3, 3, 1, 0)
    assert got.lossless == 1
    assert not got.slips


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"headcount": 6}, ("wrong", "headcount")),
        ({"headcount": None}, ("empty", "headcount")),
        ({"place": "昆明"}, ("invented", "place")),
    ],
)
def test_each_fault_has_its_name(change: dict[str, Any], cause: tuple[str, str]) -> None:
    assert causes(score(sheet(GOOD), told({**RIGHT, **change}))) == {cause}


def test_a_lost_row_counts_against_rows_and_fields() -> None:
    got = score(sheet(GOOD), told())
    assert (got.accounted, got.right, got.fields, got.lossless) == (0, 0, 3, 0)
    assert causes(got) == {("missing_row", "")}


def test_a_row_out_of_nothing_is_seen() -> None:
    got = score(sheet(GOOD), told(RIGHT, {**RIGHT, "row": 9}))
    assert causes(got) == {("made_up_row", "")}
    assert got.lossless == 0


def test_a_good_row_sent_back_loses_its_fields() -> None:
    got = score(sheet(GOOD), told(rejected=({"sheet": "", "row": 2, "reason": "duplicate"},)))
    assert causes(got) == {("wrongly_sent_back", "duplicate")}
    assert (got.accounted, got.right) == (1, 0)


def test_a_bad_row_must_go_back_for_its_own_reason() -> None:
    for reason, right in (("missing_title", 1), ("duplicate", 0)):
        got = score(sheet(BACK), told(rejected=({"sheet": "", "row": 2, "reason": reason},)))
        assert (got.refusals, got.refused) == (1, right)
    assert causes(score(sheet(BACK), told({"sheet": "", "row": 2}))) == {("wrongly_taken", "missing_title")}


def test_sheets_are_told_apart_where_there_are_several() -> None:
    pages = tuple(Page(name, [Line("head", ["a"]), GOOD]) for name in ("东", "西"))
    two = Layout(0, "posts", "xlsx", "utf-8", pages, ())
    assert score(two, told({**RIGHT, "sheet": "东"}, {**RIGHT, "sheet": "西"})).lossless == 1
    mixed = score(two, told({**RIGHT, "sheet": "东"}, {**RIGHT, "sheet": "东", "row": 3}))
    assert {cause for cause, _ in causes(mixed)} == {"missing_row", "made_up_row"}


def test_values_are_compared_without_widths_and_blanks() -> None:
    assert same("title", "质检员（夜班）", "质检员(夜班) ")
    assert not same("title", "质检员", "质检")
    assert same("wanted", ["电工"], ["电工"])
    assert not same("wanted", ["电工", "焊工"], ["焊工", "电工"])
    assert not same("monthly_low", 4000, None)


def test_several_records_of_one_row_are_one_row_accepted() -> None:
    two = Line("data", ["x"], [TRUTH, {**TRUTH, "title": "质检员"}])
    records = [RIGHT, {**RIGHT, "title": "质检员"}]
    assert score(sheet(two), {**told(*records), "accepted": 1}).lossless == 1
    assert score(sheet(two), told(*records)).lossless == 0
    assert causes(score(sheet(two), {**told(RIGHT), "accepted": 1})) == {("records", "")}
