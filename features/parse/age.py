"""Read an age limit, or an age, in whole years; both ends included."""

from __future__ import annotations

import re

from features.parse.clean import clean, squeeze
from features.parse.numerals import digits
from features.parse.span import Span

YOUNGEST, OLDEST = 14, 90
"""Ages outside these are read as no age at all."""

_PREFERRED = re.compile(r"[^,，。;；、()（）]*(?:优先|为佳|更佳|者佳)")
_NOISE = re.compile(
    r"\(含\)|含|\d{5,}|\d{4}[年./-]\d{1,2}(?:[月./-]\d{1,2}日?)?|\d+(?:\.\d+)?-?\d*\s*(?:cm|厘米|公分"
    r"|元|人|名|位|%|k|千|万|小时|个月|月|天|kg|公斤|斤)"
    r"|\d{2,4}\s*(?:后|年)(?!满|龄)|身高\s*\d+(?:-\d+)?"
)
_CEILING = r"(?:以下|以内|之内|封顶|止|下(?!岗)|及下|内)"
_RANGE = re.compile(
    r"(?<!\d)(\d{2})\s*(?:周?岁)?\s*(?:以上)?\s*(?:-+|至|到|to|<=?年龄<=?|≤年龄≤"
    r"|,?\s*以上至)\s*(\d{2})(?!\d)"
)
_ONE = re.compile(
    rf"(?:(?P<before>未满|不满|不超过?|不大于|under |不高于|小于|低于|最高|最大"
    rf"|上限|<=?|≤|至少|不低于|不小于|最低|最小|年?满|下限|>=?|≥|大于|超过)\D{{0,3}}?)?"
    rf"(?<!\d)(?P<n>\d{{2}})(?!\d)\s*(?P<years>周?岁)?\s*\(?(?P<after>(?:及|\(?含\)?)?(?:以上"
    rf"|{_CEILING}|起|左右|上下|\+))?"
)
_RELAXED = re.compile(r"放宽(?:年龄)?(?:到|至|为)?\s*(\d{2})(?:周?岁)?(以上|以下)?")
_UNDER = {"未满", "不满", "小于", "低于", "<", "under "}
_MOST = {"不超", "不超过", "不大于", "不高于", "最高", "最大", "上限", "<=", "≤"}
_LEAST = {"至少", "不低于", "不小于", "最低", "最小", "满", "年满", "下限", ">=", "≥", "超过"}
_BY_SEX = re.compile(r"男\D{0,3}(\d{2})\D{0,3}女\D{0,3}(\d{2})|女\D{0,3}(\d{2})\D{0,3}男\D{0,3}(\d{2})")


def parse_age(text: str | None) -> Span:
    """Read one age cell. Several limits (by sex, or relaxed to an age) give the widest range."""
    raw = text or ""
    plain = _NOISE.sub(" ", _PREFERRED.sub(" ", digits(squeeze(clean(text)))))
    relaxed = _RELAXED.search(plain)
    plain = _RELAXED.sub(" ", plain)
    ranges = [(int(a), int(b)) for a, b in _RANGE.findall(plain) if _human(int(a)) and _human(int(b))]
    if ranges:
        low: int | None = min(min(pair) for pair in ranges)
        high: int | None = max(max(pair) for pair in ranges)
        sure = 1.0
    else:
        low, high, sure = _singles(plain)
    if relaxed and high is not None:
        high = max(high, int(relaxed[1]))
    return Span(low, high, raw, sure if (low, high) != (None, None) else 0.0)


def _human(age: int) -> bool:
    return YOUNGEST <= age <= OLDEST


def _singles(plain: str) -> tuple[int | None, int | None, float]:
    by_sex = _BY_SEX.search(plain)
    if by_sex and not re.search("以上|以下|-", plain):
        return None, max(int(n) for n in by_sex.groups() if n), 0.9
    lows: list[int] = []
    highs: list[int] = []
    exact: list[int] = []
    for match in _ONE.finditer(plain):
        _sort(match, lows, highs, exact, plain)
    if not lows and not highs and exact:
        return min(exact), max(exact), 0.8
    return (min(lows) if lows else None), (max(highs) if highs else None), 1.0


def _sort(match: re.Match[str], lows: list[int], highs: list[int], exact: list[int], plain: str) -> None:
    age, before, after = int(match["n"]), match["before"] or "", match["after"] or ""
    if not _human(age):
        return
    if before in _UNDER:
        highs.append(age - 1)
    elif before in _MOST or re.search(_CEILING, after):
        highs.append(age)
    elif before in (">", "大于"):
        lows.append(age + 1)
    elif before in _LEAST or re.search(r"以上|起|\+", after):
        lows.append(age)
    elif match["years"] or plain.strip(" 岁年龄:") == match["n"]:
        exact.append(age)
