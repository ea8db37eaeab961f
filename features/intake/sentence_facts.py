"""Find the age, the years of experience and the least pay in what was said."""

from __future__ import annotations

import re

from features.intake.sentence_clauses import Clause
from features.parse.pay import Pay, parse_pay

_WORDS = {
    word: str(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60"}
_WORD = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b")
_OTHERS = re.compile(
    r"娃|孩子|小孩|儿子|女儿|闺女|孙|老人(?!家)|老娘|老妈|老爸|爸妈|父母|婆婆|公公|宝宝|kid|child|son\b"
    r"|daughter|mother|father|parents"
)
_CARED = re.compile(
    r"照顾|伺候|照看|读书|上学|念书|在读|大了|成家|高中|大学|老人|下面|上有|走不开|school|care of"
)
"""Signs that an age in the clause is that of somebody cared for, not of who seeks work."""
_AGE = re.compile(
    r"(?<![\d.])(?P<a>\d{2})(?:周岁|岁|歲|[- ]?years?[- ]?(?:old|of age)|\s?y/?\.?o\b)(?!以)"
    r"|(?:今年|年龄|年纪|岁数|虚岁|周岁|刚满|满|已经|都|整|aged?:?|i am|i'm|男"
    r"|女|男性|女性|妹子|小伙子?|姑娘|大姐|大哥|大嫂|嬢嬢|大叔|大妈|大爷|老汉"
    r"|阿姨|她|他|本人|俺|额|我|儿子|女儿|闺女|姑娘|弟弟|妹妹|徒弟|老公|老婆|媳妇)\s*(?:都|已经|今年|是"
    r"|有|:|整|虚岁|也|满)*\s*(?P<b>\d{2})(?![\d.]"
    r"|年|个|块|元|[-到至]|千|百|k)"
    r"|^(?:男|女|我|都|整)?(?P<c>\d{2})(?:整|了|咧|啦|哒|喽|嘞|哩|咯|的人了?"
    r"|的人啦)*$|^(?P<e>\d{2}) (?:male|female|man|woman)|^[a-z ]{3,25} (?P<d>\d{2})$"
)
_VAGUE = re.compile(
    r"\d{1,2}(?:周?岁)?(?:多|几|来|出头|冒头|左右|好几)|(?:快|奔|近|将近|马上|差不多|almost|nearly"
    r"|about)\s*\d{1,2}|\d{2}年(?:生|的)|\d{2}后|属"
)
_YEARS = re.compile(
    r"(?<![\d.前])(?P<n>\d+(?:\.\d+)?)(?:-\d+)?\s*(?:来|好?几|多|余|\+)?\s*个?(?P<unit>年"
    r"|yrs?|years?|个月|months?)(?P<half>半)?(?!前|级|代|底|薪|终|龄|[- ]?old"
    r"|以内|\d|生|纪|轻|合同|后|的合同|的$|之内|左右的合同)"
)
_IDLE = re.compile(
    r"打工|当.{0,4}兵|部队|断了|结婚|离家|离开|退休|毕业|没上班|闲|坐牢|生病|住院|在外|学校|带娃|带孩子"
    r"|歇了|停了|每年|[拿领考持办]了|1年\d|一年\d|/年|合同|养老保险|社保"
)
_WORKED = re.compile(
    r"[做干开带当搞跑教卖修踩学弄打]了|[做干开带当搞跑教卖修踩弄]过?(?:有|得"
    r"|了|过|快|近|大概|差不多|满|足足|这行|这个|这一行)*\s*\d|开店|worked|经验"
    r"|工龄|从业|驾龄|手艺|入行|experience|^\D{0,4}\d+(?:\.\d+)?(?:-\d+)?(?:来"
    r"|几|多)?年半?(?:了|多|的|有余|左右|往上|以上|安全驾驶|老师傅|手艺)*$|^(?:for |about |over "
    r"|more than |at least "
    r"|with )?\d+ ?y(?:ea)?rs?(?: of| in| as|$)|入行|老手|老师傅|行当|一直"
)
_TWO = re.compile(r"(?:两|俩|二|2)个?人|两口子|一共|合起来|加起来|together|both of us|in total|between us")
_EARNED = re.compile(
    r"原来|以前|(?:老板|厂里|那边|现在)?(?:只|才)(?:给|有|拿|发|开)|之前|从前|过去|原先|能拿|拿过|挣过|(?:挣|拿)了?\d+[^,]{0,4}的时候"
    r"|现在厂里|上个厂|老厂|used to|was paid|earned|押金|学费|欠|借|房租|房贷"
    r"|车贷|还贷|罚"
)
_NOT_BELOW = re.compile(
    r"(?:低于|少于|不到|没有?)\s*([\d.]{1,9}[千万百kw]?(?:元|块)?)\s*(?:的)?(?:都|就)?(?:不|免谈|莫|别)\S*"
    r"|([\d.]{1,9}[千万百kw]?(?:元|块)?)\s*(?:以下|不到)的?(?:都|就)?(?:不|免谈|莫|别)\S*"
)
_NOT_MONEY = re.compile(
    r"\d{1,6}(?:周?岁|歲| ?years? old)|\d{1,6}(?:-\d{1,6})?(?:多|几|来)?年(?!薪)(?!\d|[一-鿿]?\d)"
    r"|(?<!\d)\d{2}后|\d{1,6}个人|\d{1,6}(?:公里|里路|km|斤|公斤)|[abc]\d|\d{1,6}人间|\d{1,6}楼"
    r"|(?:男|女|年龄)\s*\d{2}|\d{1,6} ?(?:yrs?|years?)\b|\d{1,6}点|\d{1,2}级"
)


def figures(clause: Clause) -> str:
    """Give the clause with number words of both languages written in digits."""
    return _WORD.sub(lambda m: _WORDS[m[1]], clause.figures)


def age(parts: tuple[Clause, ...]) -> tuple[int, str] | None:
    """Give the stated age of the person who seeks work; about-ages and those of others give None."""
    of_others: tuple[int, str] | None = None
    for part in parts:
        text = figures(part)
        if _VAGUE.search(text) or _CARED.search(text):
            continue
        for match in _AGE.finditer(text):
            years = int(next(group for group in match.groups() if group))
            if not 15 <= years <= 80:
                continue
            if not _OTHERS.search(text):
                return years, part.raw
            of_others = of_others or (years, part.raw)
    return of_others


def years(part: Clause, has_trade: bool) -> float | None:
    """Give the years of work one clause tells of; ``has_trade``: it names a trade itself."""
    text = _halves(figures(part))
    if (_IDLE.search(text) and not has_trade) or re.search(r"年龄|断了|兵$", text):
        return None
    match = _YEARS.search(text)
    if match is None or not (has_trade or _WORKED.search(text)):
        return None
    number = float(match["n"]) + (0.5 if match["half"] else 0)
    number = round(number / 12, 2) if "月" in match["unit"] or "month" in match["unit"] else number
    return number if 0 < number <= 60 else None


def _halves(text: str) -> str:
    """Write half years in figures."""
    text = re.sub(r"a year and a half", "1.5 years", re.sub(r"half a year", "0.5 years", text))
    return text if "年半" in text else text.replace("半年", "0.5年")


def least_pay(parts: tuple[Clause, ...]) -> tuple[int, str] | None:
    """Give the least monthly pay asked for, by the rules of pay cells; what was earned does not count."""
    asked = [part for part in parts if not (_EARNED.search(part.low) or _TWO.search(part.low))]
    texts = [_pay_text(part) for part in asked]
    pay = parse_pay("。".join(text for text in texts if re.search(r"\d|万", text)))
    low = _least(pay)
    if low is None:
        return None
    said = [p.raw for p, t in zip(asked, texts, strict=True) if _least(parse_pay(t)) is not None]
    return low, said[-1] if said else ""


def _least(pay: Pay | None) -> int | None:
    if pay is None:
        return None
    return pay.monthly_low if pay.monthly_low is not None else pay.monthly_high


def _pay_text(part: Clause) -> str:
    text = _NOT_BELOW.sub(lambda m: f"{m[1] or m[2]}以上", figures(part))
    text = re.sub(r"(?<![\d.])(\d{3})(?= ?(?:a|per) day)", r"\1元", text)
    return _NOT_MONEY.sub(" ", text)
