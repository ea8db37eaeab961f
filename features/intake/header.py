"""Recognise what a column is by its name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from features.parse.clean import clean

Kind = Literal["posts", "workers", "employers", "referrals"]
QUARANTINED = ("marital", "register", "politics", "height", "ethnicity", "health")
"""Columns that are read but neither stored nor shown; ``sex`` is kept for statistics alone."""
_NOISE = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\]]*\]|[\s*＊:：、,，。.·“”\"'_\-]+|必填|选填")
_TAIL = re.compile(r"(?:要求|情况|信息|栏|项)$")


@cache
def synonyms(kind: Kind) -> dict[str, str]:
    """Give ``{name: field}`` of a kind; the first field that lists a name has it."""
    table = tomllib.loads(files("features.intake").joinpath("headers.toml").read_text("utf-8"))[kind]
    names: dict[str, str] = {}
    for field, words in table.items():
        for word in words.split():
            names.setdefault(plain(word), field)
    return names


def plain(name: str) -> str:
    """Give a column name without brackets, stars, marks and spaces, in lower case."""
    text = clean(name)
    return _NOISE.sub("", text) or re.sub(r"[\s()（）*]", "", text)


_ENDS = (
    (re.compile(r"(?:年龄|岁).*(?:最低|下限|最小)|(?:最低|最小).*年龄"), "age_low"),
    (re.compile(r"(?:年龄|岁).*(?:最高|上限|最大)|(?:最高|最大).*年龄"), "age_high"),
    (re.compile(r"(?:薪|工资|待遇|收入).*(?:最低|下限)|(?:最低|保底).*(?:薪|工资|待遇)"), "pay_low"),
    (re.compile(r"(?:薪|工资|待遇|收入).*(?:最高|上限)|最高.*(?:薪|工资|待遇)"), "pay_high"),
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
