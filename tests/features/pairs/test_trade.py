"""The trade named in a sentence, without what an ad shouts around it."""

from __future__ import annotations

import polars as pl
import pytest

from features.pairs.trade import trade

TITLES = {
    "急招缝纫工提供宿舍": "缝纫工",
    "服装厂缝纫15名": "服装厂缝纫",
    "服装厂缝纫岗位": "服装厂缝纫",
    "招服装厂缝纫": "服装厂缝纫",
    "平车工+包住": "平车工",
    "IPQC包吃住": "IPQC",
    "二保焊工(长期)": "二保焊工",
    "高薪诚聘CNC操作工 8000+": "CNC操作工",
    "急招普工5000-7000包吃住": "普工",
    "自动化经理G01731": "自动化经理",
    "05615G-Java开发工程师（经纪业务）": "Java开发工程师",
    "高薪双休销售代表": "销售代表",
    "Sewing machine operator (long term)": "Sewing machine operator",
    # what looks like shouting and is the trade, or all there is
    "招商经理": "招商经理",
    "工资核算员": "工资核算员",
    "初中级Java开发工程师": "初、中级Java开发工程师",
    "3D设计师": "3D设计师",
    "保育员": "保育员",
    "诚聘": "诚聘",
}


@pytest.mark.parametrize(("title", "named"), TITLES.items())
def test_the_trade_is_named_cleanly(title: str, named: str) -> None:
    assert pl.DataFrame({"p": [title]}).select(trade(pl.col("p"))).item() == named
