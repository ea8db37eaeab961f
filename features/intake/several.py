"""One cell that tells several posts (操作工20人、质检员5人) -> one row per post with its headcount."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from features.parse.clean import clean
from features.parse.numerals import digits
from features.parse.pay import parse_pay

_BETWEEN = re.compile(r"(?:[、,，;；\n|]+|(?<=[人名位个])\s*/\s*|(?<=[人名位个])\s+(?=\S))(?![^(（]*[)）])")
_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,2}[.．、)）]|[①-⑳]|[-•·*])\s*(?=\D)")
_POST = re.compile(
    r"(?P<title>[^\d:：×xX*]*?[^\d\s:：×xX*(（])\s*(?:[:：×xX*]|需|招聘?|共)?\s*[(（]?\s*(?P<count>\d{1,4}(?:\s*-\s*\d{1,4})?|若干)\s*"
    r"(?:人|名|位|个)(?P<more>以上|左右)?\s*[)）]?(?P<rest>.*)"
)
_COUNT = re.compile(r"\s*(?:\d{1,4}(?:\s*[-至]\s*\d{1,4})?|若干)\s*(?:人|名|位|个)?\s*")
_MAYBE = r"(?:\d|[一二三四五六七八九十两]|若干)\s*(?:人|名|位|个).*[、,，;；\n|/ ]|[\n、,，;；|]"
_TITLE = re.compile(r"[一-鿿a-zA-Z()（）]{2,10}(?<!吃)(?<!住)(?<!险)(?<!金)(?<!休)")
_BESIDE = ("pay", "pay_low", "pay_high", "age", "age_low", "age_high", "education", "experience", "place",
           "certificates", "duties")  # fmt: skip
"""Columns whose cell may tell line by line what belongs to each post."""
Post = dict[str, str]


def split_posts(frame: pl.DataFrame) -> pl.DataFrame:
    """Give one row per post, ``part`` counting those of one row from 1; other rows stay as they are."""
    whole = frame.with_columns(pl.lit(1, dtype=pl.Int64).alias("part"))
    if "title" not in frame.columns:
        return whole
    maybe = frame["title"].str.contains(_MAYBE)
    if not maybe.any():
        return whole
    told = {row["row"]: posts for row in frame.filter(maybe).iter_rows(named=True) if (posts := _posts(row))}
    if not told:
        return whole
    parts = pl.DataFrame(
        [{**post, "row": row, "part": at} for row, posts in told.items() for at, post in enumerate(posts, 1)],
        schema_overrides={"row": pl.Int64, "part": pl.Int64}, infer_schema_length=None,
    )  # fmt: skip
    rest = whole.filter(~pl.col("row").is_in(list(told)))
    shared = frame.join(parts.select("row", "part"), on="row", how="inner")
    own = [name for name in parts.columns if name not in ("row", "part")]
    split = shared.join(parts, on=["row", "part"], how="left", suffix="_own").with_columns(
        pl.coalesce(f"{name}_own" if name in frame.columns else name, pl.lit("")).alias(name) for name in own
    )
    new = [pl.lit("").alias(name) for name in own if name not in frame.columns]
    whole = rest.with_columns(new)
    return pl.concat([whole, split.select(whole.columns)]).sort("row", "part")


def _posts(row: dict[str, str]) -> list[Post]:
    """Give what is each post's own; nothing where the cell tells one post."""
    own = _counted(row["title"])
    posts = [_own(post, row) for post in own] if own else _beside(row)
    if len(posts) < 2:
        return []
    for name in _BESIDE:
        lines = [line.strip() for line in row.get(name, "").split("\n") if line.strip()]
        for at, post in enumerate(posts):
            if len(lines) == len(posts) and name not in post:
                post[name] = lines[at]
    # a column is each post's own or nobody's: fill what only some tell with the shared cell
    names = {name for post in posts for name in post}
    return [{name: post.get(name, row.get(name, "")) for name in names} for post in posts]


def _own(post: Post, row: dict[str, str]) -> Post:
    """Keep what stands beside a count: pay as pay where the row has none, other words as a remark."""
    rest = post.pop("rest", "")
    if rest and not row.get("pay") and parse_pay(rest) is not None:
        return {**post, "pay": rest}
    return {**post, "remark": "，".join(filter(None, (row.get("remark", ""), rest)))} if rest else post


def _counted(cell: str) -> list[Post]:
    """Read titles that each bear a count of people; at most one in two may bear none."""
    posts: list[Post] = []
    for segment in _segments(cell):
        match = _POST.fullmatch(digits(clean(segment)))
        if match and len(match["title"].strip()) <= 20:
            title = _original(segment, match["title"])
            rest = match["rest"].strip(" ()（）:：")
            posts.append({"title": title, "headcount": match["count"] + (match["more"] or ""), "rest": rest})
        elif _TITLE.fullmatch(segment) and parse_pay(segment) is None:
            posts.append({"title": segment, "headcount": ""})
        elif posts:
            posts[-1]["rest"] = "，".join(filter(None, (posts[-1].get("rest", ""), segment)))
        else:
            return []
    counted = sum(bool(post["headcount"]) for post in posts)
    return posts if counted >= 2 and counted * 2 >= len(posts) else []


def _original(segment: str, title: str) -> str:
    """Give the title in the letters of the cell: cleaning has folded width and case."""
    title = title.strip()
    at = clean(segment).find(title)
    return segment[at : at + len(title)] if at >= 0 and len(clean(segment)) == len(segment) else title


def _beside(row: dict[str, str]) -> list[Post]:
    """Read titles and counts that stand side by side in two cells (``操作工、质检员`` and ``20、5``)."""
    titles = list(_segments(row["title"]))
    counts = list(_segments(row.get("headcount", "")))
    if len(titles) != len(counts) or not all(map(_COUNT.fullmatch, counts)):
        return []
    return [{"title": title, "headcount": count} for title, count in zip(titles, counts, strict=True)]


def _segments(cell: str) -> Iterator[str]:
    for segment in _BETWEEN.split(cell):
        plain = _NUMBERING.sub("", segment).strip()
        if plain:
            yield plain
