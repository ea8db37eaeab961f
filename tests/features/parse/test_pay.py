import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.parse.pay import parse_pay

GOLDEN = Path(__file__).parents[2] / "golden"


def _rows(half: str) -> list[dict[str, str]]:
    with (GOLDEN / f"pay_{half}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _wanted(row: dict[str, str]) -> tuple[object, ...] | None:
    if row["is_pay"] == "0":
        return None
    number = [int(row[k]) if row[k] else None for k in ("monthly_low", "monthly_high")]
    return (*number, row["basis"], int(row["extra_months"] or 0))


def _read(text: str) -> tuple[object, ...] | None:
    pay = parse_pay(text)
    return pay and (pay.monthly_low, pay.monthly_high, pay.basis, pay.extra_months or 0)


@pytest.mark.parametrize("row", _rows("dev"), ids=lambda row: row["text"][:20])
def test_every_golden_cell_of_the_dev_half(row: dict[str, str]) -> None:
    assert _read(row["text"]) == _wanted(row)


def test_the_frozen_half_is_read_right() -> None:
    rows = _rows("frozen")
    right = sum(_read(row["text"]) == _wanted(row) for row in rows)
    assert right / len(rows) >= 0.97


@given(st.integers(800, 50_000), st.integers(0, 50_000))
def test_a_plain_range_is_read_as_it_stands(low: int, more: int) -> None:
    pay = parse_pay(f"{low}-{low + more}元/月")
    assert pay is not None
    assert (pay.monthly_low, pay.monthly_high, pay.basis) == (low, low + more, "month")


@given(st.integers(5, 200))
def test_an_hourly_rate_counts_174_hours(rate: int) -> None:
    pay = parse_pay(f"{rate}元/小时")
    assert pay is not None
    assert (pay.monthly_low, pay.basis) == (rate * 174, "hour")


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_or_turns_a_range_round(text: str) -> None:
    pay = parse_pay(text)
    if pay and pay.monthly_low is not None and pay.monthly_high is not None:
        assert pay.monthly_low <= pay.monthly_high


@pytest.mark.parametrize("text", [None, "", "   ", "五险一金", "押金200元", "13800000000", "1" * 5000])
def test_what_is_no_pay_gives_none(text: str | None) -> None:
    assert parse_pay(text) is None
