"""Pay as an office writes it, with the monthly figures it means (hour x 174, day x 21.75, year / 12)."""

from __future__ import annotations

from collections.abc import Callable

from features.benchmarks.layouts.shape import Cell, Draw, Head, Item, Said, chance, pick

Figures = tuple[int | None, int | None]
_HAN = "零一二三四五六七八九"


def _range(draw: Draw) -> tuple[int, int]:
    low = 100 * int(draw.integers(28, 65))
    return low, low + 500 * int(draw.integers(1, 7))


def _between(form: str) -> Callable[[Draw], tuple[str, Figures]]:
    def write(draw: Draw) -> tuple[str, Figures]:
        low, high = _range(draw)
        return form.format(low, high), (low, high)

    return write


def _from(form: str) -> Callable[[Draw], tuple[str, Figures]]:
    def write(draw: Draw) -> tuple[str, Figures]:
        low, _ = _range(draw)
        return form.format(low), (low, None)

    return write


def _exact(form: str) -> Callable[[Draw], tuple[str, Figures]]:
    def write(draw: Draw) -> tuple[str, Figures]:
        low, _ = _range(draw)
        return form.format(low), (low, low)

    return write


def _thousands(draw: Draw) -> tuple[str, Figures]:
    low = int(draw.integers(3, 6))
    high = low + int(draw.integers(1, 4))
    forms = (f"{low}千-{high}千", f"{low}k-{high}k", f"{low}-{high}千元", f"{_HAN[low]}千到{_HAN[high]}千元")
    return pick(draw, forms), (1000 * low, 1000 * high)


def _tens_of_thousands(draw: Draw) -> tuple[str, Figures]:
    low = int(draw.integers(4, 8))
    return f"0.{low}-0.{low + 1}万/月", (1000 * low, 1000 * (low + 1))


def _daily(draw: Draw) -> tuple[str, Figures]:
    low = 20 * int(draw.integers(6, 14))
    month = low * 87 // 4  # 21.75 days, and 20 x 21.75 is whole
    return pick(draw, (f"{low}元/天", f"日薪{low}元", f"每天{low}元", f"{low}/天")), (month, month)


def _hourly(draw: Draw) -> tuple[str, Figures]:
    low = int(draw.integers(15, 30))
    return pick(draw, (f"{low}元/小时", f"每小时{low}元", f"{low}元/时")), (174 * low, 174 * low)


def _yearly(draw: Draw) -> tuple[str, Figures]:
    low, high = 6 * int(draw.integers(1, 2)), 12
    return pick(draw, (f"年薪{low}-{high}万", f"{low}-{high}万元/年")), (
        low * 10000 // 12,
        high * 10000 // 12,
    )


def _trial(draw: Draw) -> tuple[str, Figures]:
    low, high = _range(draw)
    return f"试用期{low}元，转正后{high}元", (high, high)


TELLING = (
    _between("{}-{}元/月"), _between("{}—{}元/月"), _between("{}至{}元"), _from("{}元/月以上"),
    _exact("{}元/月"),
    _from("月薪{}元起"), _between("月工资{}~{}元"),
)  # fmt: skip
PLAIN = (
    _between("{}-{}"), _between("{}～{}"), _between("{}——{}"), _between("{}-{}元"), _exact("{}"),
    _exact("{}元"),
    _exact("{}左右"), _from("{}以上"), _from("{}起"), _from("不低于{}元"), _from("{}+"),
    _from("保底{}元+计件"),
    _from("底薪{}+提成"), _between("{}-{}，包吃住"), _between("综合工资{}-{}元"), _between("{}到{}"),
    _thousands,
    _tens_of_thousands, _daily, _hourly, _yearly, _trial, _between("计件，月收入{}-{}元"),
)  # fmt: skip


def free(draw: Draw, telling: bool) -> Said:
    """Write pay into one cell, each row as it comes."""
    if not telling and chance(draw, 0.08):
        return Said((pick(draw, ("面议", "面谈", "电话详谈")),), _truth(None, None))
    if not telling and chance(draw, 0.12):
        low, _ = _range(draw)
        return Said((low,), _truth(low, low))
    text, figures = pick(draw, TELLING if telling else PLAIN)(draw)
    return Said((text,), _truth(*figures))


def wished(draw: Draw, telling: bool) -> Said:
    """Write the pay a worker wishes for, by the month."""
    writers = (_between("{}-{}"), _exact("{}"), _from("{}以上"), _exact("{}元"), _from("{}元起"), _thousands)
    text, figures = pick(draw, TELLING if telling else writers)(draw)
    return Said((text,), _truth(*figures))


def _two(draw: Draw, telling: bool) -> Said:
    low, high = _range(draw)
    cells: tuple[Cell, Cell] = (low, high) if chance(draw, 0.8) else (str(low), str(high))
    return Said(cells, _truth(low, high))


def _by_year(draw: Draw, telling: bool) -> Said:
    low, high = 3 * int(draw.integers(1, 3)), 6 * int(draw.integers(2, 4))
    return Said((f"{low}-{high}",), _truth(low * 10000 // 12, high * 10000 // 12))


def _by_thousand(draw: Draw, telling: bool) -> Said:
    low = int(draw.integers(3, 7))
    return Said((f"{low}-{low + 2}",), _truth(low * 1000, (low + 2) * 1000))


def _truth(low: int | None, high: int | None) -> dict[str, int | None]:
    return {"monthly_low": low, "monthly_high": high}


def item(draw: Draw, head: str) -> Item:
    """Choose how a whole column tells the pay of posts: free text, two columns, a unit in the header."""
    fields = ("monthly_low", "monthly_high")
    way = draw.random()
    if way < 0.2:
        group = pick(draw, ("薪酬", "月工资（元）", "工资标准", "待遇（元/月）"))
        pairs = (("最低", "最高"), ("下限", "上限"), ("起薪", "封顶"))
        names = pick(draw, pairs[:2] if chance(draw, 0.9) else pairs)
        heads = tuple(Head(f"{name}工资" if len(name) == 2 else name, group, name) for name in names)
        if names[0] == "下限":
            heads = tuple(Head(f"工资{name}", group, name) for name in names)
        return Item("pay", heads, _two, fields)
    if way < 0.26:
        return Item("pay", (Head(pick(draw, ("年薪（万元）", "年收入(万元)"))),), _by_year, fields)
    if way < 0.3:
        return Item("pay", (Head(pick(draw, ("月薪（千元）", "工资（千元/月）"))),), _by_thousand, fields)
    return Item("pay", (Head(head),), free, fields, telling=True)
