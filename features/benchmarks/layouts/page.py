"""One page: the header over its rows, in one row or two, and the rows beneath."""

from __future__ import annotations

from dataclasses import dataclass, field

from features.benchmarks.layouts import headers
from features.benchmarks.layouts.rows import column_of, data_line, gather, spoil
from features.benchmarks.layouts.shape import Cell, Draw, Head, Item, Line, chance, pick
from features.benchmarks.layouts.words import firm

_GROUPS = ("基本情况", "岗位信息", "招聘要求", "有关情况", "登记信息")


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what was drawn for a whole file: its kind, its items and its troubles."""

    kind: str
    items: list[Item]
    troubles: frozenset[str]
    telling: set[str] = field(default_factory=set)
    """Items whose header says nothing, so that their cells must."""


def blurred(draw: Draw, items: list[Item], which: frozenset[str]) -> tuple[list[Item], set[str]]:
    """Take away what some headers say, of items that can be told by their cells."""
    able = [item.name for item in items if item.telling and len(item.heads) == 1]
    if not which & {"unnamed"} or not able:
        return items, set()
    names = {
        str(name) for name in draw.choice(able, min(len(able), 1 + int(chance(draw, 0.4))), replace=False)
    }
    told: list[Item] = []
    for number, item in enumerate(items, 1):
        if item.name in names:
            head = Head(headers.unsaid(draw, number))
            told.append(Item(item.name, (head,), item.make, item.fields, True, item.required, item.own))
        else:
            told.append(item)
    return told, names


def rows(draw: Draw, plan: Plan, items: list[Item], n: int, first: int) -> list[Line]:
    """Write ``n`` data lines; the running number starts after ``first``."""
    lines: list[Line] = []
    bad = (
        {int(k) for k in draw.choice(n, min(3, n // 3), replace=False)}
        if "bad_rows" in plan.troubles
        else set()
    )
    for k in range(n):
        open_cells = 0.06 if "open_cells" in plan.troubles else 0.0
        line = data_line(draw, plan.kind, items, first + k, open_cells, plan.telling)
        if k in bad:
            line = spoil(draw, plan.kind, items, line, lines, "merged_employer" in plan.troubles)
        elif "several_in_cell" in plan.troubles and chance(draw, 0.6):
            line = gather(draw, items, line)
        lines.append(line)
    return lines


def header_lines(
    draw: Draw, items: list[Item], two_rows: bool
) -> tuple[list[Line], list[tuple[int, int, int, int]]]:
    """Write the header and the areas merged in it (rows counted from the header's first)."""
    heads = [head for item in items for head in item.heads]
    if not two_rows:
        return [Line("head", [headers.mangled(draw, head.flat) for head in heads])], []
    upper: list[Cell] = []
    lower: list[Cell] = []
    merges: list[tuple[int, int, int, int]] = []
    spans = _spans(draw, items)
    for group, members in spans:
        at = len(upper)
        if group:
            upper += [group, *(None,) * (len(members) - 1)]
            lower += members
            merges.append((0, at, 0, at + len(members) - 1))
        else:
            upper += members
            lower += [None] * len(members)
            merges += [(0, at + k, 1, at + k) for k in range(len(members))]
    return [Line("head", upper), Line("head", lower)], merges


def _spans(draw: Draw, items: list[Item]) -> list[tuple[str, list[str]]]:
    """Group neighbours under a common header: ends of a range always, others now and then."""
    spans: list[tuple[str, list[str]]] = []
    singles = 0
    for item in items:
        if len(item.heads) > 1 and item.heads[0].group:
            spans.append((item.heads[0].group, [head.name for head in item.heads]))
            singles = 0
            continue
        flat = [head.flat for head in item.heads]
        if singles and chance(draw, 0.5) and spans[-1][1][0] and flat[0]:
            group = spans[-1][0] or pick(draw, _GROUPS)
            spans[-1] = (group, spans[-1][1] + flat)
        else:
            spans.append(("", flat))
        singles += 1
    return spans


def merged_employers(
    draw: Draw, items: list[Item], lines: list[Line], top: int
) -> list[tuple[int, int, int, int]]:
    """Let runs of posts share one employer's cell; gives the merged areas."""
    at = column_of(items, "employer")
    merges: list[tuple[int, int, int, int]] = []
    k = 0
    while at is not None and k < len(lines):
        n = min(int(draw.integers(1, 6)), len(lines) - k)
        name = firm(draw)
        for row, line in enumerate(lines[k : k + n]):
            line.cells[at] = name if row == 0 else None
            for record in line.records:
                record["employer_name"] = name
        if n > 1:
            merges.append((top + k, at, top + k + n - 1, at))
        k += n
    return merges
