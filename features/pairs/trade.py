"""The trade as a sentence names it: an ad's title without what the ad shouts around it."""

from __future__ import annotations

import polars as pl

from features.text_words import BENEFITS, SLOGANS

_BRACKETS = r"[（(【\[][^（(【\[）)】\]]*[）)】\]]"
_FIGURES = (
    r"(?:月薪|底薪|日薪|年薪|薪资|工资)?(?:\d{4,6}|\d+(?:\.\d+)?(?:[-~—至到]\d+(?:\.\d+)?)?(?:k|千|万|元))"
    r"(?:[-~—至到]\d+(?:\.\d+)?)?(?:k|千|万|元)?(?:/[月年天])?(?:以上|起|\+)*"
)
"""Pay with its figure; a word of pay alone may be the trade (工资核算员)."""
_CODES = r"^[A-Z]{0,2}\d{3,}[A-Z]?[-_]|[-_ ]?[A-Z]{0,2}\d{4,}$"
"""An employer's own number before or behind the title."""
_PAY_WORDS = r"高薪(?:聘请)?|无责任?底薪|(?:高)?(?:提成|奖金)$"
_CALL = r"^招([^商生标投聘募])"
_EDGES = " +-/|,，、;；:：!！·~。"


def trade(title: pl.Expr) -> pl.Expr:
    """Give the trade in a title: 急招缝纫工提供宿舍 -> 缝纫工, 服装厂缝纫15名 -> 服装厂缝纫.

    A title of which nothing would be left stays as it is.
    """
    plain = title.str.replace_all(_BRACKETS, "")
    plain = plain.str.replace_all("初中级", "初、中级")  # two levels of skill, not a school
    for pattern in (_CODES, BENEFITS, _FIGURES, SLOGANS, _PAY_WORDS):
        plain = plain.str.replace_all(f"(?i){pattern}", " ")
    plain = plain.str.replace_all(r"\s+", " ").str.strip_chars(_EDGES)
    plain = plain.str.replace(_CALL, "$1").str.replace(r"岗位$", "").str.strip_chars(_EDGES)
    return pl.when(plain.str.len_chars() >= 2).then(plain).otherwise(title)
