"""Rows of data: good ones, ones that must be sent back, cells left open, several posts in one cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from features.benchmarks.layouts import numbers
from features.benchmarks.layouts.shape import Cell, Draw, Item, Line, Said, chance, pick
from features.benchmarks.layouts.words import TRADES, several

FIELDS: dict[str, tuple[str, ...]] = {
    "posts": (
        "employer_name", "title", "headcount", "monthly_low", "monthly_high", "education", "age_low",
        "age_high",
        "phone",
    ),
    "workers": (
        "name", "id_number", "birth_date", "phone", "education", "wanted", "monthly_low", "monthly_high",
        "place",
    ),
    "employers": ("name", "credit_code", "industry", "size", "contact_name", "phone"),
    "arrears": ("employer_name", "credit_code", "responsible_person", "listed_on", "removed_on"),
    "courses": (
        "title", "provider", "skill_level", "place", "starts_on", "ends_on", "places", "fee", "phone",
    ),
    "attendance": ("fair", "name", "id_number", "phone", "came_at", "intentions"),
    "slips": ("letter_number", "slip", "slip_on", "slip_detail", "interviewed", "not_hired", "arrived_on"),
}  # fmt: skip
"""The fields that stay empty where no column tells them (a post's place may come from its employer's)."""

_TOO_OLD: tuple[Cell, ...] = (199, "200岁", 150)
OPEN: tuple[Cell, ...] = (None, "", "/", "—", "-", "无", "——")


def data_line(
    draw: Draw, kind: str, items: list[Item], number: int, open_cells: float, telling: set[str]
) -> Line:
    """Write one good row and its truth."""
    truth: dict[str, Any] = dict.fromkeys(FIELDS[kind])
    cells: list[Cell] = []
    for item in items:
        said = item.own[number] if item.own else item.make(draw, item.name in telling)
        if chance(draw, open_cells) and not item.required and item.name not in ("serial", "born"):
            said = Said((pick(draw, OPEN),) * len(item.heads), dict.fromkeys(said.truth))
        cells += said.cells
        truth |= said.truth
    return Line("data", cells, [truth])


def column_of(items: list[Item], name: str) -> int | None:
    """Give the first column of an item, None where the page lacks it."""
    at = 0
    for item in items:
        if item.name == name:
            return at
        at += len(item.heads)
    return None


def spoil(draw: Draw, kind: str, items: list[Item], line: Line, before: list[Line], merged: bool) -> Line:
    """Make a row that must be sent back, with the reason that is right for it.

    Under a ``merged`` employer no row lacks one.
    """
    ways = {
        "posts": _no_title, "workers": _bad_worker, "employers": _bad_employer, "slips": _no_letter,
        "arrears": _no_debtor, "courses": _no_course, "attendance": _bad_visitor,
    }  # fmt: skip
    if kind == "posts" and not merged and chance(draw, 0.5):
        return _without(line, column_of(items, "employer") or 0, "missing_employer")
    return ways[kind](draw, items, line, before)


def _without(line: Line, column: int, *reasons: str) -> Line:
    cells = _put(line, column, None)
    if sum(cell not in OPEN for cell in cells) < 3:
        return line  # a row that tells nothing any more is a blank row
    return Line("data", cells, [], reasons)


def _no_title(draw: Draw, items: list[Item], line: Line, before: list[Line]) -> Line:
    return _without(line, column_of(items, "title") or 0, "missing_title")


def _bad_worker(draw: Draw, items: list[Item], line: Line, before: list[Line]) -> Line:
    at, years = column_of(items, "id"), column_of(items, "years")
    if at is None and years is not None and chance(draw, 0.7):
        return replace(
            line,
            cells=_put(line, years, pick(draw, _TOO_OLD)),
            records=[],
            reasons=("impossible_age",),
        )
    if at is None or chance(draw, 0.2):
        return _without(line, column_of(items, "name") or 0, "missing_name")
    good = [one for one in before if one.role == "data" and not one.reasons]
    if good and chance(draw, 0.3):
        return replace(
            line, cells=_put(line, at, pick(draw, good).cells[at]), records=[], reasons=("duplicate",)
        )
    number, reason = numbers.wrong_id(draw)
    return replace(line, cells=_put(line, at, number), records=[], reasons=(reason,))


def _bad_employer(draw: Draw, items: list[Item], line: Line, before: list[Line]) -> Line:
    at = column_of(items, "credit")
    if at is None or chance(draw, 0.4):
        return _without(line, column_of(items, "firm") or 0, "missing_name", "missing_employer")
    return replace(
        line, cells=_put(line, at, numbers.credit_code(draw, right=False)), records=[], reasons=("*",)
    )


def _no_debtor(draw: Draw, items: list[Item], line: Line, before: list[Line]) -> Line:
    return _without(line, column_of(items, pick(draw, ("debtor", "listed_on"))) or 0, "*")


def _no_course(draw: Draw, items: list[Item], line: Line, before: list[Line]) -> Line:
    return _without(line, column_of(items, "course") or 0, "*")


def _bad_visitor(draw: Draw, items: list[Item], line: Line, before: list[Line]) -> Line:
    number, reason = numbers.wrong_id(draw)
    at = column_of(items, "id") or 0
    return replace(line, cells=_put(line, at, number), records=[], reasons=(reason,))


def _no_letter(draw: Draw, items: list[Item], line: Line, before: list[Line]) -> Line:
    return _without(line, column_of(items, "letter") or 0, "*")


def _put(line: Line, column: int, cell: Cell) -> list[Cell]:
    return [*line.cells[:column], cell, *line.cells[column + 1 :]]


def gather(draw: Draw, items: list[Item], line: Line) -> Line:
    """Put several posts into one cell: 操作工20人、质检员5人; each becomes a record of its own."""
    at = column_of(items, "title")
    if at is None or line.reasons:
        return line
    form = pick(draw, ("{}{}人", "{}（{}人）", "{}{}名", "{}:{}人", "{} {}人"))
    told = [(word, int(draw.integers(1, 40))) for word in several(draw, TRADES, int(draw.integers(2, 5)))]
    text = pick(draw, ("、", "；", "\n", "，")).join(form.format(*one) for one in told)
    records = [{**line.records[0], "title": word, "headcount": n} for word, n in told]
    return Line("data", _put(line, at, text), records)
