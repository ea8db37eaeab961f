"""The fair sheet that needs no network: rows with numbers of their own, filled on a laptop or by hand.

A sheet bears one letter or word of its own (one per desk). The number of each row, ``F3-A-0017``, is what
keeps rows apart when sheets come back, in whatever order and however often.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from features.errors import InputError
from features.say import say
from serving.fairs.sheets import both, plain

COLUMNS = ("row", "code", "name", "phone", "said", "village", "talked", "wished", "time")
"""Row number, person's number if there is one, name, phone, what is looked for, village, booths talked to,
booths wished for, time."""

ROWS = 120
ROW_ID = r"F(\d{1,15})-([0-9A-Z一-鿿]{1,12})-(\d{4})"


def sheet_name(text: str) -> str:
    """Give the name of a sheet in its one form; InputError for one that cannot stand in a row's number."""
    name = text.strip().upper()
    if not re.fullmatch(r"[0-9A-Z一-鿿]{1,12}", name):
        raise InputError("fair_sheet_name", where="sheet", text=text.strip()[:20])
    return name


def row_id(fair_id: int, sheet: str, row: int) -> str:
    """Give the number of a row."""
    return f"F{fair_id}-{sheet}-{row:04}"


def write_sheet(fair: Any, sheet: str, path: Path, rows: int = ROWS) -> Path:
    """Write an empty sheet as .xlsx: A4 landscape, header on every page, columns as text."""
    import xlsxwriter

    name = sheet_name(sheet)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        style = {"font_name": "Noto Sans CJK SC", "font_size": 11, "valign": "vcenter", "text_wrap": True}
        head = book.add_format({**style, "bold": True, "border": 1, "bg_color": "#EEF2EE"})
        cell = book.add_format({**style, "border": 1, "num_format": "@"})
        title = book.add_format({**style, "bold": True, "font_size": 14, "text_wrap": False})
        page = book.add_worksheet(name)
        for line, text in enumerate(_above(fair, name)):
            page.write_string(line, 0, plain(text), title)
        page.write_row(3, 0, [both(f"fair.sheet.col.{column}") for column in COLUMNS], head)
        for number in range(1, rows + 1):
            page.write_row(
                3 + number, 0, [row_id(fair.fair_id, name, number), *[""] * (len(COLUMNS) - 1)], cell
            )
        for column, width in enumerate((15, 16, 11, 15, 32, 14, 13, 13, 8)):
            page.set_column(column, column, width, cell)
        page.set_row(3, 34, head)
        _print_set_up(page)
    return path


def _above(fair: Any, name: str) -> list[str]:
    held = f"{fair.name} · {fair.held_on.isoformat()} · {say('fair.sheet.named', 'zh', sheet=name)}"
    simulated = f" {both('fair.note.simulated')}".replace("\n", " ") if fair.simulated else ""
    return [held + simulated, say("fair.sheet.how", "zh"), say("fair.sheet.how", "en")]


def _print_set_up(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    page.freeze_panes(4, 1)
    page.set_footer("&L&A&R&P / &N")
