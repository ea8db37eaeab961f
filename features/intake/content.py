"""Recognise what a column is by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from features.codes.identity import read_credit_code, read_id_number
from features.intake.content_own import NEEDED, OWN, TESTS
from features.intake.header import Kind
from features.parse.education import parse_education
from features.parse.headcount import parse_headcount
from features.parse.pay import parse_pay
from features.parse.phone import parse_phone
from features.parse.place import parse_place

SAMPLE = 40
UNTOLD = r"(?i)^(?:[/\\|\-–—－_*.。]{1,6}|无|暂无|未填|空|n/?a|null|none|nil)$"
"""Cells that say nothing was told."""
_UNTOLD = re.compile(UNTOLD)
_TODAY = date(2200, 1, 1)
_COMPANY = re.compile(
    r"(?:公司|厂|集团|合作社|店|中心|酒店|医院|学校|商行|个体|事务所|有限|工作室"
    r"|部|院|馆|城|园|ltd|inc|co\.)\)?$|co\., ?ltd"
)
_PERSON = re.compile(r"^[一-鿿]{2,4}$|^[一-鿿]{1,8}·[一-鿿]{1,8}$")
_TRADE = re.compile(
    r"工$|员$|师$|司机|经理|主管|助理|普工|保安|保洁|服务|操作|会计|文员|厨|焊|电工|engineer|driver|operator|manager"
)


def _is_id(cell: str) -> bool:
    number = read_id_number(cell, _TODAY)
    return number is not None and number.fault in (None, "bad_id_check_digit")


def _is_pay(cell: str) -> bool:
    pay = parse_pay(cell)
    return pay is not None and (pay.monthly_low or 0) < 200_000


CHECKS: dict[str, Callable[[str], bool]] = {
    "id_number": _is_id,
    "credit_code": lambda cell: (code := read_credit_code(cell)) is not None and code[1],
    "phone": lambda cell: (phone := parse_phone(cell)) is not None and phone.confidence > 0.8,
    "pay": _is_pay,
    "education": lambda cell: parse_education(cell) is not None and len(cell) < 16,
    "employer_name": lambda cell: bool(_COMPANY.search(cell.strip().lower())),
    "title": lambda cell: bool(_TRADE.search(cell)) and len(cell) < 20,
    "name": lambda cell: bool(_PERSON.match(cell.strip())),
    "letter_number": lambda cell: re.search(r"20\d{2}\D{0,3}\d{1,6}(?!\d)", cell) is not None,
    "headcount": lambda cell: parse_headcount(cell).low is not None and len(cell) < 8,
    "place": lambda cell: parse_place(cell) is not None,
}
"""Does a cell look like this field? Used to weigh a column's own name."""


def share(cells: list[str], field: str) -> float | None:
    """Give the share of the non-empty cells (at most 40) that look like ``field``; None without a check."""
    check = CHECKS.get(field)
    told = _told(cells)
    if check is None or not told:
        return None
    return sum(check(cell) for cell in told) / len(told)


def _told(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip() and not _UNTOLD.match(cell)][:SAMPLE]


def guesses(cells: list[str], kind: Kind) -> list[tuple[str, float]]:
    """Give the fields a column may hold by its cells alone, with how sure that is; none for few cells."""
    told = _told(cells)
    if len(told) < 2:
        return []
    found = []
    for field, test in OWN[kind].items():
        weight, least = NEEDED[test]
        looks = sum(TESTS[test](cell) for cell in told) / len(told)
        if looks >= least and (test not in _SPREAD or _spread(told, test)):
            found.append((field, weight * looks))
    return found


_SPREAD = ("age", "small_count")


def _spread(told: list[str], test: str) -> bool:
    """Bare figures are ages or counts only if they are no running number and do not all agree."""
    figures = [int(cell) for cell in told if cell.isdigit()]
    if len(figures) < len(told):
        return True
    running = all(b == a + 1 for a, b in pairwise(figures))
    return not running and (test != "age" or len(set(figures)) > 1)
