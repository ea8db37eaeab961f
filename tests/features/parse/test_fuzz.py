"""No text breaks a reader, takes it long, or says something new when what was read is read again."""

import re
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from features.codes.identity import read_credit_code, read_id_number
from features.intake import read_sentence
from features.parse.age import parse_age
from features.parse.certificates import certificate_name, parse_certificates
from features.parse.clean import clean
from features.parse.dates import parse_date, read_day
from features.parse.education import read_education
from features.parse.experience import parse_experience
from features.parse.headcount import parse_headcount
from features.parse.pay import parse_pay
from features.parse.phone import parse_phone
from features.parse.place import parse_place
from features.parse.skill_level import parse_skill_level

DAY = date(2026, 3, 2)
LONG = 100_000
SECONDS = 3.0
"""Far above what any reader takes (0.4 s), far below what a pattern that runs wild takes."""
READERS: dict[str, Callable[[str], Any]] = {
    "pay": parse_pay, "age": parse_age, "headcount": parse_headcount, "experience": parse_experience,
    "education": read_education, "day": lambda text: read_day(text, DAY), "place": parse_place,
    "phone": parse_phone, "certificates": parse_certificates, "skill_level": parse_skill_level,
    "identity": lambda text: read_id_number(text, DAY), "credit_code": read_credit_code,
    "sentence": read_sentence,
}  # fmt: skip
_WORDS = [
    *re.findall(r"\S+", "1 9 2026 18 4500 一 十 百 千 万 元 块 年 月 天 岁 - ~ ， 、 （ ） 到 至"),
    *re.findall(r"\S+", "会 找 做 开 工 证 焊 以上 以下 不 男 女 . / 每 + 起 昆明 朝阳 级 高级 年龄"),
    *re.findall(r"\S+", "经验 报销 近 住 包 夜班 夫妻 本科 初中 the can and x X 人 名 若干 面议"),
    *("13800000001", "ﷺ", "㍢", " ", "\u202e", "\x00"),
]
CELLS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=14).map("".join))
RUNS = ("1", "一", "a ", "can ", "1-", "(", "1,000", "最高", "千万", "1 ", "老婆", "晚上", "开车", "﷽")


@pytest.mark.parametrize("name", sorted(READERS))
@given(text=CELLS)
def test_no_text_breaks_a_reader(name: str, text: str) -> None:
    read = READERS[name](text)
    for one in read if name == "certificates" else (read,):
        sure = getattr(one, "confidence", 1.0)
        assert 0.0 <= sure <= 1.0
        assert getattr(one, "raw", text) == text


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("run", RUNS, ids=repr)
def test_no_text_keeps_a_reader_long(name: str, run: str) -> None:
    text = run * (LONG // len(run))
    began = time.perf_counter()
    READERS[name](text)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize("name", ["pay", "age", "headcount", "experience"])
@given(text=CELLS)
def test_nothing_is_read_out_of_a_text_without_a_figure(name: str, text: str) -> None:
    figures = set("一二三四五六七八九十百千万零两半几俩壹贰叁肆伍陆柒捌玖拾佰仟萬毛角")
    plain = clean(text)
    if any(char.isdigit() or char.isnumeric() for char in plain) or set(plain) & figures:
        return
    read = READERS[name](text)
    if name == "experience" and read.low == 0:  # 应届生
        return
    low, high = (read.monthly_low, read.monthly_high) if name == "pay" and read else (None, None)
    assert (low, high) == (None, None)
    assert name == "pay" or (read.low, read.high) == (None, None)


@given(st.integers(800, 60_000), st.integers(0, 60_000))
def test_pay_read_again_as_it_was_read_says_the_same(low: int, more: int) -> None:
    read = parse_pay(f"{low}-{low + more}元/月")
    assert read is not None
    again = parse_pay(f"{read.monthly_low}-{read.monthly_high}元/月")
    assert again is not None
    assert (again.monthly_low, again.monthly_high, again.basis) == (low, low + more, "month")


@given(st.integers(14, 70), st.integers(14, 70))
def test_ages_read_again_say_the_same(one: int, other: int) -> None:
    read = parse_age(f"{one}到{other}周岁")
    again = parse_age(f"{read.low:g}-{read.high:g}岁")
    assert (again.low, again.high) == (read.low, read.high) == (min(one, other), max(one, other))


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_day_read_again_says_the_same(day: date) -> None:
    read = read_day(f"{day.year}.{day.month}.{day.day}", DAY)
    assert parse_date(str(read.value), DAY) == day
    assert read.confidence == 1.0


@given(
    st.sampled_from(
        ["电工证", "焊工证", "叉车证", "健康证", "驾照A2", "保安员证", "教师资格证", "会计证", "厨师证"]
    )
)
def test_a_certificate_kept_is_kept_under_the_same_name(name: str) -> None:
    assert certificate_name(certificate_name(name)) == certificate_name(name) == name
    assert [one.name for one in parse_certificates(name)] == [name]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_phone_read_again_says_the_same(number: str) -> None:
    read = parse_phone(f" {number[:3]}-{number[3:7]}-{number[7:]} ")
    assert read is not None
    again = parse_phone(read.number)
    assert again is not None
    assert again.number == read.number == number


@given(st.dates(date(1940, 1, 1), date(2009, 1, 1)), st.integers(0, 999), st.integers(0, 16))
def test_one_wrong_digit_of_an_identity_number_is_never_mended(born: date, serial: int, place: int) -> None:
    digits = f"999999{born:%Y%m%d}{serial:03d}"
    number = digits + mod_11_2.calc_check_digit(digits)
    changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    read, wrong = read_id_number(number, DAY), read_id_number(changed, DAY)
    assert read is not None
    assert wrong is not None
    assert (read.fault, read.birth_date, read.confidence) == (None, born, 1.0)
    assert (wrong.fault is not None, wrong.confidence) == (True, 0.0)
    assert number not in repr(read)
