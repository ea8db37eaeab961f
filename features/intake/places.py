"""An office's list of townships and villages -> divisions with coordinates, or why a row is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from features.codes.divisions import COUNTY_DIGITS, Division, national, prefix
from features.intake.errors import NoTable
from features.intake.header import plain
from features.intake.rows import Rejected
from features.intake.sheet import Sheet
from features.intake.workbook import read_sheets
from features.parse.clean import visible

LAT, LON = (3.0, 54.0), (73.0, 136.0)
"""Degrees between which China lies."""
_HEADS: dict[str, re.Pattern[str]] = {
    "code": re.compile(r"代码|编码|code|区划$"),
    "lat": re.compile(r"纬度|^lat|北纬|^y$"),
    "lon": re.compile(r"经度|^lon|^lng|东经|^x$"),
    "name": re.compile(r"名称|地名|name|乡镇|街道|村|社区"),
}
_LOOKED_AT = 12
"""Rows from the top among which the column names are looked for."""


@dataclass(frozen=True, slots=True)
class Places:
    """Hold the places of one file and the rows that are none."""

    taken: tuple[Division, ...]
    rejected: tuple[Rejected, ...]


def read_places(path: Path) -> Places:
    """Read columns code, name, latitude, longitude from any file an import takes.

    A township has 9 digits, a village 12 (a township may come with three zeros behind). Coordinates may be
    missing, both or none. Raises FileUnreadable, and NoTable where no sheet names a code and a name.
    """
    taken: dict[str, Division] = {}
    rejected: list[Rejected] = []
    found = False
    for sheet in read_sheets(path):
        head = _head(sheet)
        if head is None:
            continue
        found = True
        for place, row in _rows(sheet, *head):
            if isinstance(place, Rejected):
                rejected.append(place)
            elif place.code in taken:
                rejected.append(Rejected(sheet.name, row, "place_twice", "code", "code", place.code))
            else:
                taken[place.code] = place
    if not found:
        raise NoTable("no_place_table", where=path.name)
    return Places(tuple(taken.values()), tuple(rejected))


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Give the row of the column names and which column is which."""
    for number, cells in enumerate(sheet.head(_LOOKED_AT)):
        columns: dict[str, int] = {}
        for index, cell in enumerate(cells):
            name = next((n for n, words in _HEADS.items() if words.search(plain(cell))), None)
            if name and name not in columns and len(cell) <= 20:
                columns[name] = index
        if {"code", "name"} <= columns.keys():
            return number, columns
    return None


def _rows(sheet: Sheet, head: int, columns: dict[str, int]) -> Iterator[tuple[Division | Rejected, int]]:
    for number, cells in enumerate(sheet.frame.slice(head + 1).iter_rows(), start=head + 1 + sheet.first):
        told = {name: visible(cells[index]) for name, index in columns.items()}
        if any(told.values()):
            yield _place(told, sheet.name, number), number


def _place(told: dict[str, str], sheet: str, row: int) -> Division | Rejected:
    code = _code(told["code"])
    lat, lon = (_degrees(told.get(name, "")) for name in ("lat", "lon"))
    wrong = _wrong(told, code, lat, lon)
    if wrong:
        reason, column = wrong
        return Rejected(sheet, row, reason, column, column, told.get(column, ""))
    return Division(code, told["name"], lat or None, lon or None)


def _code(cell: str) -> str:
    digits = re.sub(r"[\s']|\.0+$", "", cell)
    return digits[:9] if re.fullmatch(r"\d{9}000", digits) else digits


def _degrees(cell: str) -> float | None:
    """Give degrees, 0 for an empty cell, None for what is no number."""
    text = re.sub(r"[°度\sNEne北东纬经]", "", cell)
    if not text:
        return 0.0
    return float(text) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", text) else None


def _wrong(told: dict[str, str], code: str, lat: float | None, lon: float | None) -> tuple[str, str] | None:
    """Name what is wrong with a row and the column it stands in."""
    return _wrong_name(told, code) or _wrong_degrees(lat, lon)


def _wrong_name(told: dict[str, str], code: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"\d{9}|\d{12}", code):
        return "place_code", "code"
    if prefix(code[:COUNTY_DIGITS]) not in national().by_prefix:
        return "place_county", "code"
    return None if told["name"] else ("place_name", "name")


def _wrong_degrees(lat: float | None, lon: float | None) -> tuple[str, str] | None:
    if lat is None or lon is None:
        return "place_degrees", "lat" if lat is None else "lon"
    if LON[0] <= lat <= LON[1] and LAT[0] <= lon <= LAT[1]:
        return "place_swapped", "lat"
    if bool(lat) != bool(lon) or (lat and not (LAT[0] <= lat <= LAT[1] and LON[0] <= lon <= LON[1])):
        return "place_outside", "lat"
    return None
