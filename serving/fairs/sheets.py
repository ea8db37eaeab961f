"""Write the workbooks of a fair: one sheet per booth, one per village, ready to print and to fill by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from features.say import say
from serving.fairs import words
from serving.fairs.kit import Kit

Cells = list[Any]
FORMULA = ("=", "+", "-", "@")


def both(key: str, **values: Any) -> str:
    """Give a header in Chinese with English beneath."""
    return f"{say(key, 'zh', **values)}\n{say(key, 'en', **values)}"


def write_workbooks(kit: Kit, folder: Path) -> list[Path]:
    """Write ``booths.xlsx`` and ``villages.xlsx`` into the folder and give their paths."""
    groups = {"booths.xlsx": _booth_sheets, "villages.xlsx": _village_sheets}
    return [_write(folder / name, kit, sheets) for name, sheets in groups.items()]


def write_parts(kit: Kit, folder: Path) -> list[Path]:
    """Write a workbook of its own for each booth and each village: nobody gets the sheets of another."""
    written = []
    for name, sheets in (("booths", _booth_sheets), ("villages", _village_sheets)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for sheet in sheets(kit):
            path = folder / name / f"{file_name(sheet[0], taken)}.xlsx"
            written.append(_write(path, kit, lambda _, one=sheet: iter([one])))  # type: ignore[misc]
    return written


def file_name(wished: str, taken: set[str]) -> str:
    """Give a name every file system takes, different from those given before."""
    clean = re.sub(r'[\x00-\x1f<>:"/\\|?*]', " ", wished).strip(" .")[:60] or "-"
    name, number = clean, 1
    while name.lower() in taken:
        number += 1
        name = f"{clean} {number}"
    taken.add(name.lower())
    return name


Sheet = tuple[str, list[str], list[str], list[Cells]]
"""Name wished for, lines above the table, header cells, rows."""


def _write(path: Path, kit: Kit, sheets: Callable[[Kit], Iterator[Sheet]]) -> Path:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        style = _Style(book)
        taken: set[str] = set()
        for name, above, header, rows in sheets(kit):
            _sheet(book.add_worksheet(sheet_name(name, taken)), style, above, header, rows)
    return path


class _Style:
    """Hold the cell formats of one workbook."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Noto Sans CJK SC", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format({**base, "font_size": 14, "bold": True, "text_wrap": False})
        self.note = book.add_format({**base, "font_color": "#555555", "text_wrap": False})
        self.header = book.add_format({**base, "bold": True, "border": 1, "bg_color": "#EEF2EE"})
        self.cell = book.add_format({**base, "border": 1})


def _sheet(sheet: Any, style: _Style, above: list[str], header: list[str], rows: list[Cells]) -> None:
    """Write one sheet: A4 landscape, one page wide, the header repeated on every page."""
    for line, text in enumerate(above):
        sheet.write_string(line, 0, text, style.title if line == 0 else style.note)
    top = len(above)
    sheet.write_row(top, 0, header, style.header)
    sheet.set_row(top, 30)
    for at, cells in enumerate(rows, top + 1):
        sheet.write_row(at, 0, [plain(cell) for cell in cells], style.cell)
    for column, width in enumerate(_widths(header, rows)):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def plain(cell: Any) -> Any:
    """Keep a text from being taken for a formula by programs that guess."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _widths(header: list[str], rows: list[Cells]) -> Iterator[float]:
    for column, name in enumerate(header):
        texts = [*name.split("\n"), *(str(cells[column] or "") for cells in rows[:200])]
        # a Han character is about twice as wide as a digit
        yield min(36, 2 + max(sum(2 if ord(c) > 255 else 1 for c in text) for text in texts))


def sheet_name(wished: str, taken: set[str]) -> str:
    """Give a name Excel takes (31 characters, no ``[]:*?/\\``), different from those given before."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", wished).strip(" '") or "-"
    name, number = clean[:31], 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        name = f"{clean[: 30 - len(str(number))]} {number}"
    taken.add(name.lower())
    return name


def _head(kit: Kit, *lines: str) -> list[str]:
    """Give the lines above a table: the fair, what the sheet is, and what must be said with it."""
    said = [both("fair.note.simulated").replace("\n", " ")] if kit.fair.simulated else []
    held = f"{kit.fair.name} · {kit.fair.held_on.isoformat()} · {kit.fair.venue}".rstrip(" ·")
    return [held, *lines, *said, both("fair.page.names").replace("\n", " ")]


def _booth_sheets(kit: Kit) -> Iterator[Sheet]:
    yield _summary(kit)
    header = [both(f"fair.col.{name}") for name in (
        "number", "post", "kind", "worker", "name", "phone", "village", "wanted", "talked", "intention",
    )]  # fmt: skip
    served = kit.rows.filter(~pl.col("reserve"))["worker_id"].unique().to_list()
    for (employer, number), rows in kit.rows.group_by(["employer", "booth"], maintain_order=True):
        ordered = rows.with_columns(served=pl.col("worker_id").is_in(served)).sort(
            "title", "post_id", "reserve", "served", "value", descending=[False, False, False, False, True]
        )
        cells = [
            [n, row["title"], _kind(row), row["worker_id"], *_person(row), "", ""]
            for n, row in enumerate(ordered.iter_rows(named=True), 1)
        ]
        label = say("fair.sheet.booth", "zh", number=number) if number else ""
        yield f"{label} {employer}", _head(kit, f"{label} {employer}"), header, cells


def _summary(kit: Kit) -> Sheet:
    count = kit.rows.filter(~pl.col("reserve")).group_by("post_id").agg(pl.len().alias("invited"))
    posts = kit.posts.join(count, on="post_id", how="left", maintain_order="left")
    header = [both(f"fair.col.{name}") for name in ("booth", "employer", "post", "places", "invited", "pay")]
    cells: list[Cells] = [
        [words.booth(row, "zh"), row["employer"], row["title"], row["places"], row["invited"] or 0,
         words.pay(row, "zh")]
        for row in posts.iter_rows(named=True)
    ]  # fmt: skip
    return say("fair.sheet.summary", "zh"), _head(kit), header, cells


def _village_sheets(kit: Kit) -> Iterator[Sheet]:
    header = [both(f"fair.col.{name}") for name in (
        "worker", "name", "phone", "order", "kind", "booth", "employer", "post", "pay",
    )]  # fmt: skip
    for (_, village), rows in kit.rows.sort("division", "village").group_by(
        ["division", "village"], maintain_order=True
    ):
        name = str(village or say("fair.sheet.unsaid", "zh"))
        cells = [
            [row["worker_id"], row["name"], row["phone"], row["rank"], _kind(row), words.booth(row, "zh"),
             row["employer"], row["title"], words.pay(row, "zh")]
            for row in rows.sort("worker_id", "rank").iter_rows(named=True)
        ]  # fmt: skip
        yield name, _head(kit, name), header, cells


def _kind(row: dict[str, Any]) -> str:
    return both("fair.kind.reserve" if row["reserve"] else "fair.kind.invited").replace("\n", " ")


def _person(row: dict[str, Any]) -> Cells:
    return [row["name"], row["phone"], row["village"], "、".join(row["wanted"])]
