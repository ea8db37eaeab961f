"""Recognise what a column is by its name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from features.parse.clean import clean
from features.say import say

Kind = Literal["posts", "workers", "employers", "referrals", "arrears", "courses", "attendance"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SENT_BACK = "sent_back"
"""The columns a copy that came back carries: they are recognised and never read as data."""
_NOISE = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\]]*\]|[\s*＊:：、,，。.·“”\"'_\-]+|必填|选填")
_TAIL = re.compile(r"(?:要求|情况|信息|栏|项)$")


@cache
def synonyms(kind: Kind) -> dict[str, str]:
    """Give ``{name: field}`` of a kind; the first field that lists a name has it."""
    names = {
        plain(say(key, lang)): SENT_BACK for key in ("intake.row", "intake.reason") for lang in ("zh", "en")
    }
    for field, words in _table(kind).items():
        for word in words.split():
            names.setdefault(plain(word), field)
    return names


@cache
def fields(kind: Kind) -> dict[str, str]:
    """Give the words a person may write for each field of a kind: its own name and what it is called."""
    names = {field: field for field in _table(kind)}
    known = {say(f"intake.field.{field}", lang): field for field in names for lang in ("zh", "en")}
    return {**known, **names}


@cache
def _table(kind: Kind) -> dict[str, str]:
    text = files("features.intake").joinpath("headers.toml").read_text("utf-8")
    table: dict[str, str] = tomllib.loads(text)[kind]
    return table


def plain(name: str) -> str:
    """Give a column name without brackets, stars, marks and spaces, in lower case."""
    text = clean(name)
    return _NOISE.sub("", text) or re.sub(r"[\s()（）*]", "", text)


def field_of_two(name: str, own: str, kind: Kind) -> tuple[str, float] | None:
    """Give the field of a name in two rows: what the lower says alone counts where it is the surer."""
    whole = field_of(name, kind)
    alone = field_of(own, kind) if own and own != name else None
    if whole is None or alone is None:
        return whole or alone
    return alone if alone[1] > whole[1] else whole


_ENDS = (
    (re.compile(r"(?:年龄|岁).*(?:最低|下限|最小)|(?:最低|最小).*年龄"), "age_low"),
    (re.compile(r"(?:年龄|岁).*(?:最高|上限|最大)|(?:最高|最大).*年龄"), "age_high"),
    (
        re.compile(
            r"(?:薪|工资|待遇|收入).*(?:最低|下限|起)|(?:最低|保底|起薪|起步).*(?:薪|工资|待遇)|^起薪"
        ),
        "pay_low",
    ),
    (re.compile(r"(?:薪|工资|待遇|收入).*(?:最高|上限|封顶)|(?:最高|封顶).*(?:薪|工资|待遇)"), "pay_high"),
)
"""Columns of posts whose name is made of two rows: 年龄要求 over 最低."""


def field_of(name: str, kind: Kind) -> tuple[str, float] | None:
    """Give the field a column name stands for and how sure that is (1 exact, 0.7 contained)."""
    word = plain(name)
    if not word or len(word) > 20:
        return None
    known = synonyms(kind)
    for form, sure in ((word, 1.0), (_TAIL.sub("", word), 0.9)):
        if form in known:
            return known[form], sure
    if re.search("电话|手机", word):
        return "phone", 0.85
    if kind == "posts":
        for pattern, field in _ENDS:
            if pattern.search(word):
                return field, 0.9
    inside = [key for key in known if len(key) >= 2 and key in word and not key.isascii()]
    return (known[max(inside, key=len)], 0.7) if inside else None
