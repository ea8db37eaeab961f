"""What stands around the rows: titles above, blanks and subtotals between, totals and notes below."""

from __future__ import annotations

from collections.abc import Callable

from features.benchmarks.layouts.page import Plan, header_lines, merged_employers, rows
from features.benchmarks.layouts.rows import column_of
from features.benchmarks.layouts.shape import Cell, Draw, Item, Line, Page, chance, pick

TITLES = {
    "posts": (
        "2026年春风行动企业用工需求汇总表",
        "{town}企业缺工情况统计表",
        "“就业援助月”专场招聘会岗位信息一览表",
    ),
    "workers": ("{town}2026年求职人员登记花名册", "农村劳动力转移就业意愿摸底表", "{town}务工人员信息采集表"),
    "employers": ("{town}参会企业名单", "辖区重点企业基本信息表", "2026年招聘会拟邀单位一览表"),
    "slips": ("职业介绍反馈情况台账", "{town}推荐就业回执登记表"),
    "arrears": ("拖欠农民工工资失信联合惩戒对象名单公示", "{town}欠薪单位名单"),
    "courses": ("2026年职业技能培训开班计划表", "{town}培训课程一览"),
    "attendance": ("招聘会入场签到表", "{town}专场招聘会求职者签到册"),
}
NOTES = (
    "备注：以上信息由各单位自行填报，数据截至3月5日。",
    "填表人：            审核人：            填报日期：2026年3月5日",
    "注：1.请如实填写；2.每周五下午5点前报送。", "说明：红色字体为急招岗位。", "制表单位（盖章）：",
)  # fmt: skip

Wide = Callable[[list[Cell]], list[Cell]]


def _filled(width: int) -> Wide:
    return lambda cells: cells + [None] * (width - len(cells))


def above(draw: Draw, kind: str, town: str, width: int) -> tuple[list[Line], list[tuple[int, int, int, int]]]:
    """Write one to three title rows, the first often merged over the whole width."""
    fill = _filled(width)
    title = pick(draw, TITLES[kind]).format(town=town)
    lines = [Line("title", fill([title]))]
    merges = [(0, 0, 0, width - 1)] if chance(draw, 0.6) and width > 1 else []
    if chance(draw, 0.5):
        parts: list[Cell] = [f"填报单位：{town}人社所", None, None, "填报时间：2026年3月5日"]
        lines.append(Line("title", fill(parts[:width])))
    if chance(draw, 0.25):
        lines.append(Line("blank", fill([])))
    if chance(draw, 0.15):
        lines.append(Line("title", fill(["填写要求：请逐项填写，联系方式务必准确，人数填数字。"])))
    return lines, merges


def total(draw: Draw, kind: str, items: list[Item], lines: list[Line], width: int, word: str) -> Line:
    """Write a row of totals: a word at the left, and how many people are sought above it."""
    cells: list[Cell] = [None] * width
    cells[0 if chance(draw, 0.8) or width < 2 else 1] = word
    at = column_of(items, "heads")
    if at is not None and at > 1:
        cells[at] = sum(record.get("headcount") or 0 for line in lines for record in line.records)
    elif width > 3:
        cells[-1] = f"共{len(lines)}条"
    return Line("total", cells)


def below(draw: Draw, plan: Plan, items: list[Item], lines: list[Line], width: int) -> list[Line]:
    """Write totals and notes, with or without a blank row before them."""
    fill, told = _filled(width), []
    if "totals" in plan.troubles:
        told.append(
            total(draw, plan.kind, items, lines, width, pick(draw, ("合计", "总计", "合  计", "合计：")))
        )
    if "notes" in plan.troubles:
        if chance(draw, 0.5):
            told.append(Line("blank", fill([])))
        some = draw.choice(len(NOTES), int(draw.integers(1, 3)), replace=False)
        told += [Line("note", fill([NOTES[int(k)]])) for k in some]
    return told


def between(draw: Draw, plan: Plan, items: list[Item], lines: list[Line], head: Line) -> list[Line]:
    """Put blank rows, a subtotal or the header once more between the rows."""
    width = len(head.cells)
    told = list(lines)
    if "blank_rows" in plan.troubles:
        for _ in range(int(draw.integers(1, 4))):
            told.insert(int(draw.integers(1, len(told))), Line("blank", _filled(width)([])))
    if "subtotals" in plan.troubles:
        at = int(draw.integers(1, len(told)))
        told.insert(at, total(draw, plan.kind, items, told[:at], width, pick(draw, ("小计", "小  计"))))
    if "header_again" in plan.troubles:
        told.insert(int(draw.integers(2, len(told))), Line("head", list(head.cells)))
    return told


def page(draw: Draw, plan: Plan, items: list[Item], name: str, town: str, n: int, first: int) -> Page:
    """Write one whole page of ``n`` data lines."""
    two = "two_rows" in plan.troubles
    heads, head_merges = header_lines(draw, items, two)
    width = len(heads[0].cells)
    top, merges = above(draw, plan.kind, town, width) if "title" in plan.troubles else ([], [])
    if "late_start" in plan.troubles:
        top, merges = [Line("blank", [None] * width), *top], [(a + 1, b, c + 1, d) for a, b, c, d in merges]
    merges += [(a + len(top), b, c + len(top), d) for a, b, c, d in head_merges]
    lines = rows(draw, plan, items, n, first)
    if "merged_employer" in plan.troubles:
        merges += merged_employers(draw, items, lines, len(top) + len(heads))
    else:
        lines = between(draw, plan, items, lines, heads[0])
    told = Page(name, [*top, *heads, *lines, *below(draw, plan, items, lines, width)], merges)
    return _indented(told) if "empty_column" in plan.troubles else told


def _indented(told: Page) -> Page:
    """Leave the first column of the sheet empty."""
    for line in told.lines:
        line.cells.insert(0, None)
    return Page(told.name, told.lines, [(a, b + 1, c, d + 1) for a, b, c, d in told.merges])
