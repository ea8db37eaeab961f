"""Rows of a list of training courses -> courses. What is not said stays empty."""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from features.intake import rows as r
from features.intake.arrears import office
from features.intake.table import Table
from features.parse.clean import clean
from features.parse.dates import parse_date
from features.parse.headcount import parse_headcount
from features.parse.phone import parse_phone
from features.parse.place import parse_place

_LEVELS = (
    (1, r"高级技师|[一1]级|senior technician"),
    (2, r"技师|[二2]级|technician"),
    (3, r"高级|[三3]级|advanced"),
    (4, r"中级|[四4]级|intermediate"),
    (5, r"初级|[五5]级|junior|basic"),
)
"""Skill levels from the highest; 1 高级技师 ... 5 初级工 (国家职业资格等级)."""
_PLACE: dict[str, pl.DataType] = {"division": pl.String(), "lat": pl.Float64(), "lon": pl.Float64()}
_DAYS: dict[str, pl.DataType] = {"starts": pl.Date(), "ends": pl.Date()}
_UNTIL = re.compile(r"\s*(?:至|到|~|～|—+|－+|--+|(?<=日)-|(?<=\d)\s+-\s+(?=\d)|-(?=20\d\d|\d{1,2}月))\s*")


def read_courses(table: Table, asked: r.Asked) -> r.Taken:
    """Read a table of courses; one cell may hold both days (``2026年3月1日至3月20日``)."""
    frame, today = table.frame, asked.today
    span = r.parsed(frame, "period", lambda cell: period(cell, today), _DAYS)
    starts = pl.select(pl.coalesce(_day(frame, "starts_on", today), span["starts"])).to_series()
    ends = pl.select(pl.coalesce(_day(frame, "ends_on", today), span["ends"])).to_series()
    tests = (
        ("missing_title", "title", r.column(frame, "title") == ""),
        ("early_end", "ends_on" if "ends_on" in frame.columns else "period", ends < starts),
        ("duplicate", "title", r.repeated(frame, [c for c in frame.columns if c not in ("row", "sequence")])),
    )
    passed, rejected = r.send_back(frame, tests, table.sheet, table.names)
    places = r.parsed(frame, "place", lambda c: _place(c, asked.near), _PLACE)
    records = pl.DataFrame(
        {
            "row": frame["row"],
            "title": r.column(frame, "title"),
            "provider": r.column(frame, "provider"),
            "skill_level": r.one(frame, "skill_level", skill_level, pl.Int64()),
            "place": r.column(frame, "place"),
            "starts_on": starts,
            "ends_on": ends,
            "places": r.one(frame, "places", _count, pl.Int64()),
            "fee": r.one(frame, "fee", fee, pl.Int64()),
            "contact_phone": r.one(frame, "phone", lambda c: (p := parse_phone(c)) and p.number, pl.String()),
        }
    ).hstack(places)
    records = records.with_columns(
        pl.col("contact_phone").fill_null(""),
        pl.when(pl.col("division") == "")
        .then(pl.lit(office(asked.near)))
        .otherwise("division")
        .alias("division"),
        pl.lit(table.sheet).alias("sheet"),
    )
    return r.Taken(records.filter(passed), rejected)


def skill_level(cell: str) -> int | None:
    """Give the level 1 (高级技师) to 5 (初级工) a cell names, None where it names none."""
    plain = clean(cell)
    if re.fullmatch(r"[1-5]", plain):
        return int(plain)
    return next((level for level, words in _LEVELS if re.search(words, plain)), None)


def period(cell: str, today: date) -> tuple[date | None, date | None]:
    """Read the first and the last day out of one cell; a last day without a year is that of the first."""
    first, *rest = _UNTIL.split(cell.strip(), maxsplit=1)
    starts = parse_date(first, today)
    ends = parse_date(rest[0], starts or today) if rest else None
    if rest and ends is None and starts and (day := re.fullmatch(r"(\d{1,2})[日号]?", rest[0])):
        ends = _same_month(starts, int(day[1]))
    return starts, ends


def fee(cell: str) -> int | None:
    """Give a fee in whole yuan; free is 0, what is not said is None."""
    plain = clean(cell)
    if re.search(r"免费|全免|free|^无$|不收", plain):
        return 0
    match = re.search(r"(\d+)(?:\.\d+)?\s*元?", plain)
    return int(match[1]) if match and len(match[1]) < 7 else None


def _same_month(starts: date, day: int) -> date | None:
    try:
        return starts.replace(day=day)
    except ValueError:
        return None


def _count(cell: str) -> int | None:
    span = parse_headcount(cell)
    return None if span.low is None else round(span.low)


def _day(frame: pl.DataFrame, name: str, today: date) -> pl.Series:
    return r.one(frame, name, lambda cell: parse_date(cell, today), pl.Date())


def _place(cell: str, near: str) -> tuple[str, float | None, float | None]:
    place = parse_place(cell, near=near)
    return (place.code, place.lat, place.lon) if place else ("", None, None)
