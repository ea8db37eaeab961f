"""Read the education asked for or held, as a code of GB/T 4658 (two digits, grouped to tens)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from features.codes.education import CODES, level
from features.parse.clean import clean, squeeze

_PREFERRED = re.compile(r"\([^()]*优先\)|[^,，。;；()（）]*(?:优先|为佳|更佳|者佳)")
_WORDS: tuple[tuple[str, str], ...] = (
    ("60", r"普通高级?中学?|高级中学|高中|senior (?:high|secondary)|high school"),
    (
        "40",
        r"大中专|中等职业|中等专业|中等专科|中师|中等技术|职业高中|职业中学|技工学校"
        r"|技校|职高|中技|中专|中职|技师学院|vocational (?:school|secondary)",
    ),
    ("30", r"大学专科|大专|高职|专科|高专|college|associate|高等职业"),
    (
        "20",
        r"大学本科|本科|学士|[一二12]本|(?<!老年)大学(?!专科|城|路)|bachelor|undergraduate|university|学位",
    ),
    ("10", r"硕士|博士|研究生|master'?s?|doctor(?:ate)?|ph\.?d|mba"),
    ("70", r"初级中学|初中|9年义务|九年义务|junior (?:high|secondary)|middle school"),
    ("80", r"小学|primary|elementary"),
)
_ANY = re.compile(
    "|".join(f"(?P<c{code}>{words})" for code, words in sorted(_WORDS, key=lambda p: p[0] != "30"))
)
_OPEN_BELOW = re.compile(r"^\s*(?:学历|文化|程度|毕业)*\s*\(?含?\)?(?:及?以下|或以下)")
_NOT_HIGH_ENOUGH = re.compile(r"(?:初中|小学)以下")


@dataclass(frozen=True, slots=True)
class Education:
    """Hold what an education cell says: a code of GB/T 4658 or None, the cell, how sure the reading is."""

    code: str | None
    raw: str
    confidence: float


def parse_education(text: str | None) -> str | None:
    """Give the lowest level asked or accepted, None where nobody is shut out from below."""
    return read_education(text).code


def read_education(text: str | None) -> Education:
    """Read one education cell.

    高中 (60) and 中专 (40) are one level: where both stand, the one named first is given. Confidence: 1 for
    one level or a ministry's code, 0.8 where the lowest of several was taken, 0 where no level is named.
    """
    raw, plain = text or "", squeeze(clean(text))
    if plain in CODES:
        return Education(CODES[plain], raw, 1.0)
    plain = _PREFERRED.sub(" ", plain)
    lowest: str | None = None
    named: set[str] = set()
    for match in _ANY.finditer(plain):
        code = (match.lastgroup or "")[1:]
        if _OPEN_BELOW.match(plain[match.end() :]):
            return Education(None, raw, 1.0)
        named.add(code)
        if lowest is None or level(code) < level(lowest):
            lowest = code
    return Education(lowest, raw, 0.0 if lowest is None else 1.0 if len(named) == 1 else 0.8)
