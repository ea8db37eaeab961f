"""Rows of a registration sheet -> workers and, apart from them, who they are."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl

from features.codes.identity import age_on
from features.intake import quick
from features.intake import rows as r
from features.intake.posts import form as form_of
from features.intake.sentence_clauses import clauses
from features.intake.sentence_needs import needs
from features.intake.table import Table
from features.intake.units import with_unit
from features.intake.unnamed import unnamed
from features.parse.certificates import parse_certificates
from features.parse.clean import clean
from features.parse.dates import parse_date
from features.parse.education import parse_education
from features.parse.experience import parse_experience
from features.parse.pay import parse_pay
from features.parse.place import parse_place

VALID_DAYS = 180
"""A registration without a last day lapses after this many days (assumed; the office's form may say)."""
YOUNGEST, OLDEST = 16, 100
"""Nobody under 16 may be placed (劳动法); an age above is a slip of the pen."""
_LIST = pl.List(pl.String())
_SPLIT = re.compile(r"[、,，;；/|\n]+|(?<=[一-鿿])\s+(?=[一-鿿])")
_PLACE: dict[str, pl.DataType] = {"division": pl.String(), "lat": pl.Float64(), "lon": pl.Float64()}
_PAY: dict[str, pl.DataType] = {"monthly_low": pl.Int64(), "monthly_high": pl.Int64()}
_GROUPS = (
    ("hardship", r"就业困难|4050|低保|零就业|残疾|长期失业"),
    ("out_of_poverty", r"脱贫|建档立卡|监测户|贫困"),
    ("veteran", r"退役|退伍|军人"),
    ("graduate", r"毕业生|应届|大学生"),
    ("older_migrant", r"大龄农民工|超龄农民工"),
    ("young_migrant", r"新生代"),
    ("returnee", r"返乡"),
)
_STATUS = (
    ("away", r"外出|在外|务工中|已就业"),
    ("not_seeking", r"无就业意愿|不求职|暂不"),
    ("at_home", r"在家|居家"),
)


def read_workers(table: Table, asked: r.Asked) -> r.Taken:
    """Read a table of workers; the office's division stands in where a row names none."""
    names, today, near = table.names, asked.today, asked.near
    frame = with_unit(table.frame, names)
    ids = quick.id_numbers(r.column(frame, "id_number"), today)
    born = pl.DataFrame(
        {"a": ids["born"], "b": r.one(frame, "birth_date", lambda c: parse_date(c, today), pl.Date())}
    )
    born_on = born.select(pl.coalesce("a", "b").alias("birth_date")).to_series()
    tests = [("missing_name", "name", r.column(frame, "name") == "")]
    tests += [
        (code, "id_number", ids["fault"] == code)
        for code in ("bad_id_format", "bad_id_date", "bad_id_check_digit")
    ]
    tests += [
        ("impossible_age", "age", _impossible_ages(frame, today)),
        (
            "impossible_age",
            "id_number" if "id_number" in names else "birth_date",
            _impossible_births(born_on, today),
        ),
        ("duplicate", "id_number", r.repeated(ids, ["number"])),
        ("duplicate", "name", r.repeated(frame, [c for c in frame.columns if c not in ("row", "sequence")])),
    ]
    passed, rejected = r.send_back(frame, tests, table.sheet, names)
    records = _records(frame, ids["number"], born_on, today, near)
    return r.Taken(records.with_columns(pl.lit(table.sheet).alias("sheet")).filter(passed), rejected)


def _impossible_ages(frame: pl.DataFrame, today: date) -> pl.Series:
    return r.one(
        frame, "age", lambda c: (n := _years(c)) is not None and not YOUNGEST <= n <= OLDEST, pl.Boolean()
    )


def _impossible_births(born: pl.Series, today: date) -> pl.Series:
    ages = [None if day is None else age_on(day, today) for day in born]
    return pl.Series([age is not None and not YOUNGEST <= age <= OLDEST for age in ages], dtype=pl.Boolean)


def _years(cell: str) -> int | None:
    match = re.match(r"^-?\d{1,4}", clean(cell))
    return int(match[0]) if match else None


def _records(frame: pl.DataFrame, ids: pl.Series, born: pl.Series, today: date, near: str) -> pl.DataFrame:
    place = "place" if "place" in frame.columns else "register_place"
    parts = (
        _person(frame, ids, born, place),
        _wishes(frame, near),
        _history(frame),
        _days(frame, today),
        r.parsed(frame, "pay", _pay, _PAY),
        quick.places(r.column(frame, place), lambda c: _place(c, near), _PLACE),
    )
    whole = pl.concat([frame.select("row"), *parts], how="horizontal").with_columns(_division(near))
    return unnamed(whole)


def _person(frame: pl.DataFrame, ids: pl.Series, born: pl.Series, place: str) -> pl.DataFrame:
    phone = quick.phones(r.column(frame, "phone"))
    return pl.DataFrame(
        {
            "name": r.column(frame, "name"),
            "id_number": ids,
            "birth_date": born,
            "born_month": born.dt.truncate("1mo"),
            "phone": phone.fill_null(""),
            "address": r.column(frame, place),
            "own_words": r.column(frame, "own_words"),
            "place": r.one(frame, place, _village, pl.String()),
            "groups": r.one(frame, "groups", _groups, _LIST),
            "sex": r.one(frame, "sex", _sex, pl.String()),
            "status": r.one(frame, "status", _status, pl.String()),
        }
    )


def _wishes(frame: pl.DataFrame, near: str) -> pl.DataFrame:
    wanted = r.joined(frame, ("wanted", "wanted_2", "wanted_3"), "、")
    words = r.joined(frame, ("needs", "own_words"), "，")
    return pl.DataFrame(
        {
            "wanted": r.one(wanted, "text", lambda c: _words(c)[:3], _LIST),
            "wanted_places": r.one(frame, "wanted_place", lambda c: _prefixes(c, near), _LIST),
            "needs": r.one(words, "text", _needs, _LIST),
            "forms": r.one(frame, "form", _forms, _LIST),
        }
    )


def _history(frame: pl.DataFrame) -> pl.DataFrame:
    papers = r.joined(frame, ("certificates", "skills"), "、")
    return pl.DataFrame(
        {
            "education": r.one(frame, "education", parse_education, pl.String()),
            "skills": r.one(frame, "skills", _words, _LIST),
            "past_jobs": r.one(frame, "past_jobs", _words, _LIST),
            "certificates": r.one(papers, "text", _certificates, _LIST),
            "years_experience": r.one(frame, "experience", lambda c: parse_experience(c).low, pl.Float64()),
        }
    )


def _days(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    def day(cell: str) -> date | None:
        return parse_date(cell, today)

    lapse = pl.col("registered_on") + timedelta(days=VALID_DAYS)
    told = pl.when(pl.col("valid_until") >= pl.col("registered_on")).then(pl.col("valid_until"))
    return pl.DataFrame(
        {
            "registered_on": r.one(frame, "registered_on", day, pl.Date()).fill_null(today),
            "valid_until": r.one(frame, "valid_until", day, pl.Date()),
            "earliest_start": r.one(frame, "earliest_start", day, pl.Date()),
        }
    ).with_columns(told.otherwise(lapse).alias("valid_until"))


def _division(near: str) -> pl.Expr:
    """The place named where it lies within the office, else the office, else where the number is from."""
    office = near.ljust(6 if len(near) < 6 else 9 if len(near) < 9 else len(near), "0") if near else None
    issued = pl.when(pl.col("id_number") != "").then(pl.col("id_number").str.slice(0, 6))
    named = pl.when((pl.col("division") != "") & pl.col("division").str.starts_with(near)).then("division")
    return pl.coalesce(named, pl.lit(office), issued, pl.lit("000000")).alias("division")


def _words(cell: str) -> list[str]:
    return list(
        dict.fromkeys(
            w for part in _SPLIT.split(cell) if (w := part.strip()) and w not in ("无", "-", "/", "不限")
        )
    )


def _certificates(cell: str) -> list[str]:
    return list(dict.fromkeys(c.name for c in parse_certificates(cell)))


def _needs(cell: str) -> list[str]:
    return list(dict.fromkeys(need for part in clauses(cell) for need in needs(part.low)))


def _forms(cell: str) -> list[str]:
    return [form_of(cell)] if cell and "不限" not in cell else []


def _groups(cell: str) -> list[str]:
    return [name for name, words in _GROUPS if re.search(words, cell)]


def _sex(cell: str) -> str | None:
    return {
        "男": "male",
        "女": "female",
        "male": "male",
        "female": "female",
        "1": "male",
        "2": "female",
        "m": "male",
        "f": "female",
    }.get(clean(cell).removesuffix("性"))


def _status(cell: str) -> str:
    return next((name for name, words in _STATUS if re.search(words, cell)), "seeking")


def _pay(cell: str) -> tuple[int | None, int | None]:
    pay = parse_pay(cell)
    return (pay.monthly_low, pay.monthly_high) if pay else (None, None)


def _place(cell: str, near: str) -> tuple[str, float | None, float | None]:
    place = parse_place(cell, near=near)
    return (place.code, place.lat, place.lon) if place and len(place.prefix) >= 4 else ("", None, None)


def _village(cell: str) -> str:
    """Keep the village or street, not the house: what follows a house number is left to the sealed part."""
    return re.split(r"\d+\s*(?:号|组|栋|单元|室|弄)|[a-z]?\d{2,}", clean(cell))[0][:40]


def _prefixes(cell: str, near: str) -> list[str]:
    found = (parse_place(word, near=near) for word in _words(cell))
    return list(dict.fromkeys(place.prefix for place in found if place))
