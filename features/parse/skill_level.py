"""Read skill levels: 五级/初级工 ... 一级/高级技师, 中级焊工, 职业技能三级, senior technician."""

from __future__ import annotations

import re
from dataclasses import dataclass

from features.parse.clean import clean, squeeze

_NUMBER = {c: n for n, chars in enumerate(("一1", "二2", "三3", "四4", "五5"), start=1) for c in chars}
_WORD = {"高级": 3, "中级": 4, "初级": 5}
_OTHER = re.compile(
    r"英语|日语|外语|cet|普通话|计算机|建造师|造价|教师|讲师|教授|工程师|会计|审计|经济师|统计师|农艺师|政工|医师|药师|护师|主管护|编辑|记者"
    r"|翻译|律师|消防工程|运动员|裁判|等级医院|甲等|乙等|[一二三]甲|残疾|伤残|年级|职称|高级中学|初级中学|中级人民"
)
"""Levels of other scales: languages, titles of professions, hospitals, disability."""
_TRADE = r"[一-鿿()/]{0,8}?(?:工|员|师|司机|厨)"
_NAMED: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(?:高级|特级|首席)技师|senior technician|master technician"), 1),
    (re.compile(r"(?<!高级)(?<!特级)(?<!首席)技师(?!学院|班)|(?<!senior )(?<!master )\btechnician level"), 2),
    (re.compile(r"高级技?工(?!程|资|学)|advanced (?:worker|level|skill)"), 3),
    (re.compile(r"中级技?工(?!程|资)|intermediate (?:worker|level|skill)"), 4),
    (re.compile(r"初级技?工(?!程|资)|junior (?:worker|level|skill)|basic level"), 5),
)
_NUMBERED = re.compile(
    rf"(?:职业|技能|资格|等级|工种)[^,，;；]{{0,6}}?([一二三四五1-5])级|{_TRADE}[(/ ]?([一二三四五1-5])级|"
    rf"(?<![\d十])([一二三四五1-5])级{_TRADE}"
    r"|^\W*(?:国家)?([一二三四五1-5])级(?=$|[/()、, ]|证|及以上)"
)
_GRADED = re.compile(r"(高级|中级|初级)(?=[一-鿿]{1,6}(?:工(?!程|资|学)|员|师|证))|^\W*(高级|中级|初级)\W*$")


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """Hold one level, 1 (高级技师) to 5 (初级工), None where none or two different ones are said."""

    level: int | None
    raw: str
    confidence: float


def parse_skill_level(text: str | None) -> SkillLevel:
    """Read the level one cell tells. A number and a name that disagree give none.

    Levels of languages, professional titles and hospitals are none. 以上 after a level leaves it as it is.
    """
    raw = text or ""
    parts = [p for p in re.split(r"[,，;；、\n]", squeeze(clean(text))) if not _OTHER.search(p)]
    plain = ",".join(parts)
    named = {level for pattern, level in _NAMED if pattern.search(plain)}
    numbered = {_NUMBER[c] for match in _NUMBERED.finditer(plain) for c in match.groups() if c}
    graded = {_WORD[g] for match in _GRADED.finditer(plain) for g in match.groups() if g}
    told = named | numbered or graded
    if len(told) != 1:
        return SkillLevel(None, raw, 0.0)
    sure = 1.0 if named and numbered else 0.9 if named or numbered else 0.7
    return SkillLevel(next(iter(told)), raw, sure)
