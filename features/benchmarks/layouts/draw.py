"""Draw a whole layout from a seed: the same seed gives the same file, cell by cell."""

from __future__ import annotations

import numpy as np

from features.benchmarks.layouts import extras, kinds, more_kinds
from features.benchmarks.layouts.around import page
from features.benchmarks.layouts.page import Plan, blurred
from features.benchmarks.layouts.shape import Draw, Item, Layout, Line, Page, chance, pick
from features.benchmarks.layouts.words import TOWNS, several

KINDS = {
    "posts": kinds.posts, "workers": kinds.workers, "employers": kinds.employers, "slips": kinds.slips,
    "arrears": more_kinds.arrears, "courses": more_kinds.courses, "attendance": more_kinds.attendance,
}  # fmt: skip

BOOKS = ("xlsx", "xlsx", "xlsx", "xls", "xls", "ods")
TEXTS = ("csv", "csv", "csv", "tsv")
TREES = ("json", "ndjson")
ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030")

ON_PAGES: dict[str, float] = {
    "title": 0.5, "two_rows": 0.3, "late_start": 0.1, "empty_column": 0.08, "blank_rows": 0.3, "totals": 0.3,
    "subtotals": 0.12, "notes": 0.35, "header_again": 0.1,
}  # fmt: skip
"""Troubles that only a page with rows and columns can have, each with how often it is drawn."""
EVERYWHERE: dict[str, float] = {"bad_rows": 0.4, "open_cells": 0.45, "forbidden": 0.3, "extras": 0.5}


def layout(seed: int, kind: str, suffix: str | None = None) -> Layout:
    """Draw layout number ``seed`` of a kind, in ``suffix`` or in a format of its own choice."""
    draw = np.random.default_rng([seed, list(KINDS).index(kind)])
    chosen = pick(draw, (*BOOKS, *TEXTS, *TREES))
    suffix = suffix or chosen
    encoding = pick(draw, ENCODINGS) if suffix in TEXTS else "utf-8"
    troubles = _troubles(draw, kind, suffix)
    language = pick(draw, ("zh",) * 7 + ("en", "codes"))
    items = KINDS[kind](draw, language)
    items = _with_extras(draw, kind, items, troubles)
    items, telling = blurred(draw, items, troubles)
    if "several_in_cell" in troubles:
        items = [item for item in items if item.name != "heads"]
    plan = Plan(kind, items, troubles, telling)
    said = {*troubles, language} - {"zh"} | ({encoding} if encoding != "utf-8" else set())
    return Layout(seed, kind, suffix, encoding, _pages(draw, plan, suffix), tuple(sorted(said)))


def _troubles(draw: Draw, kind: str, suffix: str) -> frozenset[str]:
    told = {name for name, p in EVERYWHERE.items() if chance(draw, p)}
    if suffix not in TREES:
        told |= {name for name, p in ON_PAGES.items() if chance(draw, p)}
        told |= {"unnamed"} if chance(draw, 0.25) else set()
        told |= {"serial"} if chance(draw, 0.6) else set()
    if suffix not in (*TEXTS, "ndjson") and chance(draw, 0.35):
        told.add("several_sheets")
    if kind == "posts":
        told |= {"merged_employer"} if suffix in BOOKS and chance(draw, 0.35) else set()
        told |= {"several_in_cell"} if chance(draw, 0.15) else set()
    return frozenset(told)


def _with_extras(draw: Draw, kind: str, items: list[Item], troubles: frozenset[str]) -> list[Item]:
    """Add columns beside the ones that matter and put all in some order."""
    told = list(items)
    if "forbidden" in troubles:
        told += extras.forbidden(draw, int(draw.integers(1, 4)))
    if "extras" in troubles:
        told += extras.harmless(draw, kind, int(draw.integers(1, 4)))
    order = draw.permutation(len(told)) if chance(draw, 0.6) else range(len(told))
    told = [told[int(k)] for k in order]
    return [extras.serial(draw), *told] if "serial" in troubles else told


def _pages(draw: Draw, plan: Plan, suffix: str) -> tuple[Page, ...]:
    count = int(draw.integers(2, 5)) if "several_sheets" in plan.troubles else 1
    towns = several(draw, TOWNS, count)
    pages: list[Page] = []
    first = 0
    for town in towns:
        items = plan.items
        if count > 1 and suffix not in TREES and chance(draw, 0.2):
            items = [items[int(k)] for k in draw.permutation(len(items))]
        n = int(draw.integers(5, 25))
        pages.append(page(draw, plan, items, town if count > 1 else "Sheet1", town, n, first))
        first += n
    if count > 1 and suffix in BOOKS and chance(draw, 0.3):
        pages.insert(0, Page("填表说明", _explained()))
    if suffix in BOOKS and chance(draw, 0.2):
        pages.append(Page("Sheet9", []))
    return tuple(pages)


def _explained() -> list[Line]:
    texts = (
        "填表说明",
        "1.各乡镇填写本乡镇对应的工作表。",
        "2.人数填写阿拉伯数字。",
        "3.于3月5日前报送邮箱。",
    )
    return [Line("note", [text]) for text in texts]
