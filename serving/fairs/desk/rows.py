"""Read a fair sheet that came back: found by the numbers of its rows, whatever stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from features.errors import InputError
from features.intake.workbook import read_sheets
from serving.fairs.desk.sheet import COLUMNS, ROW_ID
from serving.fairs.told import Told

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one filled row; ``id`` is the number printed on it. Booths are numbers of the hall."""

    id: str
    sheet: str
    number: int
    code: str
    name: str
    phone: str
    said: str
    village: str
    talked: tuple[int, ...]
    wished: tuple[int, ...]
    time: int | None

    def __repr__(self) -> str:
        """Show the row's number only."""
        return f"Row({self.id})"


@dataclass(frozen=True, slots=True)
class SentBack:
    """Say which row cannot be taken and what would be right."""

    id: str
    told: Told


def read_rows(path: Path, fair_id: int) -> tuple[list[Row], list[SentBack]]:
    """Give the filled rows of every sheet of a file, and those that cannot be read.

    Raises InputError for a file without a single numbered row, or with rows of another fair only.
    """
    cells = [row for sheet in read_sheets(path) for row in _numbered(sheet.frame)]
    if not cells:
        raise InputError("fair_sheet_empty", where=path.name)
    if len(cells) > MOST_ROWS:
        raise InputError("fair_sheet_long", where=path.name, most=MOST_ROWS)
    rows: list[Row] = []
    refused: list[SentBack] = []
    for found, told in cells:
        if not any(told[name] for name in COLUMNS[1:]):
            continue
        one = _row(found, told, fair_id)
        (rows if isinstance(one, Row) else refused).append(one)  # type: ignore[arg-type]
    return rows, refused


def _numbered(frame: pl.DataFrame) -> Iterator[tuple[re.Match[str], dict[str, str]]]:
    """Give the rows whose first cell is a row's number; the columns stand in the order they were printed."""
    for row in frame.iter_rows():
        cells = [str(cell or "").strip() for cell in row]
        first = re.sub(r"\s+", "", cells[0]).upper() if cells else ""
        found = re.fullmatch(ROW_ID, first.removeprefix("'"))
        if found:
            padded = [*cells, *[""] * len(COLUMNS)]
            yield found, dict(zip(COLUMNS, padded, strict=False))


def _row(found: re.Match[str], told: dict[str, str], fair_id: int) -> Row | SentBack:
    name = found[0]
    if int(found[1]) != fair_id:
        return SentBack(name, Told("fair.back.other_fair", {"fair": found[1], "here": fair_id}))
    talked, wished = _booths(told["talked"]), _booths(told["wished"])
    if talked is None or wished is None:
        return SentBack(name, Told("fair.back.booths"))
    clock = _clock(told["time"])
    if clock is None and told["time"]:
        return SentBack(name, Told("fair.back.time"))
    if not (told["code"] or told["name"] or told["phone"]):
        return SentBack(name, Told("fair.back.nobody"))
    texts = {key: told[key].lstrip("'") for key in ("code", "name", "phone", "said", "village")}
    return Row(name, found[2], int(found[3]), **texts, talked=talked, wished=wished, time=clock)


def _booths(text: str) -> tuple[int, ...] | None:
    """Read ``3、12`` or ``3号 12号``; None for a word that is no number."""
    parts = [part for part in re.split(r"[、,，;；\s/.和]+", text) if part]
    numbers = [re.fullmatch(r"(?:NO?\.?|B|第)?(\d{1,4})号?(?:展位)?", part.upper()) for part in parts]
    if not all(numbers):
        return None
    return tuple(dict.fromkeys(int(found[1]) for found in numbers if found))


def _clock(text: str) -> int | None:
    if re.fullmatch(r"0?\.\d+", text.strip()):
        return round(float(text) * 24 * 60)  # a spreadsheet's own time: a fraction of the day
    found = re.search(r"(?:^|[ T])([01]?\d|2[0-3])[:：]([0-5]\d)", text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None
