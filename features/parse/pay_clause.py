"""Find the figures of pay in a text already cleaned, each with its unit and its bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from features.parse import pay_words as words

_SPLIT = re.compile(
    r"[,，。;；!！、\n()（）\[\]【】·|]+|(?<!^)(?=(?<![一-鿿])(?:月入|综合|合计"
    r"|总收入|月收入)|(?<=[成效金奖勤])(?:月入|综合|合计|总收入|人均|平均|月收入))"
    r"|(?=转正|(?<!过)(?<!过了)(?<!满)(?:试用|实习期|学徒期|培训期|见习))"
    r"|(?<=[元月年天k起吃住成奖金效贴补]) (?=(?!每)[一-鿿])"
)
_NOISE = re.compile(
    r"\d{1,2}:\d{2}|\d{4}年\d{1,2}月(?:\d{1,2}[日号])?|(?<![\d.])(?:19"
    r"|20)\d{2}([.-])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}天1结|\d{3,4}-\d{7,8}"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|[做干工作]{1,2}满1?\d*个?[月年天]|\d+薪|[5五]险"
    r"|[a-z]\d 照|1顿|每周\d|周结|月结"
)
_ONE = re.compile(r"(?<![\d.\-第])1(?=天|日(?!\d)|个月|年(?!后|以)|个?小时|件|单|条|套|串|双)")
_SHIFT = re.compile(r"[/每](?:[4-9]|1[0-2])(?:\.5)?个?小时")
"""A day by its hours: 180元/8小时."""
_REMARK = re.compile(r"\([^()\d]*\)(?=\+)")
_UNIT_REMARK = re.compile(r"(?<=[\d万千wk元])\s*\((?:每|/)?([年月天日]|小时)薪?\)")
_HEADER = re.compile(
    rf"^\W*(?:[一-鿿]{{0,6}}?)\(?(万|千)?{words.MONEY}(?:/(小?时|天|日|月"
    rf"|年))?\)?\s*[:：]\s*(?={words.NUMBER})"
)
_THOUSAND_HEAD = re.compile(
    rf"^([一-鿿]{{0,6}})\((万|千)?元?(?:/(小?时|天|日|月|年))?\)\s*[:：]?\s*(?={words.NUMBER})"
)
_ROUND = re.compile(r"(?<![\d.])(过|上|破|超)?万(?=元|以上|左右|$|起|\+|不)")
_FIGURE = re.compile(
    rf"(?P<a>{words.NUMBER})\s*(?P<as>{words.SCALE})?\s*(?P<am>{words.MONEY})?(?P<amore>以上|起(?!薪)"
    rf"|多)?(?P<au>\s*(?:/|每)\s*(?:人\s*/\s*)?{words.ANY})?"
    rf"(?:\s*(?P<sep>-+|至|到|~|to)\s*[¥￥$]?\s*(?:最高"
    rf"|月薪)?(?P<b>{words.NUMBER})\s*(?P<bs>{words.SCALE})?\s*(?P<bm>{words.MONEY})?)?"
)
_BASE_BEHIND = re.compile(r"元?(?:[保包]底|底薪)|元?/?月?\+.{0,3}(?:提成|绩效|计件)")
_TIMES = {"万": 10000.0, "w": 10000.0, "千": 1000.0, "k": 1000.0, "百": 100.0}
_SUM = (800.0, 400000.0)
"""A bare figure between these can be a monthly sum (yuan)."""
_PLAUSIBLE = {
    "hour": (3, 2000),
    "day": (20, 20000),
    "month": (300, 10**6),
    "year": (3000, 10**7),
    "piece": (0, 10**5),
}
"""Yuan per unit; what lies outside is no wage (an allowance, a charge, a slip of the pen)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one figure or range in yuan per ``unit``."""

    low: float | None
    high: float | None
    unit: words.Unit
    trial: bool
    base: bool
    total: bool
    at_most: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Clause:
    """Hold one piece of the text with what earlier pieces said about it."""

    text: str
    trial: bool
    daily: bool
    piecework: bool


def clauses(plain: str) -> Iterator[Clause]:
    """Cut the text where a new statement starts; a trial period lasts until regular pay is named."""
    plain = _SHIFT.sub("/天", plain)
    plain = _REMARK.sub("", _UNIT_REMARK.sub(r"/\1", plain))
    plain = re.sub("(?<![<>])=", ",总收入", plain)
    plain = _ONE.sub("每", _NOISE.sub(" ", _unwrap(plain)))
    daily, piecework = bool(words.PAID_DAILY.search(plain)), bool(words.PIECEWORK.search(plain))
    refund = False
    for part in _SPLIT.split(plain):
        if part and part.strip() and not (refund and words.AT_MOST.match(part)):
            refund = bool(words.REFUND.search(part))
            trial = bool(words.TRIAL.search(part)) and not words.REGULAR.search(part)
            yield Clause(_ROUND.sub(_round, part), trial, daily, piecework)


def _unwrap(plain: str) -> str:
    """Write a unit that stands in front, in brackets or before a colon, behind each figure."""
    head = _THOUSAND_HEAD.match(plain)
    if head:
        return f"{head[1]}{_carry(plain[head.end() :], head[2], head[3])}"
    head = _HEADER.match(plain)
    return _carry(plain[head.end() :], head[1], head[2]) if head else plain


def _carry(rest: str, scale: str | None, unit: str | None) -> str:
    scaled = re.sub(rf"({words.NUMBER})(?!{words.SCALE})(?![\d.])", rf"\1{scale or ''}", rest)
    return f"{scaled}元/{unit}" if unit else scaled


def _round(match: re.Match[str]) -> str:
    return "1万" + ("以上" if match[1] else "")


def figures(clause: Clause) -> Iterator[Figure]:
    """Give the figures of pay in one clause; what stands behind a plus is never counted."""
    text, end, paid = clause.text, 0, 0
    for match in _FIGURE.finditer(text):
        before, after = text[end : match.start()], text[match.end() :]
        if "+" in text[: match.start()] and end:
            return
        end = match.end()
        figure = _figure(clause, match, before, after, text[paid : match.start()])
        if figure:
            paid = end
            yield figure


def _figure(clause: Clause, match: re.Match[str], before: str, after: str, lead: str) -> Figure | None:
    if _not_pay(match, before, after):
        return None
    low, high = _values(match)
    unit, sure = _unit(clause, match, lead, after, high)
    if unit is None or not _PLAUSIBLE[unit][0] <= high <= _PLAUSIBLE[unit][1]:
        return None
    low_end, high_end = _ends(low, high, match, before, after)
    return Figure(
        low_end, high_end, unit, clause.trial,
        base=bool(words.BASE.search(before) or _BASE_BEHIND.match(after)),
        total=bool(words.TOTAL.search(before)),
        at_most=low_end is None, confidence=sure,
    )  # fmt: skip


def _not_pay(match: re.Match[str], before: str, after: str) -> bool:
    if words.NOT_PAY_AFTER.search(after):
        return True
    if words.NOT_PAY_BEFORE.search(before) and not words.PAID_OUT.search(before):
        return True
    if re.search(r"[a-z]$", before) and not re.search(r"(?:rmb|yuan|cny|base|up to|from|about) ?$", before):
        return True
    bare = not (match["am"] or match["bm"] or match["as"] or match["bs"] or match["au"])
    return bare and bool(words.NOT_MONEY.match(after)) and not words.LATE.match(after)


def _values(match: re.Match[str]) -> tuple[float, float]:
    """Give both ends in yuan; a scale written once belongs to both ends."""
    low = float(match["a"]) * _TIMES.get(match["as"] or "", 1.0)
    if match["b"] is None:
        return low, low
    factor = _TIMES.get(match["bs"] or "", 1.0)
    high = float(match["b"]) * factor
    if not match["as"] and factor > 1 and low < 1000:
        low *= factor if low * factor <= high else factor / 10
    elif match["as"] and not match["bs"] and not match["am"] and float(match["b"]) < 100:
        high *= _TIMES[match["as"]]
    return min(low, high), max(low, high)


def _unit(
    clause: Clause, match: re.Match[str], before: str, after: str, high: float
) -> tuple[words.Unit | None, float]:
    """The unit behind the figure wins, then the nearest in front, then how it is paid, then a month."""
    behind = words.PER.match(_behind(match, after)) or words.LATE.match(after.lstrip("元块 "))
    if behind:
        return behind.lastgroup, 1.0  # type: ignore[return-value]
    in_front = [(m.end(), unit) for unit, pattern in words.LEAD for m in pattern.finditer(before)]
    if words.WEEKLY.search(before[-4:] + after[:4]):
        return None, 0.0
    return (max(in_front)[1], 0.95) if in_front else _unsaid(clause, high, before)


def _unsaid(clause: Clause, high: float, before: str) -> tuple[words.Unit | None, float]:
    """Choose the unit of a bare figure: a day where pay is daily, a month where it can be one, a price."""
    if clause.daily and 30 <= high <= 2000:
        return "day", 0.9
    if _SUM[0] <= high <= _SUM[1]:
        return "month", 0.9 if high <= 50_000 else 0.6
    if 50 <= high < _SUM[0] and re.search("[/每1][天日]|日薪", clause.text):
        return "day", 0.7
    priced = high < 30 and (clause.piecework or re.search("每|/", before))
    return ("piece", 0.8) if priced else (None, 0.0)


def _behind(match: re.Match[str], after: str) -> str:
    tail = re.sub(r"^\s*\(?(?:以上|以下|以内|起|多|左右|上下|\+(?=/)|及以上|及以下|元|块)*\)?\s*", "", after)
    own = (match["au"] or "").strip()
    return own if own and match["b"] is None else (tail if words.PER.match(tail) else own or tail)


def _ends(
    low: float, high: float, match: re.Match[str], before: str, after: str
) -> tuple[float | None, float | None]:
    near = before[-8:]
    after = after.lstrip()
    rest = re.sub(words.PER, "", after, count=1) if words.PER.match(after) else after
    capped = words.AT_MOST.search(words.NOT_LOWER.sub(_plain_bound, near)) or words.DOWN.match(rest)
    if capped:
        return None, high
    rises = (
        (match["amore"] and match["b"] is None)
        or words.UP.match(rest)
        or words.UP.match(after)
        or "+" in after[:3]
    )
    if rises or words.AT_LEAST.search(before) or re.search("提成(?!另|外)|不封顶|无上限", after[:6]):
        return low, None
    return low, high


def _plain_bound(match: re.Match[str]) -> str:
    return {"不低于": "≥", "不高于": "≤", "不超": "≤"}[match[0]]
