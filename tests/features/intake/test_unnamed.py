"""A worker's name and numbers, written among the words about work, do not stay there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.intake.read import read_file
from features.intake.report import to_json
from features.intake.unnamed import OPEN, unnamed

DAY = date(2026, 1, 5)
HEADER = "姓名,联系电话,户籍地,求职意向,技能,职业资格,从业经历,备注\n"


def records(**words: list[str] | None) -> pl.DataFrame:
    given_words = {name: [words.get(name, [])] for name in OPEN}
    return pl.DataFrame(
        {"name": ["模拟甲"], **given_words}, schema_overrides=dict.fromkeys(OPEN, pl.List(pl.String))
    )


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (["缝纫工 电话10000000000"], ["缝纫工"]),
        (["电话：100-0000-0000", "平车"], ["平车"]),
        (["焊工证（证书编号 T99990119700101777X）"], ["焊工证（证书编号 T"]),
        (["本人模拟甲", "模拟甲"], ["本人"]),
        (["10000000000"], []),
        (
            ["C1驾照 10年", "3000-6000", "8小时", "2019年 叉车"],
            ["C1驾照 10年", "3000-6000", "8小时", "2019年 叉车"],
        ),
        ([], []),
    ],
)
def test_what_identifies_goes_and_the_work_stays(told: list[str], kept: list[str]) -> None:
    for column in OPEN:
        assert unnamed(records(**{column: told}))[column].to_list() == [kept]


def test_a_name_of_one_character_and_no_words_at_all() -> None:
    frame = records(wanted=["李子园工人"], skills=None).with_columns(name=pl.lit("李"))
    assert unnamed(frame)["wanted"].to_list() == [["李子园工人"]]
    assert unnamed(frame)["skills"].to_list() == [None]


@given(st.integers(1_000_000, 10**18 - 1), st.sampled_from(["", "手机", "微信号:", "tel "]))
def test_no_long_number_is_left(number: int, before: str) -> None:
    left = unnamed(records(skills=[f"平车 {before}{number}"]))["skills"].to_list()
    assert left == [["平车"]]


def test_an_import_shows_and_keeps_none_of_it(tmp_path: Path) -> None:
    told = "缝纫工 电话10000000000,平车 本人模拟甲,,,家住模拟村45号"
    row = f"模拟甲,10000000000,模拟县模拟镇模拟村3组45号,{told}\n"
    (tmp_path / "people.csv").write_text(HEADER + row, "utf-8")
    read = read_file("workers", tmp_path / "people.csv", DAY)
    [kept] = read.records.to_dicts()
    assert kept["wanted"] == ["缝纫工"]
    assert [kept["name"], kept["address"], kept["own_words"]] == [
        "模拟甲", "模拟县模拟镇模拟村3组45号", "家住模拟村45号"
    ]  # fmt: skip
    shown = str(to_json(read, "zh"))
    assert not [mark for mark in ("10000000000", "模拟甲", "45号") if mark in shown]
