"""The golden sets of cells and sentences: what stands in them, and how a reading is counted against them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HALVES = ("dev", "frozen")
ONE = ("age", "monthly_low", "years_experience")
MANY = ("needs", "wanted", "certificates")
PayValues = tuple[int | None, int | None, str, int] | None
"""Lowest and highest yuan a month, the basis, extra months; None = no pay."""


def sets(folder: Path, stem: str, suffix: str) -> list[tuple[str, str, Path]]:
    """Give name, half and file of every set of a kind that stands in the folder: ``pay``, ``pay2``, ..."""
    found = sorted(folder.glob(f"{stem}*_*{suffix}"))
    parts = ((*path.stem.rpartition("_")[::2], path) for path in found)
    named = [(name, half, path) for name, half, path in parts if half in HALVES]
    return [one for one in named if one[0] == stem or one[0].removeprefix(stem).isdigit()]


def rows(path: Path) -> list[dict[str, Any]]:
    """Read a set: the rows of a .csv, the objects of a .jsonl."""
    with path.open(encoding="utf-8", newline="") as lines:
        if path.suffix == ".csv":
            return list(csv.DictReader(lines))
        return [json.loads(line) for line in lines]


def wanted_pay(row: dict[str, str]) -> PayValues:
    """Give what a pay cell says according to the set; extra months not said count as none."""
    if row["is_pay"] == "0":
        return None
    low, high = (int(row[name]) if row[name] else None for name in ("monthly_low", "monthly_high"))
    return low, high, row["basis"], int(row["extra_months"] or 0)


def wanted_cell(row: dict[str, str]) -> object:
    """Give what a cell says according to the set: a code of education, or both ends of a range."""
    if row["kind"] == "education":
        return row["code"] or None
    return tuple(float(row[name]) if row[name] else None for name in ("low", "high"))


@dataclass(slots=True)
class Facts:
    """Count the facts of sentences: ``found`` of those ``told``, ``invented`` of those ``given``."""

    found: int = 0
    told: int = 0
    invented: int = 0
    given: int = 0

    def add(self, found: int, told: int, invented: int, given: int) -> None:
        """Add one more count."""
        self.found, self.told = self.found + found, self.told + told
        self.invented, self.given = self.invented + invented, self.given + given


def count_facts(lines: Iterable[dict[str, Any]], read: Callable[[str], dict[str, Any]]) -> dict[str, Facts]:
    """Count by field, and whole under ``all``; a wrong value is both missed and invented."""
    counts = {name: Facts() for name in (*ONE, *MANY, "all")}
    for line in lines:
        said = read(line["text"])
        for name in (*ONE, *MANY):
            told = _one(line[name], said[name]) if name in ONE else _many(line[name], said[name])
            counts[name].add(*told)
            counts["all"].add(*told)
    return counts


def _one(want: Any, got: Any) -> tuple[int, int, int, int]:
    right = want is not None and want == got
    return int(right), int(want is not None), int(got is not None and not right), int(got is not None)


def _many(want: list[str], got: Iterable[str]) -> tuple[int, int, int, int]:
    given = list(got)
    found = sum(any(_alike(w, g) for g in given) for w in want)
    invented = sum(not any(_alike(w, g) for w in want) for g in given)
    return found, len(want), invented, len(given)


def _alike(one: str, other: str) -> bool:
    """Tell whether two wordings overlap: one inside the other, or two signs in a row shared."""
    a, b = one.lower(), other.lower()
    return a in b or b in a or any(a[i : i + 2] in b for i in range(len(a) - 1))


def interval(right: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, share = 1.96, right / n
    middle, half = share + z * z / (2 * n), z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
