"""Ages, schooling, head counts, days and telephones as they stand in cells."""

from __future__ import annotations

from datetime import date, timedelta

from features.benchmarks.layouts.numbers import mobile, telephone
from features.benchmarks.layouts.shape import Cell, Draw, Head, Item, Said, chance, pick
from features.benchmarks.layouts.words import person

SCHOOLING: dict[str, tuple[str, ...]] = {
    "80": ("小学", "小学及以上", "小学文化"),
    "70": ("初中", "初中及以上", "初中以上", "初中文化", "初中毕业"),
    "60": ("高中", "高中及以上", "高中以上学历", "普通高中"),
    "40": ("中专", "中专及以上", "中专以上"),
    "30": ("大专", "大专及以上", "专科", "大学专科", "大专以上学历"),
    "20": ("本科", "本科及以上", "大学本科", "全日制本科"),
    "10": ("硕士研究生", "研究生"),
}
_OFTEN = ("70",) * 6 + ("60",) * 4 + ("40",) * 3 + ("30",) * 3 + ("80",) * 2 + ("20",) * 2 + ("10",)
_HAN = {2: "两", 5: "五", 10: "十", 12: "十二", 20: "二十", 30: "三十"}


def schooling(draw: Draw, telling: bool) -> Said:
    """Write the schooling asked for; none asked stays empty."""
    if not telling and chance(draw, 0.15):
        return Said((pick(draw, ("不限", "学历不限", "无要求", "不作要求")),), {"education": None})
    code = pick(draw, _OFTEN)
    return Said((pick(draw, SCHOOLING[code]),), {"education": code})


def has_schooling(draw: Draw, telling: bool) -> Said:
    """Write the schooling a worker has."""
    code = pick(draw, _OFTEN)
    words = [word for word in SCHOOLING[code] if "以上" not in word]
    return Said((pick(draw, words),), {"education": code})


def schooling_code(draw: Draw, telling: bool) -> Said:
    """Write the ministry's code of the schooling a worker has."""
    code = pick(draw, _OFTEN)
    return Said((code if chance(draw, 0.5) else int(code),), {"education": code})


def heads(draw: Draw, telling: bool) -> Said:
    """Write how many are sought."""
    n = int(draw.integers(1, 80))
    if telling:
        return Said((f"{n}人",), {"headcount": n})
    if chance(draw, 0.05):
        return Said((pick(draw, ("若干", "若干名", "不限")),), {"headcount": None})
    if chance(draw, 0.05):
        n = pick(draw, tuple(_HAN))
        return Said((_HAN[n] + "人",), {"headcount": n})
    written: tuple[Cell, ...] = (n, n, n, str(n), f"{n}人", f"{n}名", f"约{n}人", f"{n} 人", float(n))
    return Said((pick(draw, written),), {"headcount": n})


def _ages(low: int | None, high: int | None) -> dict[str, int | None]:
    return {"age_low": low, "age_high": high}


def age(draw: Draw, telling: bool) -> Said:
    """Write an age range into one cell."""
    low, high = pick(draw, (16, 18, 18, 20, 22, 25)), pick(draw, (35, 40, 45, 50, 55, 60))
    if telling:
        form = pick(draw, ("{}-{}岁", "{}—{}周岁", "{}至{}岁"))
        return Said((form.format(low, high),), _ages(low, high))
    way = draw.random()
    if way < 0.1:
        return Said((pick(draw, ("不限", "年龄不限", "无要求")),), _ages(None, None))
    if way < 0.3:
        form = pick(draw, ("{}岁以下", "{}周岁以下", "{}岁以内", "{}周岁及以下", "不超过{}岁"))
        return Said((form.format(high),), _ages(None, high))
    if way < 0.4:
        form = pick(draw, ("{}岁以上", "年满{}周岁", "{}周岁以上", "{}岁及以上"))
        return Said((form.format(low),), _ages(low, None))
    form = pick(draw, ("{}-{}", "{}-{}岁", "{}—{}周岁", "{}～{}", "{}至{}岁", "{}到{}", "{}-{}之间"))
    return Said((form.format(low, high),), _ages(low, high))


def _two_ages(draw: Draw, telling: bool) -> Said:
    low, high = pick(draw, (16, 18, 20)), pick(draw, (40, 45, 50, 55))
    if chance(draw, 0.1):
        return Said((None, high), _ages(None, high))
    cells: tuple[Cell, Cell] = (low, high) if chance(draw, 0.7) else (f"{low}岁", f"{high}岁")
    return Said(cells, _ages(low, high))


def age_item(draw: Draw, head: str) -> Item:
    """Choose one cell for the range or one for each end."""
    fields = ("age_low", "age_high")
    if chance(draw, 0.25):
        group = pick(draw, ("年龄", "年龄条件", "年龄（周岁）"))
        heads_ = tuple(Head(f"{end}年龄", group, end) for end in ("最低", "最高"))
        if chance(draw, 0.3):
            heads_ = tuple(Head(f"年龄{end}", group, end) for end in ("下限", "上限"))
        return Item("age", heads_, _two_ages, fields)
    return Item("age", (Head(head),), age, fields, telling=True)


def phone(draw: Draw, telling: bool) -> Said:
    """Write one telephone number, as a number or with gaps."""
    number = mobile(draw) if telling else telephone(draw)
    cell: Cell = number
    if len(number) == 11 and "-" not in number and not telling:
        gaps = (f"{number[:3]}-{number[3:7]}-{number[7:]}", f"{number[:3]} {number[3:7]} {number[7:]}")
        ways: tuple[Cell, ...] = (number, number, number, int(number), *gaps, f"电话{number}")
        cell = pick(draw, ways)
    return Said((cell,), {"phone": number})


def contact(draw: Draw, telling: bool) -> Said:
    """Write somebody to ask and the number together."""
    name, number = person(draw), mobile(draw)
    form = pick(draw, ("{} {}", "{}{}", "{}：{}", "{}，{}", "{}/{}", "{}\n{}"))
    return Said((form.format(name, number),), {"phone": number})


def day(draw: Draw, first: date, span: int = 200) -> tuple[Cell, date]:
    """Write a day in one of the ways of an office."""
    one = first + timedelta(days=int(draw.integers(0, span)))
    month, number = one.month, one.day
    written: tuple[Cell, ...] = (
        one, one, one.isoformat(), f"{one.year}/{month}/{number}", f"{one.year}.{month}.{number}",
        f"{one.year}年{month}月{number}日", one.strftime("%Y%m%d"), f"{one.year}-{month}-{number}",
        f"{one.year}.{month:02d}.{number:02d}",
    )  # fmt: skip
    return pick(draw, written), one
