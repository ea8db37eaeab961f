from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.benchmarks import golden
from features.benchmarks.cells import read_pay
from features.parse.pay import parse_pay

GOLDEN = Path(__file__).parents[2] / "golden"


def _rows(name: str) -> list[dict[str, str]]:
    return golden.rows(GOLDEN / f"{name}.csv")


@pytest.mark.parametrize("row", [*_rows("pay_dev"), *_rows("pay2_dev")], ids=lambda row: row["text"][:20])
def test_every_golden_cell_of_the_dev_halves(row: dict[str, str]) -> None:
    assert read_pay(row["text"]) == golden.wanted_pay(row)


@pytest.mark.parametrize(("name", "least"), [("pay_frozen", 0.98), ("pay2_frozen", 0.98)])
def test_the_frozen_halves_are_read_right(name: str, least: float) -> None:
    rows = _rows(name)
    right = sum(read_pay(row["text"]) == golden.wanted_pay(row) for row in rows)
    assert right / len(rows) >= least


@pytest.mark.parametrize(
    ("text", "low", "high", "basis"),
    [
        ("大工300小工200", 4350, 6525, "day"),
        ("180元/8小时", 3915, 3915, "day"),
        ("250一个工", 5438, 5438, "day"),
        ("一年十来万", 8333, 8333, "year"),
        ("前两个月2800，之后3600", 3600, 3600, "month"),
        ("扣除社保到手3500", 3500, 3500, "month"),
        ("不到五千", None, 5000, "month"),
        ("六、七千", 6000, 7000, "month"),
        ("打满30天返2000，工资20/h", 3480, 3480, "hour"),
        ("4000元加班另算", 4000, 4000, "month"),
        ("2500底薪，收入5000-10000", 5000, 10000, "month"),
        ("采棉花2块5一公斤", None, None, "piece"),
        ("见面聊工资", None, None, "negotiable"),
        ("up to 8000 a month", None, 8000, "month"),
    ],
)
def test_pay_as_it_is_said(text: str, low: int | None, high: int | None, basis: str) -> None:
    pay = parse_pay(text)
    assert pay is not None
    assert (pay.monthly_low, pay.monthly_high, pay.basis, pay.raw) == (low, high, basis, text)


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


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "五险一金",
        "押金200元",
        "报销来回车票，最高800元",
        "overtime 25/hour",
        "13800000000",
        "1" * 5000,
    ],
)
def test_what_is_no_pay_gives_none(text: str | None) -> None:
    assert parse_pay(text) is None
