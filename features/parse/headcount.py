"""Read how many people are wanted."""

from __future__ import annotations

import re

from features.parse.clean import clean, squeeze
from features.parse.numerals import digits
from features.parse.span import Span

MOST = 20_000
"""A larger figure in one cell is no headcount."""
_BRACKETS = re.compile(r"\([^()]*\)")
_SPLIT_BY_SEX = re.compile(r"^\D*(?:男|女)\D{0,3}(\d+)\D{0,4}(?:男|女)\D{0,3}(\d+)\D*$")
_UNIT = r"(?:个?人|名|位|个(?!月|小时)|员(?!工)|people|persons?)"
_NOISE = re.compile(
    r"10几|几十|几个?[人名]|\d{7,}|\d+(?:\.\d+)?\s*-?\s*\d*\s*(?:周?岁|元|块|个月|月|小时|天|年|%|cm|k"
    r"|千元|万元)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
)
_FIGURE = re.compile(
    rf"(?P<before>不少于|不低于|至少|最少|>=?|≥|不超过?|最多|至多|上限|<=?|≤|约|近|大约"
    rf"|上)?\s*(?<![\d.])(?P<a>\d+(?:\.0+)?)(?P<more>多|余|几|来)?\s*{_UNIT}?"
    rf"(?:\s*(?:-+|至|到)\s*(?P<b>\d+)(?:\.0+)?\s*{_UNIT}?)?\s*(?P<after>及?以上|及?以下|以内|起|\+|左右)?"
)
_HUNDREDS = re.compile(r"(近|上|数|约)([百千])(?=余|多|人|名|$)")
_LEAST = {"不少于", "不低于", "至少", "最少", ">", ">=", "≥", "上"}
_MOST = {"不超", "不超过", "最多", "至多", "上限", "<", "<=", "≤"}


def parse_headcount(text: str | None) -> Span:
    """Read one headcount cell; 若干 and the like leave both ends empty. Several counts are added up."""
    raw = text or ""
    plain = _HUNDREDS.sub(_hundreds, digits(squeeze(clean(text))))
    plain = _NOISE.sub(" ", plain)
    outside = _BRACKETS.sub(" ", plain) if re.search(r"\d", _BRACKETS.sub(" ", plain)) else plain
    found = [_bounds(match) for match in _FIGURE.finditer(outside) if _counts(match, outside)]
    if not found:
        return Span(None, None, raw, 0.0)
    lows, highs = [low for low, _ in found], [high for _, high in found]
    low = sum(n for n in lows if n is not None) if any(n is not None for n in lows) else None
    high = sum(n for n in highs if n is not None) if all(n is not None for n in highs) else None
    return Span(low, high, raw, 1.0 if len(found) == 1 else 0.8)


def _hundreds(match: re.Match[str]) -> str:
    figure = "100" if match[2] == "百" else "1000"
    return figure + "余" if match[1] in "上数" else figure


def _counts(match: re.Match[str], text: str) -> bool:
    """A figure counts with a unit of people, a bound, or as the only thing in the cell but a label."""
    if not 0 < float(match["a"]) <= MOST or (match["b"] and not 0 < int(match["b"]) <= MOST):
        return False
    if re.search(_UNIT, match[0]) or match["before"]:
        return True
    rest = text[: match.start()] + text[match.end() :]
    labelled = re.sub(r"招聘|需求|人数|数量|招|共|计|headcount|岗位|需|[男女]|[:：\s/,.、]", "", rest)
    return labelled == "" or (re.fullmatch(r"\d+", labelled) is not None and bool(_SPLIT_BY_SEX.match(text)))


def _bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    low = int(float(match["a"]))
    if match["b"]:
        pair = sorted((low, int(match["b"])))
        return pair[0], pair[1]
    before, after = match["before"] or "", match["after"] or ""
    if before in _MOST or after.endswith(("以下", "以内")):
        return None, low
    if before in _LEAST or match["more"] or after.endswith(("以上", "起", "+")):
        return low, None
    return low, low
