"""Skill levels of the vocational qualification system (国家职业技能等级): 5 is the lowest, 1 the highest.

The five national levels. 特级技师 and 首席技师 of the eight-level system of 2022 (人社部发〔2022〕14号) stand
above 高级技师 and are kept with it; 学徒工 below is no level yet.
"""

from __future__ import annotations

NAMES: dict[int, tuple[str, str]] = {
    1: ("高级技师", "senior technician"),
    2: ("技师", "technician"),
    3: ("高级工", "advanced worker"),
    4: ("中级工", "intermediate worker"),
    5: ("初级工", "junior worker"),
}
"""Name of each level in Chinese and English."""


def reaches(has: int | None, asked: int | None) -> bool | None:
    """Tell whether a level is at least the one asked for (a lower number is more); None where unknown."""
    if asked is None:
        return True
    return None if has is None else has <= asked
