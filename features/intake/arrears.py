"""Rows of a wage-arrears list (拖欠农民工工资失信联合惩戒对象名单) -> entries as published."""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from features.codes.identity import read_credit_code
from features.intake import rows as r
from features.intake.table import Table
from features.parse.dates import parse_date
from features.parse.place import parse_place

YEARS = 3
"""Years after listing at which an entry lapses unless the list says so (名单管理暂行办法)."""
_CODE: dict[str, pl.DataType] = {"credit_code": pl.String(), "sound": pl.Boolean()}


def read_arrears(table: Table, asked: r.Asked) -> r.Taken:
    """Read a list; numbers of persons on it are not taken, their names only as the list publishes them."""
    frame, today = table.frame, asked.today
    codes = r.parsed(frame, "credit_code", lambda c: read_credit_code(c) or (None, True), _CODE)
    days = {name: _day(frame, name, today) for name in ("listed_on", "expires_on", "removed_on")}
    days["expires_on"] = pl.select(
        pl.coalesce(days["expires_on"], days["listed_on"].dt.offset_by(f"{YEARS}y"))
    ).to_series()
    early = (days["removed_on"] < days["listed_on"]) | (days["expires_on"] < days["listed_on"])
    tests = (
        ("missing_employer", "employer_name", r.column(frame, "employer_name") == ""),
        ("bad_credit_code", "credit_code", ~codes["sound"]),
        ("missing_listed_on", "listed_on", days["listed_on"].is_null()),
        ("early_end", "expires_on" if "expires_on" in frame.columns else "removed_on", early),
        (
            "duplicate",
            "employer_name",
            r.repeated(frame, [c for c in frame.columns if c not in ("row", "sequence")]),
        ),
    )
    passed, rejected = r.send_back(frame, tests, table.sheet, table.names)
    records = pl.DataFrame(
        {
            "row": frame["row"],
            "employer_name": r.column(frame, "employer_name"),
            "credit_code": codes["credit_code"],
            "responsible_person": r.one(frame, "responsible_person", _person, pl.String()),
            **days,
            "source": r.column(frame, "source"),
            "division": r.one(frame, "place", lambda c: _division(c, asked.near), pl.String()),
        }
    )
    records = records.with_columns(
        pl.lit(table.sheet).alias("sheet"),
        pl.when(pl.col("division") == "")
        .then(pl.lit(office(asked.near)))
        .otherwise("division")
        .alias("division"),
    )
    return r.Taken(records.filter(passed), rejected)


def office(near: str) -> str:
    """Give the office's own division as a code of 6, 9 or 12 digits, empty where none is set."""
    return near.ljust(6 if len(near) < 6 else 9 if 6 < len(near) < 9 else len(near), "0") if near else ""


def _day(frame: pl.DataFrame, name: str, today: date) -> pl.Series:
    return r.one(frame, name, lambda cell: parse_date(cell, today), pl.Date())


def _person(cell: str) -> str | None:
    """Keep the name; digits behind it would be a number of identity, which is not needed."""
    name = re.split("[(（]", cell, maxsplit=1)[0].strip(" ,，、:：0123456789xX*")
    return name or None


def _division(cell: str, near: str) -> str:
    place = parse_place(cell, near=near)
    return place.code if place else ""
