from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text import clean_text, post_text, worker_text


@pytest.mark.parametrize(
    ("title", "trade"),
    [
        ("普工+包吃包住+综合薪资5-6k+汽车厂", "普工+汽车厂"),
        ("缝纫工 4千起 五险一金 双休", "缝纫工"),
        ("急招焊工10名", "焊工"),
        ("汽车维修工 12k-15k·13薪", "汽车维修工"),
        ("长期招聘叉车司机（欢迎来电）", "叉车司机"),
        ("C1司机 月休4天", "c1司机"),
        ("日结200搬运工", "搬运工"),
    ],
)
def test_pay_benefits_and_slogans_go(title: str, trade: str) -> None:
    assert clean_text(title).replace(" ", "").replace("++", "+") == trade


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("限女 缝纫工", "限男 缝纫工"),
        ("女装导购", "男装导购"),
        ("保洁阿姨", "保洁大叔"),
        ("salesman", "saleswoman"),
        ("waitress", "waiter"),
        ("已婚 电工", "未婚 电工"),
        ("藏族厨师", "汉族厨师"),
        ("外地户口 保安", "本地户口 保安"),
        ("身体健康 搬运工", "残疾人 搬运工"),
        ("普工 18-35岁", "普工 45-60周岁以下"),
        ("普工 年龄35以下", "普工 60后"),
        ("限女 缝纫工", "缝纫工（仅限男性）"),
        ("缝纫工（女性优先）", "缝纫工，男女均可"),
        ("缝纫工 男女不限", "缝纫工 性别不限"),
        ("tailor, women only", "tailor (male preferred)"),
        ("回民 厨师", "维族 厨师"),
        ("退役军人 保安", "低保户 保安"),
        ("下岗职工 电工", "建档立卡户 电工"),
        ("听力残疾 包装工", "高血压 包装工"),
        ("寡妇 包装工", "离过婚 包装工"),
    ],
)
def test_protected_words_can_be_swapped(one: str, other: str) -> None:
    assert clean_text(one) == clean_text(other)
    assert clean_text(one) != ""


@pytest.mark.parametrize(
    "text", ["月嫂", "婚礼策划", "健康管理师", "水电工", "服装导购", "老年人护理", "清真厨师", "青年旅社前台"]
)
def test_trade_words_stay(text: str) -> None:
    assert clean_text(text) == text


@given(
    st.sampled_from(["电工", "厨师", "会计", "叉车司机"]),
    st.sampled_from(["男", "女", "男士", "女士", "已婚", "未婚"]),
)
def test_a_protected_word_never_changes_what_is_read(trade: str, word: str) -> None:
    assert clean_text(f"{word} {trade}") == clean_text(f"{trade}（{word}）") == trade


def test_fields_are_joined_without_nulls() -> None:
    posts = pl.DataFrame({"title": ["电工", None], "skills": [["plc", "变频器"], []], "duties": ["", "看门"]})
    assert post_text(posts) == ["电工 plc 变频器", "看门"]
    workers = pl.DataFrame(
        {"wanted": [["厨师"], None], "skills": [["炒菜"], None]},
        schema_overrides={"skills": pl.List(pl.String)},
    )
    assert worker_text(workers) == ["厨师 炒菜", ""]
