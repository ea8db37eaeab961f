"""Rows of an employer sheet -> employers."""

from __future__ import annotations

import polars as pl

from features.codes.identity import read_credit_code
from features.intake import rows as r
from features.intake.industry import section, size
from features.intake.table import Table
from features.parse.dates import parse_date
from features.parse.phone import parse_phone
from features.parse.place import parse_place

_CODE: dict[str, pl.DataType] = {"credit_code": pl.String(), "sound": pl.Boolean()}
_PLACE: dict[str, pl.DataType] = {"division": pl.String(), "lat": pl.Float64(), "lon": pl.Float64()}


def read_employers(table: Table, asked: r.Asked) -> r.Taken:
    """Read a table of employers; a credit code whose check character does not fit is sent back."""
    frame, names, today, near = table.frame, table.names, asked.today, asked.near
    codes = r.parsed(frame, "credit_code", lambda c: read_credit_code(c) or (None, True), _CODE)
    coded = frame.with_columns(codes["credit_code"].fill_null("").alias("credit_code"))
    named = frame.with_columns(
        pl.when(coded["credit_code"] == "").then(r.column(frame, "name")).otherwise(pl.lit("")).alias("name")
    )
    tests = (
        ("missing_name", "name", r.column(frame, "name") == ""),
        ("bad_credit_code", "credit_code", ~codes["sound"]),
        ("duplicate", "credit_code", r.repeated(coded, ["credit_code"])),
        ("duplicate", "name", r.repeated(named, ["name"])),
    )
    passed, rejected = r.send_back(frame, tests, table.sheet, names)
    day = lambda cell: parse_date(cell, today)  # noqa: E731 said twice below
    records = pl.DataFrame(
        {
            "row": frame["row"],
            "name": r.column(frame, "name"),
            "credit_code": codes["credit_code"],
            "household": r.one(frame, "company_type", lambda c: "家庭" in c or "个人雇" in c, pl.Boolean()),
            "industry": r.one(frame, "industry", section, pl.String()),
            "size": r.one(frame, "company_size", size, pl.Int64()),
            "place": r.column(frame, "place"),
            "contact_name": r.column(frame, "contact"),
            "contact_phone": r.one(
                frame, "phone", lambda c: (p := parse_phone(c)) and p.number, pl.String()
            ).fill_null(""),
            "verified_on": r.one(frame, "verified_on", day, pl.Date()),
            "verified_until": r.one(frame, "verified_until", day, pl.Date()),
        }
    ).hstack(r.parsed(frame, "place", lambda c: _place(c, near), _PLACE))
    return r.Taken(records.with_columns(pl.lit(table.sheet).alias("sheet")).filter(passed), rejected)


def _place(cell: str, near: str) -> tuple[str, float | None, float | None]:
    place = parse_place(cell, near=near)
    return (place.code, place.lat, place.lon) if place else ("", None, None)
