from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.benchmarks import golden
from features.benchmarks.cells import read_cell
from features.parse.age import parse_age
from features.parse.experience import parse_experience
from features.parse.headcount import parse_headcount

GOLDEN = Path(__file__).parents[2] / "golden"
READERS = {"age": parse_age, "headcount": parse_headcount, "experience": parse_experience}


def _rows(half: str) -> list[dict[str, str]]:
    return golden.rows(GOLDEN / f"cells_{half}.csv")


def _right(row: dict[str, str]) -> bool:
    return read_cell(row["kind"], row["text"]) == golden.wanted_cell(row)


@pytest.mark.parametrize("row", _rows("dev"), ids=lambda row: f"{row['kind']}-{row['text'][:20]}")
def test_every_golden_cell_of_the_dev_half(row: dict[str, str]) -> None:
    assert _right(row)


@pytest.mark.parametrize("kind", ["age", "headcount", "experience", "education"])
def test_the_frozen_half_is_read_right(kind: str) -> None:
    rows = [row for row in _rows("frozen") if row["kind"] == kind]
    right = sum(map(_right, rows))
    assert right / len(rows) >= 0.98


@given(st.text(max_size=60), st.sampled_from(sorted(READERS)))
def test_no_text_breaks_a_reader_or_turns_a_range_round(text: str, kind: str) -> None:
    span = READERS[kind](text)
    if span.low is not None and span.high is not None:
        assert span.low <= span.high


@given(st.integers(16, 80), st.integers(16, 80))
def test_an_age_range_is_read_whichever_way_it_is_written(one: int, other: int) -> None:
    span = parse_age(f"{one}-{other}岁")
    assert (span.low, span.high) == (min(one, other), max(one, other))


@given(st.integers(1, 2000))
def test_a_headcount_is_read_in_digits_and_with_its_unit(n: int) -> None:
    assert parse_headcount(f"{n}人").low == parse_headcount(str(n)).low == n
