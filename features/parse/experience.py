"""Read years of experience asked for. Months are parts of a year."""

from __future__ import annotations

import re

from features.parse.clean import clean, squeeze
from features.parse.numerals import digits
from features.parse.span import Span

LONGEST = 50
_PREFERRED = re.compile(r"[^,，。;；()（）]*(?:优先|为佳|更佳|者佳)")
_NOISE = re.compile(
    r"\d{4}\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{0,2}日?)?|\d{5,}|\d+-?\d*\s*(?:周?岁|元|人|名|小时|天"
    r"|%|k|千|万)|(?:合同|签|服务)[^,，]*?\d+年"
)
_HALF = re.compile(r"(\d+)\s*年半")
_UNIT = r"(?P<{0}>年|个月|月|years?|yrs?|months?)"
_FIGURE = re.compile(
    rf"(?P<before>不超过?|最多|不高于|(?<!不)[低少]于|<=?"
    rf"|≤)?[^\d,，]{{0,2}}?(?<![\d.])(?P<a>\d+(?:\.\d+)?)\s*\+?\s*(?:{_UNIT.format('au')})?"
    rf"(?:\s*(?:-+|至|到|to)\s*(?P<b>\d+(?:\.\d+)?)\s*(?:{_UNIT.format('bu')})?)?(?P<more>多"
    rf"|余)?\s*(?P<after>\(?含?\)?(?:及?以下|以内|之内))?"
)
_BARE = re.compile(r"^(?:[0-9]|[12]\d|30)(?:\.\d)?(?:-(?:\d|[12]\d|30))?$")
_FRESH = re.compile(
    r"^(?:仅限|限|只招|面向)?应届(?:毕业)?(?:大学|本科|专科)?生?$|^(?:fresh )?graduates?(?: only)?$"
)


def parse_experience(text: str | None) -> Span:
    """Read one cell of experience in years; nothing asked leaves both ends empty, 应届生 alone is 0 to 0."""
    raw = text or ""
    plain = digits(squeeze(clean(text)))
    if _FRESH.match(plain):
        return Span(0, 0, raw, 0.9)
    if _BARE.match(plain):
        plain += "年"
    plain = _NOISE.sub(" ", _PREFERRED.sub(" ", plain))
    plain = _HALF.sub(r"\1.5年", re.sub(r"半年", "6个月", plain))
    for match in _FIGURE.finditer(plain):
        span = _span(match, raw)
        if span is not None:
            return span
    return Span(None, None, raw, 0.0)


def _span(match: re.Match[str], raw: str) -> Span | None:
    unit = match["bu"] or match["au"]
    if unit is None:
        return None
    low = _years(match["a"], match["au"] or unit)
    if match["b"]:
        high = _years(match["b"], unit)
        return Span(min(low, high), max(low, high), raw) if high <= LONGEST else None
    if low > LONGEST:
        return None
    return Span(None, low, raw) if match["before"] or match["after"] else Span(low, None, raw)


def _years(figure: str, unit: str) -> float:
    number = float(figure)
    years = number / 12 if "月" in unit or unit.startswith("month") else number
    return round(years, 2)
