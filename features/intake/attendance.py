"""Rows of a fair's sign-in sheet -> who came, when, with which intentions (意向, which is no hire)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import polars as pl

from features.clock import BUSINESS_ZONE
from features.codes.identity import read_id_number
from features.intake import rows as r
from features.intake.table import Table
from features.intake.unnamed import NUMBER
from features.parse.clean import clean
from features.parse.dates import parse_date
from features.parse.phone import parse_phone

_LIST = pl.List(pl.String())
_SPLIT = re.compile(r"[、,，;；|\n]+")
_CLOCK = re.compile(
    r"(上午|下午|晚上|am|pm)?\s*(\d{1,2})[:：点时](\d{2})?(?::(\d{2}))?\s*(am|pm)?", re.IGNORECASE
)
_ID: dict[str, pl.DataType] = {"id_number": pl.String(), "fault": pl.String()}


def read_attendance(table: Table, asked: r.Asked) -> r.Taken:
    """Read a sign-in sheet: registration number, identity number, phone or name tell who signed."""
    frame, today = table.frame, asked.today
    ids = r.parsed(frame, "id_number", lambda cell: _id(cell, today), _ID)
    phones = r.one(frame, "phone", lambda c: (p := parse_phone(c)) and p.number, pl.String()).fill_null("")
    numbers = r.one(frame, "worker_number", _number, pl.Int64())
    nobody = (ids["id_number"] == "") & (phones == "") & numbers.is_null() & (r.column(frame, "name") == "")
    tests = (
        *(
            (fault, "id_number", ids["fault"] == fault)
            for fault in ("bad_id_format", "bad_id_date", "bad_id_check_digit")
        ),
        ("missing_person", "name", nobody),
        ("duplicate", "name", r.repeated(frame, [c for c in frame.columns if c not in ("row", "sequence")])),
    )
    passed, rejected = r.send_back(frame, tests, table.sheet, table.names)
    records = pl.DataFrame(
        {
            "row": frame["row"],
            "fair": r.column(frame, "fair"),
            "worker_number": numbers,
            "id_number": ids["id_number"],
            "phone": phones,
            "name": r.column(frame, "name"),
            "came_at": r.one(frame, "came_at", lambda cell: moment(cell, today), pl.Datetime("us", "UTC")),
            "clock_only": r.one(frame, "came_at", lambda cell: parse_date(cell, today) is None, pl.Boolean()),
            "intentions": r.one(frame, "intentions", _words, _LIST),
        }
    ).with_columns(pl.lit(table.sheet).alias("sheet"), pl.col("intentions").fill_null([]))
    return r.Taken(records.filter(passed), rejected)


def moment(cell: str, today: date) -> datetime | None:
    """Read day and time of the office's zone as UTC; a time alone is of ``today``, no time gives None."""
    plain = clean(cell)
    match = _CLOCK.search(plain)
    if match is None:
        return None
    hour, late = int(match[2]), (match[1] or match[5] or "").lower() in ("下午", "晚上", "pm")
    hour += 12 if late and hour < 12 else 0
    try:
        clock = time(hour, int(match[3] or 0), int(match[4] or 0))
    except ValueError:
        return None
    day = parse_date(plain[: match.start()], today) or today
    return datetime.combine(day, clock, BUSINESS_ZONE).astimezone(UTC)


def _id(cell: str, today: date) -> tuple[str, str | None]:
    number = read_id_number(cell, today)
    return (number.number, number.fault) if number else ("", None)


def _number(cell: str) -> int | None:
    plain = clean(cell)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 12 else None


def _words(cell: str) -> list[str]:
    """Give the posts or employers named; numbers that tell who somebody is are taken out."""
    parts = (re.sub(NUMBER, "", part).strip(" ()（）:：") for part in _SPLIT.split(cell))
    return list(dict.fromkeys(part[:60] for part in parts if part and part not in ("无", "-", "/")))
