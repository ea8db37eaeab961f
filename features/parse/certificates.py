"""Read certificates and licences as they are named: 电工证, C1驾照, 英语六级, 中级焊工证."""

from __future__ import annotations

import re
from dataclasses import dataclass

from features.parse.clean import clean
from features.parse.skill_level import parse_skill_level

_LICENCE = re.compile(
    r"(?:驾驶证|驾照|驾驶执照|行车证|driving licen[cs]e)\s*[(:]?\s*([abc][1-6]|[abc])(?![a-z0-9])\)?"
    r"|(?<![a-z0-9])([abc][1-6])\s*(?:驾驶执照|驾驶证|驾照|驾|照|证|本|牌)?(?![a-z0-9])"
    r"|(?<![a-z0-9])([abc])\s*(?:驾照|照|本|牌|类驾照)"
)
_LANGUAGE = re.compile(
    r"(?:大学)?英语[四六468]级|cet-?[46]|专[四八]|普通话(?:水平)?[一二三12][级乙甲]{1,2}|日语n[1-5]"
    r"|[一二三]级(?:建造师|造价师)证?|[一二]建证?|计算机[一二三四123]级|雅思|托福"
)
_NAMED = re.compile(
    r"([一-鿿]{2,12}?(?:资格证书?|操作证书?|上岗证书?|技能证书?|等级证书?|执业证书?|从业证书?|职业证书?"
    r"|驾照|驾驶证|证书|执照|证(?![明实据件])))"
    r"|(操作证|上岗证|特种作业证|从业资格证|驾驶证|驾照|行驶证)"
)
_ENGLISH = re.compile(r"((?:[a-z]+ ){0,1}[a-z]+(?:'s)? (?:certificate|licen[cs]e|permit))")
_LEVEL = re.compile(r"(?:初级|中级|高级|特级|[一二三四五]级|技师|高级技师)[一-鿿]{1,5}(?:工|师|员)(?!证)")
_LEAD = re.compile(
    r"^(?:我|他|她|也|还|都|就|刚|才|现在|已经?|去年|今年|前年|考了?|考过|考到|拿了?|拿到|取得|有了?"
    r"|持有?|带着?|需要?|要求?|具有?|具备|必须|须|办了?|"
    r"个|本|张|一|两|的|和|及|与|或者?|会(?!计)|能|是|另有|另|手里|手上|并|且|以上|相关|名下|自己|有效"
    r"|年审|新|熟练工?|男|女|岁|年|提供|凭|请|初中|高中|中专|大专|本科)+"
)
_HELD = re.compile(r"[一-鿿]+(?:有了?|持有?|考[了过到]|拿[了到])(?=[一-鿿]{2})")
"""What stands in front of a certificate that is held: 开小车有驾照."""
_ARTICLE = re.compile(r"^(?:(?:an?|the|my|have|has|with|and|valid) )+")
_NOT_CERTIFICATES = re.compile(
    r"身份证|毕业证|学历证|学位证|结婚证|居住证|暂住证|户口|残疾证|退伍证|社保|保证|认证|签证|房产证"
    r"|出生证|准生证|学生证|营业执照|离职证|公证|凭证|论证|查证|验证|无犯罪"
    r"|^identity|^id |birth|marriage"
)
_SYNONYMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"健康证|health"), "健康证"),
    (re.compile(r"叉车|forklift"), "叉车证"),
    (re.compile(r"焊工|焊接|电焊|welding|welder"), "焊工证"),
    (re.compile(r"高压电工"), "高压电工证"),
    (re.compile(r"电工|electrician"), "电工证"),
    (re.compile(r"育婴"), "育婴员证"),
    (re.compile(r"养老护理|护理员"), "养老护理员证"),
    (re.compile(r"保安"), "保安员证"),
    (re.compile(r"厨师|烹调"), "厨师证"),
    (re.compile(r"教师|teaching|teacher"), "教师资格证"),
    (re.compile(r"护士|nurs"), "护士证"),
    (re.compile(r"高空|高处|登高"), "高处作业证"),
    (re.compile(r"会计"), "会计证"),
    (re.compile(r"消防"), "消防设施操作员证"),
    (re.compile(r"从业资格|货运资格"), "从业资格证"),
)
_INVALID_BEFORE = re.compile(r"(?:没有?|无|不用|不需要?|未|冇|冒得|没得|without|no|don't have an?)\s*$")
_INVALID_AROUND = re.compile(
    r"过期|降级|没审|失效|丢了|吊销|报了?名|正在考|在考|备考|还没|准备考|想考|打算考|要考|没考|没下来"
    r"|没拿|没证|在学|学着考|expired|studying"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Hold one certificate: ``said`` word for word, ``name`` as the records keep it.

    ``level``: the skill level said with it, 1 (highest) to 5, None where none is said.
    """

    said: str
    name: str
    confidence: float = 1.0
    level: int | None = None


def parse_certificates(text: str | None) -> tuple[Certificate, ...]:
    """Read the certificates that one text says are held or asked for, each once, in the order said.

    What is expired, being studied for or denied is left out; identity cards and diplomas are none.
    """
    found: dict[str, Certificate] = {}
    for clause in re.split(r"[,，。;；!！?？、\n|/()（）]|\s(?![a-z])", clean(text)):
        if not _INVALID_AROUND.search(clause):
            for said in _in_clause(clause):
                found.setdefault(said, _certificate(said))
    return tuple(found.values())


def _certificate(said: str) -> Certificate:
    """Be sure of a kind that is known; a name of its own is kept as it was said."""
    name = certificate_name(said)
    sure = 1.0 if name != said or _LANGUAGE.fullmatch(said) else 0.8
    return Certificate(said, name, sure, parse_skill_level(said).level)


def certificate_name(said: str) -> str:
    """Give the name the records keep: 驾照A2 for every way to say it, 电工证 for 电工操作证."""
    if match := _LICENCE.search(said.lower()):
        return "驾照" + next(group for group in match.groups() if group).upper()
    return next((name for pattern, name in _SYNONYMS if pattern.search(said)), said)


def _in_clause(clause: str) -> list[str]:
    taken: list[tuple[int, int]] = []
    said: list[str] = []
    for pattern in (_LICENCE, _LANGUAGE, _NAMED, _ENGLISH, _LEVEL):
        for match in pattern.finditer(clause):
            start, end = match.start() + _lead(match[0]), match.end()
            word = clause[start:end]
            if any(start < e and s < end for s, e in taken) or not _stands(clause, start, word):
                continue
            taken.append((start, end))
            said.append(word)
    return said


def _lead(word: str) -> int:
    match = _LEAD.match(word) or _ARTICLE.match(word)
    start = match.end() if match and match.end() < len(word) - 1 else 0
    held = _HELD.match(word, start)
    return held.end() if held else start


def _stands(clause: str, start: int, word: str) -> bool:
    if len(word) < 2 or _NOT_CERTIFICATES.search(word) or re.match(r"(?:没|无|不)", word):
        return False
    return not _INVALID_BEFORE.search(clause[:start])
