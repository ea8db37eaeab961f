"""Rows of a post sheet -> posts, with the employer each belongs to."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from features.intake import quick
from features.intake import rows as r
from features.intake.benefits import offers, skills
from features.intake.industry import section, size
from features.intake.several import split_posts
from features.intake.table import Table
from features.intake.units import with_unit
from features.parse.age import parse_age
from features.parse.certificates import parse_certificates
from features.parse.clean import clean
from features.parse.dates import parse_date
from features.parse.education import parse_education
from features.parse.experience import parse_experience
from features.parse.headcount import parse_headcount
from features.parse.pay import parse_pay
from features.parse.place import parse_place

OPEN_DAYS = 15
"""A post without a closing day closes this many days after it opened (the office's form)."""
_LIST = pl.List(pl.String())
_PAY: dict[str, pl.DataType] = {
    "monthly_low": pl.Int64(),
    "monthly_high": pl.Int64(),
    "pay_basis": pl.String(),
}
_PLACE: dict[str, pl.DataType] = {"division": pl.String(), "lat": pl.Float64(), "lon": pl.Float64()}


def read_posts(table: Table, asked: r.Asked) -> r.Taken:
    """Read posts; a cell that tells several gives several. ``opened_on`` overrides the sheet's own day."""
    frame = _unfolded(_whole(with_unit(split_posts(table.frame), table.names)))
    names = table.names
    ages = _ages(frame)
    told = [c for c in frame.columns if c not in ("row", "sequence")]
    tests = (
        ("missing_title", "title", r.column(frame, "title") == ""),
        ("missing_employer", "employer_name", r.column(frame, "employer_name") == ""),
        ("impossible_age", "age_low" if "age_low" in frame.columns else "age", ages["impossible"]),
        ("duplicate", "title", r.repeated(frame, told)),
    )
    passed, rejected = r.send_back(frame, tests, table.sheet, names)
    records = _records(frame, ages, asked).with_columns(pl.lit(table.sheet).alias("sheet"))
    return r.Taken(records.filter(passed), rejected)


_ASKED = {
    "age": "岁|年龄",
    "experience": "经验|年以上|工龄",
    "education": "学历|文化|初中|高中|中专|大专|本科|小学",
}
"""What a column of requirements must speak of before a field is read out of it."""


def _unfolded(frame: pl.DataFrame) -> pl.DataFrame:
    """Read age, experience and education out of a column of requirements, where none is their own."""
    if "duties" not in frame.columns:
        return frame
    absent = [name for name in _ASKED if not {name, f"{name}_low", f"{name}_high"} & set(frame.columns)]
    duties = pl.col("duties").str.slice(0, 120)
    return frame.with_columns(
        pl.when(duties.str.contains(_ASKED[name])).then(duties).otherwise(pl.lit("")).alias(name)
        for name in absent
    )


def _whole(frame: pl.DataFrame) -> pl.DataFrame:
    """Join what says the same thing in two columns: a low and a high pay into one cell."""
    if "pay" in frame.columns or not {"pay_low", "pay_high"} & set(frame.columns):
        return frame
    low, high = r.column(frame, "pay_low"), r.column(frame, "pay_high")
    joined = pl.DataFrame({"a": low, "b": high}).select(
        pl.when((pl.col("a") != "") & (pl.col("b") != "") & (pl.col("a") != pl.col("b")))
        .then(pl.col("a") + "-" + pl.col("b"))
        .when(pl.col("a") != "")
        .then(pl.col("a") + pl.lit("以上" if "pay_high" in frame.columns else ""))
        .when(pl.col("b") != "")
        .then(pl.col("b") + "以下")
        .otherwise(pl.lit(""))
    )
    return frame.with_columns(joined.to_series().alias("pay"))


def _ages(frame: pl.DataFrame) -> pl.DataFrame:
    """Give age_low, age_high and whether what stands there cannot be an age."""
    spans = r.parsed(frame, "age", lambda c: (parse_age(c).low, parse_age(c).high), r.SPAN)
    low = r.one(frame, "age_low", _age, pl.Int64())
    high = r.one(frame, "age_high", _age, pl.Int64())
    told = pl.DataFrame({"a": low, "b": high, "low": spans["low"], "high": spans["high"]}).select(
        pl.coalesce("a", pl.col("low").cast(pl.Int64)).alias("age_low"),
        pl.coalesce("b", pl.col("high").cast(pl.Int64)).alias("age_high"),
    )
    wrong = r.one(frame, "age", _impossible, pl.Boolean())
    return told.with_columns(
        (
            wrong
            | ((pl.col("age_low") < 14) | (pl.col("age_low") > 90)).fill_null(False)
            | ((pl.col("age_high") < 14) | (pl.col("age_high") > 90)).fill_null(False)
            | (pl.col("age_low") > pl.col("age_high")).fill_null(False)
        ).alias("impossible")
    )


def _age(cell: str) -> int | None:
    plain = clean(cell).removesuffix("岁").removesuffix("周").removesuffix(".0")
    return int(plain) if plain.isdigit() and 0 < len(plain) < 5 and int(plain) else None


def _impossible(cell: str) -> bool:
    age = _age(cell)
    return age is not None and not 14 <= age <= 90


def _records(frame: pl.DataFrame, ages: pl.DataFrame, asked: r.Asked) -> pl.DataFrame:
    parts = (
        _employer(frame),
        _work(frame),
        ages.select("age_low", "age_high"),
        _days(frame, asked.today, asked.opened_on),
        r.parsed(frame, "pay", _pay, _PAY),
        quick.places(r.column(frame, "place"), lambda c: _place(c, asked.near), _PLACE),
    )
    return pl.concat([frame.select("row", "part"), *parts], how="horizontal")


def _employer(frame: pl.DataFrame) -> pl.DataFrame:
    phone = quick.phones(r.column(frame, "phone"))
    return pl.DataFrame(
        {
            "employer_name": r.column(frame, "employer_name"),
            "credit_code": r.one(frame, "credit_code", _credit_code, pl.String()),
            "industry": r.one(frame, "industry", section, pl.String()),
            "size": r.one(frame, "company_size", size, pl.Int64()),
            "contact_name": r.column(frame, "contact"),
            "contact_phone": phone.fill_null(""),
        }
    )


def _work(frame: pl.DataFrame) -> pl.DataFrame:
    words = r.joined(frame, ("tags", "remark", "duties", "pay_note", "pay"), "，")
    return pl.DataFrame(
        {
            "title": r.column(frame, "title"),
            "duties": r.column(frame, "duties"),
            "skills": r.one(frame, "tags", lambda c: list(skills(c)), _LIST),
            "certificates": r.one(frame, "certificates", _certificates, _LIST),
            "place": r.column(frame, "place"),
            "headcount": r.one(frame, "headcount", _heads, pl.Int64()),
            "pay_raw": r.column(frame, "pay"),
            "education": r.one(frame, "education", parse_education, pl.String()),
            "experience_low": r.one(frame, "experience", lambda c: parse_experience(c).low, pl.Float64()),
            "offers": r.one(words, "text", lambda c: list(offers(c)), _LIST),
            "form": r.one(frame, "form", form, pl.String()),
        }
    )


def _days(frame: pl.DataFrame, today: date, opened_on: date | None) -> pl.DataFrame:
    """Give the day a post opened and closes; ``opened_on`` overrides both days of the sheet.

    ``dated``: whether the day is told at all. Where not, today's import and tomorrow's tell the same post.
    """
    if opened_on:
        dates = frame.select(
            pl.repeat(opened_on, pl.len(), dtype=pl.Date).alias("opened_on"),
            pl.repeat(None, pl.len(), dtype=pl.Date).alias("closes_on"),
            pl.repeat(True, pl.len()).alias("dated"),
        )
        return dates.with_columns(_closing())
    opened = r.one(frame, "opened_on", lambda c: parse_date(c, today), pl.Date())
    closes = r.one(frame, "closes_on", lambda c: parse_date(c, today), pl.Date())
    days = {"opened_on": opened.fill_null(today), "closes_on": closes, "dated": opened.is_not_null()}
    return pl.DataFrame(days).with_columns(_closing())


def _closing() -> pl.Expr:
    told = pl.when(pl.col("closes_on") >= pl.col("opened_on")).then(pl.col("closes_on"))
    return told.otherwise(pl.col("opened_on") + timedelta(days=OPEN_DAYS)).alias("closes_on")


def _heads(cell: str) -> int | None:
    span = parse_headcount(cell)
    told = span.low if span.low is not None else span.high
    return None if told is None else round(told)


def _pay(cell: str) -> tuple[int | None, int | None, str | None]:
    pay = parse_pay(cell)
    return (pay.monthly_low, pay.monthly_high, pay.basis) if pay else (None, None, None)


def _place(cell: str, near: str) -> tuple[str, float | None, float | None]:
    place = parse_place(cell, near=near)
    return (place.code, place.lat, place.lon) if place else ("", None, None)


def _credit_code(cell: str) -> str | None:
    from features.codes.identity import read_credit_code

    code = read_credit_code(cell)
    return code[0] if code and code[1] else None


def _certificates(cell: str) -> list[str]:
    return list(dict.fromkeys(c.name for c in parse_certificates(cell)))


def form(cell: str) -> str:
    """Give the form of work: part-time, day labour, otherwise full-time."""
    plain = clean(cell)
    if any(word in plain for word in ("零工", "日结", "临时", "day lab")):
        return "day"
    return "part" if any(word in plain for word in ("兼职", "非全日", "小时工", "part")) else "full"
