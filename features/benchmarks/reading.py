"""Read a layout's file two ways: as the command ``springwind import`` does, and by the library alone."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from features.benchmarks.layouts import Layout
from features.benchmarks.layouts.headers import CODES, EN, ZH
from features.benchmarks.layouts.shape import Cell
from features.benchmarks.scoring import Told
from features.errors import SpringwindError

AS_OF = "2026-06-01"
KIND_WORDS = {"slips": "referrals"}
"""What the command calls a kind, where it is called otherwise."""

PLAIN_FIELDS = {
    "employer": "employer_name", "title": "title", "heads": "headcount", "pay": "monthly_low",
    "schooling": "education", "id": "id_number",
    "born": "birth_date", "has_schooling": "education", "wished": "monthly_low",
    "home": "place", "firm": "name", "credit": "credit_code",
    "address": "place", "letter": "letter_number",
    "debtor": "employer_name", "responsible": "responsible_person", "course": "title", "level": "skill_level",
    "course_place": "place", "course_places": "places",
}  # fmt: skip


def by_command(path: Path, layout: Layout, apart: bool = False) -> Told:
    """Read through the command, identifying values shown; a file refused as a whole gives nothing.

    No store is looked into. ``apart`` reads in a process of its own, as the command does by itself; what is
    read is the same, and each file takes some tenths of a second more.
    """
    from features.intake.command import import_

    kind = KIND_WORDS.get(layout.kind, layout.kind)
    told, unheard = io.StringIO(), io.StringIO()
    arguments = [kind, str(path), "--dry-run", "--json", "--reveal", "--today", AS_OF]
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(unheard), _alone(path.parent, apart):
        try:
            import_.main(arguments, standalone_mode=False)
        except SpringwindError as refused:
            return _nothing(refused.message("zh"))
        except Exception as fault:  # a fault of the reader loses this file, not the whole measurement
            return _nothing(repr(fault))
    answer: Told = json.loads(told.getvalue())
    return answer


@contextlib.contextmanager
def _alone(folder: Path, apart: bool) -> Iterator[None]:
    """Let the command see a data folder without a store, and no database."""
    told = {"SPRINGWIND_DATA_DIR": str(folder / "none"), "SPRINGWIND_IMPORT_APART": str(apart)}
    before = {name: os.environ.get(name) for name in (*told, "SPRINGWIND_DATABASE_URL")}
    os.environ.update(told)
    os.environ.pop("SPRINGWIND_DATABASE_URL", None)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            os.environ.update({name: value} if value is not None else {})


def _nothing(why: str) -> Told:
    return {"accepted": 0, "rejected": [], "records": [], "refused": why}


def by_library(path: Path, layout: Layout) -> Told:
    """Read the first row as the header and each row below as a record, exact header words, cells as they are.

    The method knows every word the generator writes for a plain header, and nothing of troubles.
    """
    records: list[Told] = []
    for sheet, grid in _grids(path, layout):
        head = [str(cell) for cell in grid[0]] if grid else []
        names = [_WORDS.get((layout.kind, word), "") for word in head]
        for number, cells in enumerate(grid[1:], 1 if layout.suffix in ("json", "ndjson") else 2):
            if any(cell not in (None, "") for cell in cells):
                read = {n: _value(c) for n, c in zip(names, cells, strict=False) if n}
                records.append({"sheet": sheet, "row": number, **read})
    return {"accepted": len(records), "rejected": [], "records": records}


def _grids(path: Path, layout: Layout) -> list[tuple[str, list[list[Any]]]]:
    if layout.suffix in ("json", "ndjson"):
        return [("", grid) for grid in _trees(path, layout)]
    if layout.suffix in ("csv", "tsv"):
        text = path.read_text("utf-8", errors="replace")
        return [("", list(csv.reader(io.StringIO(text), delimiter="," if layout.suffix == "csv" else "\t")))]
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return [
        (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
    ]


def _trees(path: Path, layout: Layout) -> list[list[list[Any]]]:
    text = path.read_text("utf-8")
    if layout.suffix == "ndjson":
        objects: list[list[dict[str, Cell]]] = [[json.loads(line) for line in text.splitlines()]]
    else:
        whole = json.loads(text)
        objects = list(whole.values()) if isinstance(whole, dict) else [whole]
    grids: list[list[list[Any]]] = []
    for rows in objects:
        head = list(dict.fromkeys(name for row in rows for name in row))
        grids.append([head, *([row.get(name) for name in head] for row in rows)])
    return grids


def _value(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return int(cell) if isinstance(cell, str) and cell.isdigit() and len(cell) < 9 else cell


def _words() -> dict[tuple[str, str], str]:
    kinds = {
        "posts": ("employer", "title", "heads", "pay", "schooling", "place", "phone"),
        "workers": ("name", "id", "born", "phone", "has_schooling", "wanted", "wished", "home"),
        "employers": ("firm", "credit", "industry", "size", "address", "contact_name", "phone"),
        "slips": ("letter", "slip", "slip_on", "slip_detail", "arrived_on"),
        "arrears": ("debtor", "credit", "responsible", "listed_on", "expires_on", "removed_on", "source"),
        "courses": (
            "course", "provider", "level", "course_place", "starts_on", "ends_on", "course_places", "fee",
            "phone",
        ),
        "attendance": ("fair", "name", "id", "phone", "came_at", "intentions"),
    }  # fmt: skip
    told: dict[tuple[str, str], str] = {}
    for kind, items in kinds.items():
        for item in items:
            for word in (*ZH[item], EN.get(item, ""), CODES.get(item, "")):
                told[kind, word] = PLAIN_FIELDS.get(item, item)
    return told


_WORDS = _words()

Reader = Callable[[Path, Layout], Told]
