"""The place table of China: names in full and short, codes, coordinates.

National rows come from the data file of the package ``cpca`` (its code is not imported: that would pull in
pandas); an office adds its own townships and villages: :func:`knowing` makes every reader of places count
them within one piece of work.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import polars as pl

from features.codes.errors import PlaceTableMissing

Level = Literal["province", "city", "county", "town", "village"]

COUNTY_DIGITS = 6
"""Digits of the codes of the national table; townships have 9, villages 12."""
_UNNAMED = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_PEOPLES = [
    "壮",
    "回",
    "维吾尔",
    "藏",
    "蒙古",
    "满",
    "苗",
    "彝",
    "土家",
    "布依",
    "侗",
    "瑶",
    "白",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "普米",
    "怒",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "独龙",
    "鄂伦春",
    "朝鲜",
    "塔吉克",
    "各",
]
_PEOPLE_NAMES = re.compile(
    f"(?:(?:{'|'.join(sorted(_PEOPLES, key=len, reverse=True))})族|维吾尔|哈萨克|柯尔克孜|蒙古|壮|回)+$"
)
_SUFFIX = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|特区|矿区|省|市|州|盟|区|县|旗|街道办事处|街道|镇|乡|村委会|社区|村)$"
)


@dataclass(frozen=True, slots=True)
class Division:
    """Hold one division. ``code`` has 6, 9 or 12 digits (GB/T 2260 and below); degrees may be unknown."""

    code: str
    name: str
    lat: float | None
    lon: float | None

    @property
    def prefix(self) -> str:
        """Give the digits that every division inside shares: 53 province, 5301 city, 530112 county."""
        return prefix(self.code)

    @property
    def level(self) -> Level:
        """Give the level, from the digits that carry meaning."""
        levels: dict[int, Level] = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}
        return levels[len(self.prefix)]


def prefix(code: str) -> str:
    """Strip the zeros that stand for "the whole of": 530100 -> 5301, 530112203000 -> 530112203."""
    for width in (9, 6, 4, 2):
        if len(code) > width and not code[width:].strip("0"):
            code = code[:width]
    return code


class Divisions:
    """Answer which divisions a name may stand for."""

    def __init__(self, rows: Iterable[Division]) -> None:
        self.rows = tuple(rows)
        self.by_prefix = {row.prefix: row for row in self.rows}
        self.names: dict[str, list[Division]] = {}
        for row in self.rows:
            for name in aliases(row.name):
                self.names.setdefault(name, []).append(row)
        self.longest = max((len(name) for name in self.names), default=0)

    def get(self, code: str) -> Division | None:
        """Give the division of a code of any length, None for one that is not in the table."""
        return self.by_prefix.get(prefix(code))

    def ancestors(self, row: Division) -> list[Division]:
        """Give the divisions around one, nearest first."""
        widths = [width for width in (9, 6, 4, 2) if width < len(row.prefix)]
        return [self.by_prefix[row.prefix[:w]] for w in widths if row.prefix[:w] in self.by_prefix]

    @property
    def own(self) -> tuple[Division, ...]:
        """Give the places below the counties: those an office added."""
        return tuple(row for row in self.rows if len(row.code) > COUNTY_DIGITS)

    def with_own(self, frame: pl.DataFrame) -> Divisions:
        """Give a table that also knows ``frame`` (code, name, lat, lon): townships and villages."""
        rows = frame.select("code", "name", "lat", "lon").iter_rows()
        return Divisions((*self.rows, *(Division(str(c), n, lat, lon) for c, n, lat, lon in rows)))


def aliases(name: str) -> set[str]:
    """Give the forms in which people write a name: in full, without its kind, without its peoples."""
    short = _SUFFIX.sub("", name)
    bare = _PEOPLE_NAMES.sub("", short) if short != name else short
    return {form for form in (name, short, bare) if len(form) >= 2}


_KNOWN: ContextVar[Divisions | None] = ContextVar("divisions", default=None)


def divisions() -> Divisions:
    """Give the table in force: the national one, with an office's own places inside :func:`knowing`."""
    return _KNOWN.get() or national()


@contextmanager
def knowing(own: Iterable[Division]) -> Iterator[Divisions]:
    """Count an office's own places (9 and 12 digits) for the work inside; threads do not see each other's."""
    rows = tuple(own)
    token = _KNOWN.set(_joined(rows) if rows else None)
    try:
        yield divisions()
    finally:
        _KNOWN.reset(token)


@lru_cache(maxsize=4)
def _joined(own: tuple[Division, ...]) -> Divisions:
    return Divisions((*national().rows, *own))


@cache
def national() -> Divisions:
    """Read the national table once (about 3,200 named divisions). Raises PlaceTableMissing."""
    with place_file().open(encoding="utf-8", newline="") as lines:
        return Divisions(row for line in csv.DictReader(lines) if (row := _division(line)) is not None)


def place_file() -> Path:
    """Find the installed table without importing the package that brings it."""
    spec = find_spec("cpca")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "resources" / "adcodes.csv"
        if path.is_file():
            return path
    raise PlaceTableMissing(detail="cpca/resources/adcodes.csv")


def _division(line: dict[str, str]) -> Division | None:
    code, name = line["adcode"], line["name"]
    if name in _UNNAMED:
        return None
    lat, lon = (float(line[key]) if line[key] else None for key in ("latitude", "longitude"))
    return Division(code[:6], name, lat, lon)
