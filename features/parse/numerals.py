"""Write Chinese numerals as digits, so that one set of rules reads both.

``三千五`` 3500, ``4千5`` 4500, ``七八千`` 7-8千, ``十五万`` 15万, ``三五年`` 3-5年.
A trailing 千 or 万 stays as it is: in ``五到八千`` it belongs to both ends,
which only the reader of the range can know.
"""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_DIGIT = "零〇一二两三四五六七八九"
_SPAN = re.compile(f"[{_DIGIT}十百千万]+")
_DASH = re.compile(r"(?<=\d)一(?=\d)")
_COUNTED = re.compile(
    f"(?<=[{_DIGIT}十百千万])一(?=天|日(?!\\d)|个月|个?小时|件|单|条|套|串|双|斤|吨)|(?<=[{_DIGIT}百千万])一(?=年(?!薪))"
)
_COINS = re.compile(r"(?<![\d.])(\d+)块([1-9])(?![\d百千万天日个小件年月条斤公亩袋箱桶车张只双套串吨单趟平])")
_DIMES = re.compile(r"(?<![\d.])(\d)[毛角](\d(?!\d))?钱?(?=$|[^一-鿿]|[到至每一])")
_MIXED = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)([万w千k])([1-9])(?![\d.万千百wk个]|[岁人名年])")
_ROUND = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)万([1-9])[千k]")
_PAIR = re.compile(f"^([{_DIGIT[2:]}])([{_DIGIT[2:]}])([十百千万]?)$")
_LISTED = re.compile(f"(?<=[{_DIGIT[2:]}])、(?=[{_DIGIT[2:]}][百千万])")
_SOME = re.compile(r"(?<![\d.])(\d+)来([万千百])")
_SOME_MORE = re.compile(r"(?<![\d.])(\d+)[多几]([万千百])元?")
_MARKS = {"百": "00", "十": "0"}


def digits(text: str) -> str:
    """Give ``text`` (already cleaned) with its numerals written in digits."""
    plain = _COUNTED.sub(" 一", _DASH.sub("-", _LISTED.sub("", text).translate(_FORMAL)))
    plain = _SPAN.sub(lambda m: _apart(plain, m.start()) + _span(m[0], plain, m.start()), plain)
    plain = _SOME_MORE.sub(r"\1\2以上", _SOME.sub(r"\1\2", plain.replace("万把", "1万")))
    plain = _ROUND.sub(lambda m: _number(float(m[1]) * 10000 + int(m[2]) * 1000), plain)
    plain = _DIMES.sub(lambda m: f"0.{m[1]}{m[2] or ''}元", plain)
    return _MIXED.sub(_mixed, _COINS.sub(r"\1.\2元", plain))


def value(span: str) -> int | None:
    """Give the number a Chinese numeral stands for, None where it is none (``万千``)."""
    total, section, digit, last = 0, 0, 0, 0
    for char in span:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last = 0 if digit == 0 else last
            continue
        scale = _SCALES[char]
        if scale == 10000:
            total, section = total + (section + digit) * scale, 0
        else:
            section += (digit or (1 if scale == 10 else 0)) * scale
        digit, last = 0, scale
    return total + section + digit * _tail(digit, last)


def _tail(digit: int, last: int) -> int:
    """A digit that ends a numeral counts the next lower scale: 三千五 is 3500, 三千零五 is 3005."""
    return last // 10 if digit and last > 10 else 1


def _apart(text: str, start: int) -> str:
    """Keep ``180一天`` from reading 1801天."""
    return " " if start and text[start - 1].isdigit() and text[start] in _DIGIT else ""


def _span(span: str, text: str, start: int) -> str:
    pair = _PAIR.match(span)
    if pair and pair[3] == "" and start + 2 < len(text) and text[start + 2].isdigit():
        return span
    if pair and _DIGITS[pair[1]] < _DIGITS[pair[2]]:
        low, high, mark = _DIGITS[pair[1]], _DIGITS[pair[2]], pair[3]
        return f"{low}{_MARKS.get(mark, '')}-{high}{_MARKS.get(mark, mark)}"
    if span == "零" or all(char in "百千万" for char in span):
        return span
    if all(char in _DIGITS for char in span):
        return "".join(str(_DIGITS[char]) for char in span)
    if span[-1] in "千万" and not set(span[:-1]) & {"千", "万"}:
        head = value(span[:-1]) if len(span) > 1 else None
        return f"{head}{span[-1]}" if head is not None else span
    return _number(value(span) or 0)


def _mixed(match: re.Match[str]) -> str:
    scale = 10000 if match[2] in "万w" else 1000
    return _number(float(match[1]) * scale + int(match[3]) * scale / 10)


def _number(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")
