"""Wage-arrears lists, training courses, and who came to a fair."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from features.benchmarks.layouts import terms
from features.benchmarks.layouts.kinds import identity, one, place_item, required, telling, text_of
from features.benchmarks.layouts.numbers import credit_code
from features.benchmarks.layouts.shape import Cell, Draw, Item, Said, chance, pick
from features.benchmarks.layouts.words import FIRM_ENDS, STEMS, TRADES, firm, person, several

LEVELS = {
    5: ("初级", "初级工", "五级", "五级/初级工"), 4: ("中级", "中级工", "四级"),
    3: ("高级", "高级工", "三级"),
    2: ("技师",), 1: ("高级技师",),
}  # fmt: skip
_SCHOOLS = ("职业培训学校", "技工学校", "职业技能培训中心")
FAIRS = ("2026年春风行动专场招聘会", "就业援助月招聘会", "民营企业招聘周", "返乡农民工专场招聘会")


def arrears(draw: Draw, language: str) -> list[Item]:
    """Give the items of a list of units that owe wages."""
    listed = one(draw, "listed_on", language, _day("listed_on", date(2024, 1, 5), 700), "listed_on")
    told = [
        required(one(draw, "debtor", language, text_of("employer_name", firm), "employer_name")),
        required(listed),
    ]
    optional = [
        (0.9, telling(one(draw, "credit", language, _credit, "credit_code"))),
        (
            0.6,
            one(draw, "responsible", language, text_of("responsible_person", person), "responsible_person"),
        ),
        (
            0.6,
            required(
                one(draw, "expires_on", language, _day("expires_on", date(2027, 1, 5), 700), "expires_on")
            ),
        ),
        (0.3, one(draw, "removed_on", language, _removed, "removed_on")),
        (0.6, one(draw, "source", language, text_of("source", _bureau), "source")),
    ]
    return told + [item for p, item in optional if chance(draw, p)]


def courses(draw: Draw, language: str) -> list[Item]:
    """Give the items of a plan of training courses."""
    told = [required(one(draw, "course", language, text_of("title", _course), "title"))]
    optional = [
        (0.9, one(draw, "provider", language, text_of("provider", _school), "provider")),
        (0.7, one(draw, "level", language, _level, "skill_level")),
        (0.7, place_item(draw, "course_place", language)),
        (0.9, one(draw, "starts_on", language, _day("starts_on", date(2026, 3, 1), 60), "starts_on")),
        (0.7, one(draw, "ends_on", language, _day("ends_on", date(2026, 5, 10), 60), "ends_on")),
        (0.8, one(draw, "course_places", language, _seats, "places")),
        (0.4, one(draw, "fee", language, _fee, "fee")),
        (0.6, telling(one(draw, "phone", language, terms.phone, "phone"))),
    ]
    return told + [item for p, item in optional if chance(draw, p)]


def attendance(draw: Draw, language: str) -> list[Item]:
    """Give the items of a list of who came to a fair."""
    number = one(draw, "id", language, _number_only, "id_number")
    told = [
        required(one(draw, "fair", language, text_of("fair", lambda d: pick(d, FAIRS)), "fair")),
        required(one(draw, "name", language, text_of("name", person), "name")),
        required(number, telling=True),
    ]
    optional = [
        (0.8, telling(one(draw, "phone", language, terms.phone, "phone"))),
        (0.7, one(draw, "came_at", language, _came, "came_at")),
        (0.7, one(draw, "intentions", language, _intentions, "intentions")),
    ]
    return told + [item for p, item in optional if chance(draw, p)]


def _day(field: str, first: date, span: int) -> Callable[[Draw, bool], Said]:
    def make(draw: Draw, telling: bool) -> Said:
        cell, on = terms.day(draw, first, span)
        return Said((cell,), {field: on.isoformat()})

    return make


def _removed(draw: Draw, telling: bool) -> Said:
    if chance(draw, 0.7):
        return Said((None,), {"removed_on": None})
    cell, on = terms.day(draw, date(2026, 2, 1), 90)
    return Said((cell,), {"removed_on": on.isoformat()})


def _credit(draw: Draw, telling: bool) -> Said:
    code = credit_code(draw)
    return Said((code,), {"credit_code": code})


def _bureau(draw: Draw) -> str:
    return f"{pick(draw, ('龙潭', '东河', '南山'))}县人力资源和社会保障局"


def _school(draw: Draw) -> str:
    return f"{pick(draw, STEMS)}{pick(draw, STEMS)}{pick(draw, _SCHOOLS)}"


def _course(draw: Draw) -> str:
    return pick(draw, TRADES) + pick(draw, ("", "", "培训班", "技能提升班"))


def _level(draw: Draw, telling: bool) -> Said:
    level = pick(draw, (5, 5, 5, 4, 4, 3, 2, 1))
    return Said((pick(draw, LEVELS[level]),), {"skill_level": level})


def _seats(draw: Draw, telling: bool) -> Said:
    n = 5 * int(draw.integers(4, 13))
    written: tuple[Cell, ...] = (n, n, str(n), f"{n}人")
    return Said((pick(draw, written),), {"places": n})


def _fee(draw: Draw, telling: bool) -> Said:
    if chance(draw, 0.5):
        return Said((pick(draw, ("免费", "免费", "0")),), {"fee": 0})
    n = 100 * int(draw.integers(3, 20))
    written: tuple[Cell, ...] = (n, f"{n}元", str(n))
    return Said((pick(draw, written),), {"fee": n})


def _number_only(draw: Draw, telling: bool) -> Said:
    said = identity(draw, telling)
    return Said(said.cells, {"id_number": said.truth["id_number"]})


def _came(draw: Draw, telling: bool) -> Said:
    on = date(2026, 3, 1) + timedelta(days=int(draw.integers(0, 60)))
    hour, minute = int(draw.integers(9, 17)), int(draw.integers(0, 60))
    clock = f"{hour:02d}:{minute:02d}"
    written = (f"{on} {clock}", f"{on} {clock}:00", f"{on.year}/{on.month}/{on.day} {hour}:{minute:02d}")
    # China has one time, eight hours ahead of the world's
    return Said((pick(draw, written),), {"came_at": f"{on}T{hour - 8:02d}:{minute:02d}:00+00:00"})


def _intentions(draw: Draw, telling: bool) -> Said:
    words = several(
        draw,
        tuple(f"{pick(draw, STEMS)}{pick(draw, STEMS)}{end}" for end in FIRM_ENDS),
        int(draw.integers(1, 4)),
    )
    return Said((pick(draw, ("、", "；", "，")).join(words),), {"intentions": words})
