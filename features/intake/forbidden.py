"""Columns that old forms still have and the law keeps out of hiring: read as such, stored nowhere.

Sex, marriage, childbirth, household type, origin, politics, ethnic group, belief, body, looks, health
(人力资源市场暂行条例, 就业促进法, 妇女权益保障法; 个人信息保护法). Only a worker's sex is
kept, for the statistics the ministry asks for; it is never shown to an employer and never ranked on.
"""

from __future__ import annotations

import re

from features.intake.header import Kind, plain

FIELDS = ("marital", "register", "politics", "height", "ethnicity", "health")
"""The fields whose columns are stored for no kind of sheet."""
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("sex", re.compile(r"性别|男女|^(?:sex|gender)")),
    ("marital", re.compile(r"婚|配偶|生育|已育|怀孕|孕|子女|^marital|spouse|children|pregnan")),
    (
        "health",
        re.compile(
            r"健康(?!证)|病史|疾病|传染|体检|身体(?:状|情)|残疾|伤残|乙肝|^health|medical|disab|illness"
        ),
    ),
    (
        "register",
        re.compile(
            r"(?:户口|户籍)(?:性质|类型|类别|要求|限制|$)|户别|户口(?!所在|地)|农业户|籍贯|祖籍|出身|成分"
        ),
    ),
    ("politics", re.compile(r"政治|党员|党派|团员|入党|politic|party ?member")),
    (
        "height",
        re.compile(
            r"身高|体重|视力|体型|血型|星座|属相|生肖|相貌|外貌|长相|形象|容貌|^(?:height|weight)|looks$|appearance"
        ),
    ),
    ("ethnicity", re.compile(r"民族|宗教|信仰|种族|ethnic|religio|race$|nationality")),
)
_ALLOWED = re.compile(
    r"健康证|婚庆|婚姻登记处|民族(?:街|路|乡|村)|体检(?:中心|医院)|子女(?:入学|就学|上学)|孕婴|母婴"
)


def forbidden(name: str, kind: Kind) -> str | None:
    """Give the forbidden field a column name stands for, None for one that may be kept.

    A worker's sex may be kept for statistics; a post's may not: it would be a condition.
    """
    word = plain(name)
    if not word or _ALLOWED.search(word):
        return None
    found = next((field for field, pattern in _NAMES if pattern.search(word)), None)
    return None if found == "sex" and kind == "workers" else found


def quarantined(field: str | None, name: str, kind: Kind) -> bool:
    """Tell whether a column is read but neither stored nor shown nor ranked on."""
    return field in FIELDS or (field == "sex" and kind != "workers") or forbidden(name, kind) is not None
