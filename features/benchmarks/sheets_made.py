"""Make large simulated sheets of posts and workers: nobody in them exists, and the file says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

TITLE = "模拟数据，仅供测速 / simulated, to measure speed only"
_TRADES = (
    "缝纫工",
    "电焊工",
    "操作工",
    "质检员",
    "叉车司机",
    "保洁员",
    "保安",
    "厨师",
    "服务员",
    "收银员",
    "仓库管理员",
    "会计",
)
_PLACES = (
    "昆明市西山区",
    "苏州市吴江区",
    "东莞市长安镇",
    "宁波市慈溪市",
    "成都市双流区",
    "贵阳市南明区",
    "上海市松江区",
    "杭州市萧山区",
)
_SCHOOLS = ("初中", "高中", "中专", "大专", "不限", "小学", "初中及以上")
_FAMILY = "甲乙丙丁戊己庚辛壬癸"
_GIVEN = "子丑寅卯辰巳午未申酉戌亥"
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECKS = np.array(list("10X98765432"))
Words = NDArray[np.str_]


def posts(rows: int, rng: np.random.Generator) -> pl.DataFrame:
    """Give rows of a post sheet: many employers, ranges of pay, a phone per employer."""
    firm = rng.integers(0, max(rows // 20, 1), rows)
    low = rng.integers(30, 80, rows) * 100
    young = rng.integers(16, 30, rows)
    return pl.DataFrame(
        {
            "序号": np.arange(1, rows + 1).astype(str),
            "企业名称": [f"模拟{n:06d}纺织有限公司" for n in firm],
            "岗位名称": _drawn(rng, _TRADES, rows),
            "招聘人数": rng.integers(1, 100, rows).astype(str),
            "年龄要求": [f"{a}-{b}岁" for a, b in zip(young, young + 25, strict=True)],
            "学历要求": _drawn(rng, _SCHOOLS, rows),
            "月薪": [f"{a}-{b}元" for a, b in zip(low, low + 1500, strict=True)],
            "工作地点": _drawn(rng, _PLACES, rows),
            "联系电话": [f"199{n:08d}" for n in firm],
            "备注": [f"包吃住，第{n}号" for n in rng.integers(0, rows, rows)],
        }
    )


def workers(rows: int, rng: np.random.Generator) -> pl.DataFrame:
    """Give rows of a registration sheet: every identity number, phone and address is another one."""
    numbers = _numbers(rows, rng)
    low = rng.integers(30, 80, rows) * 100
    return pl.DataFrame(
        {
            "序号": np.arange(1, rows + 1).astype(str),
            "姓名": np.char.add(
                "模拟", np.char.add(_letters(rng, _FAMILY, rows), _letters(rng, _GIVEN, rows))
            ),
            "公民身份号码": numbers,
            "联系电话": [f"199{n:08d}" for n in rng.permutation(rows)],
            "文化程度": _drawn(rng, _SCHOOLS, rows),
            "求职意向": _drawn(rng, _TRADES, rows),
            "期望月薪": [f"{n}以上" for n in low],
            "常住地": [
                f"{p}模拟村{n}组"
                for p, n in zip(_drawn(rng, _PLACES, rows), rng.integers(0, rows, rows), strict=True)
            ],
            "登记日期": [
                f"2026-{m:02d}-{d:02d}"
                for m, d in zip(rng.integers(1, 6, rows), rng.integers(1, 28, rows), strict=True)
            ],
        }
    )


def _drawn(rng: np.random.Generator, words: Sequence[str], rows: int) -> Words:
    return np.array(words)[rng.integers(0, len(words), rows)]


def _letters(rng: np.random.Generator, letters: str, rows: int) -> Words:
    return np.array(list(letters))[rng.integers(0, len(letters), rows)]


def _numbers(rows: int, rng: np.random.Generator) -> Words:
    """Give identity numbers of a division that does not exist (999901), with their check characters."""
    days = np.datetime64("1965-01-01") + rng.integers(0, 15_000, rows)
    born = np.char.replace(days.astype(str), "-", "")
    turn = np.char.zfill((np.arange(rows) % 1000).astype(str), 3)
    body = np.char.add(np.char.add("999901", born), turn)
    digits = np.array([list(number) for number in body.tolist()], dtype=np.int64)
    return np.char.add(body, _CHECKS[(digits @ _WEIGHTS) % 11])


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write a title row, the header and the rows, in UTF-8."""
    with path.open("wb") as file:
        file.write(f"{TITLE}\n".encode())
        frame.write_csv(file)


def write_xlsx(frame: pl.DataFrame, path: Path) -> None:
    """Write the same as a workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("模拟")
        page.write_string(0, 0, TITLE)
        page.write_row(1, 0, frame.columns)
        for at, row in enumerate(frame.iter_rows(), start=2):
            page.write_row(at, 0, row)
