"""Slips that came back: outcome, its date, the second line, arrival. Not told stays unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from features.benchmarks.layouts.headers import header
from features.benchmarks.layouts.shape import Cell, Draw, Head, Item, Said, chance, pick
from features.benchmarks.layouts.terms import day

OUTCOMES: dict[int, tuple[str, ...]] = {
    1: ("录用", "已录用", "1", "1录用", "1.录用", "录用 "),
    2: ("不录用", "未录用", "2", "2不录用", "2.不录用"),
    3: ("本人不愿意", "3", "本人不愿", "3.本人不愿意", "本人放弃"),
    4: ("该工种已招满", "4", "已招满", "4.该工种已招满"),
    5: ("其他", "5", "5.其他", "其它"),
}
KINDS = {"contract": ("合同制", "签合同"), "agency": ("劳务制", "劳务派遣"), "part_time": ("兼职",)}
WHY_NOT = {
    "no_show": ("未到场", "没来面试", "未参加面试"),
    "skill": ("技能不符", "技术不过关", "不会操作"),
    "distance": ("路远", "离家太远", "距离远"),
    "pay": ("工资低", "嫌工资低", "待遇谈不拢"),
}
FIELDS = ("slip", "slip_on", "slip_detail", "interviewed", "not_hired", "arrived_on")
_TICKED = (("录用", 1), ("不录用", 2), ("本人不愿意", 3), ("已招满", 4), ("其他", 5))


def _letters(draw: Draw, n: int = 400) -> tuple[Said, ...]:
    numbers = draw.choice(9000, n, replace=False) + 1
    return tuple(Said((f"2026-{number:06d}",), {"letter_number": f"2026-{number:06d}"}) for number in numbers)


def _outcome(draw: Draw, telling: bool) -> Said:
    """Write everything a slip tells: outcome, date, kind of hire, interview, why not, arrival."""
    if chance(draw, 0.1):
        return Said((None,) * 6, dict.fromkeys(FIELDS))
    slip = pick(draw, (1, 1, 2, 2, 3, 4, 5))
    written, on = day(draw, date(2026, 2, 20), 60)
    kind = pick(draw, tuple(KINDS)) if slip == 1 and chance(draw, 0.7) else None
    why = pick(draw, tuple(WHY_NOT)) if slip == 2 and chance(draw, 0.8) else None
    met = None if chance(draw, 0.3) else slip == 1 or why == "skill"
    arrival, arrived = day(draw, on, 12) if slip == 1 and chance(draw, 0.6) else (None, None)
    cells: tuple[Cell, ...] = (
        pick(draw, OUTCOMES[slip]), written, pick(draw, KINDS[kind]) if kind else None,
        None if met is None else pick(draw, ("是", "已面试") if met else ("否", "未面试")),
        pick(draw, WHY_NOT[why]) if why else None, arrival,
    )  # fmt: skip
    truth = {
        "slip": slip, "slip_on": on.isoformat(), "slip_detail": kind, "interviewed": met, "not_hired": why,
        "arrived_on": arrived.isoformat() if arrived else None,
    }  # fmt: skip
    return Said(cells, truth)


def _ticks(draw: Draw, telling: bool) -> Said:
    """Tick one of five columns, or none where no slip came back."""
    slip = None if chance(draw, 0.1) else pick(draw, (1, 1, 2, 3, 4, 5))
    mark = pick(draw, ("√", "√", "是"))
    return Said(tuple(mark if code == slip else None for _, code in _TICKED), {"slip": slip})


def slip_items(draw: Draw, language: str) -> list[Item]:
    """Give the letter number and either six told columns or five to tick."""
    letter = Item(
        "letter", (Head(header(draw, "letter", language)),), lambda d, t: Said((None,), {}),
        ("letter_number",), required=True, own=_letters(draw),
    )  # fmt: skip
    if chance(draw, 0.15):
        heads = tuple(Head(word, "回执结果", word) for word, _ in _TICKED)
        return [letter, Item("ticks", heads, _ticks, ("slip",))]
    rest = [n for n in range(1, 6) if chance(draw, 0.65)]
    order = [0, *rest]
    draw.shuffle(order)
    told = tuple(FIELDS[n] for n in order)
    heads = tuple(Head(header(draw, name, language)) for name in told)
    return [letter, Item("slip", heads, _some(order), told)]


def _some(order: list[int]) -> Callable[[Draw, bool], Said]:
    """Keep only some of the six columns, in another order; what has no column stays unknown."""

    def make(draw: Draw, telling: bool) -> Said:
        whole = _outcome(draw, telling)
        truth = {name: value if n in order else None for n, (name, value) in enumerate(whole.truth.items())}
        return Said(tuple(whole.cells[n] for n in order), truth)

    return make
