"""Rows of returned slips (回执) -> outcomes of letters. What is not said stays unknown."""

from __future__ import annotations

import re

import polars as pl

from features.intake import rows as r
from features.intake.table import Table
from features.parse.clean import clean
from features.parse.dates import parse_date

_CODES = (
    (2, r"不录用|未录用|没录用|不合格|未通过|not hired|rejected"),
    (3, r"本人不愿|不愿意|本人放弃|放弃|拒绝|unwilling"),
    (4, r"招满|已满|满员|full"),
    (1, r"录用|录取|入职|上岗|hired|accepted"),
    (5, r"其他|其它|other"),
)
_DETAILS = (
    ("contract", r"合同"),
    ("agency", r"劳务|派遣"),
    ("part_time", r"兼职|非全日"),
    ("other", r"其他|其它"),
)
_WHY = (
    ("no_show", r"未到|没到|没去|没来|未来|未参加|没参加|爽约|缺席|失约"),
    ("skill", r"技能|技术|经验|不会|不符"),
    ("distance", r"远|距离|交通"),
    ("pay", r"工资|薪|待遇|钱"),
    ("other", r"其他|其它"),
)


def read_slips(table: Table, asked: r.Asked) -> r.Taken:
    """Read a table of slips: letter number and what has become known."""
    frame, names, today = table.frame, table.names, asked.today
    letters = r.one(frame, "letter_number", letter, pl.String())
    frame = _ticked(frame)
    slips = r.one(frame, "slip", slip, pl.Int64())
    tests = (
        ("bad_letter_number", "letter_number", letters.is_null()),
        ("unknown_outcome", "slip", slips.is_null() & (r.column(frame, "slip") != "")),
        ("duplicate", "letter_number", r.repeated(frame, ["letter_number"])),
    )
    passed, rejected = r.send_back(frame, tests, table.sheet, names)
    day = lambda cell: parse_date(cell, today)  # noqa: E731 said twice below
    records = pl.DataFrame(
        {
            "row": frame["row"],
            "letter_number": letters,
            "slip": slips,
            "slip_on": r.one(frame, "slip_on", day, pl.Date()),
            "slip_detail": r.one(frame, "slip_detail", lambda c: _named(c, _DETAILS), pl.String()),
            "interviewed": r.one(frame, "interviewed", yes, pl.Boolean()),
            "not_hired": r.one(frame, "not_hired", lambda c: _named(c, _WHY), pl.String()),
            "arrived_on": r.one(frame, "arrived_on", day, pl.Date()),
            "stayed_30": r.one(frame, "stayed_30", yes, pl.Boolean()),
            "stayed_90": r.one(frame, "stayed_90", yes, pl.Boolean()),
            "wages_on_time": r.one(frame, "wages_on_time", yes, pl.Boolean()),
        }
    ).with_columns(
        pl.when(pl.col("slip") == 1).then("slip_detail").alias("slip_detail"),
        pl.when(pl.col("slip") == 2).then("not_hired").alias("not_hired"),
        pl.lit(table.sheet).alias("sheet"),
    )
    return r.Taken(records.filter(passed), rejected)


def _ticked(frame: pl.DataFrame) -> pl.DataFrame:
    """Read outcomes told by a tick in one of several columns; two ticks in a row are no outcome."""
    ticks = [code for code in range(1, 6) if f"slip_{code}" in frame.columns]
    if not ticks or "slip" in frame.columns:
        return frame
    marked = [pl.when(_tick(f"slip_{code}")).then(pl.lit(str(code))) for code in ticks]
    return frame.with_columns(pl.concat_str(marked, separator="/", ignore_nulls=True).alias("slip"))


def _tick(name: str) -> pl.Expr:
    return (pl.col(name) != "") & ~pl.col(name).str.contains(r"^(?:否|0|×|x|X|no|n|false|N)$")


def letter(cell: str) -> str | None:
    """Give a letter number in the form YYYY-NNNNNN."""
    match = re.search(r"(20\d{2})\D{0,3}(\d{1,6})(?!\d)", clean(cell))
    return f"{match[1]}-{int(match[2]):06d}" if match else None


def slip(cell: str) -> int | None:
    """Give the outcome code 1-5 of the slip, from the figure or the words."""
    plain = clean(cell)
    if match := re.match(r"^([1-5])(?![\d/])", plain):
        return int(match[1])
    return next((code for code, words in _CODES if re.search(words, plain)), None)


def yes(cell: str) -> bool | None:
    """Give yes or no, None where it is not told."""
    plain = clean(cell)
    if re.search(r"^(?:否|未|没|不|无|n|0|no|false|×)", plain):
        return False
    return True if re.search(r"^(?:是|已|有|在|y|1|yes|true|√)", plain) else None


def _named(cell: str, names: tuple[tuple[str, str], ...]) -> str | None:
    return next((name for name, words in names if re.search(words, clean(cell))), None)
