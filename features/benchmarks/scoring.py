"""Hold what was read of a layout against its truth, field by field and row by row."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from features.benchmarks.layouts import Layout, Line

Told = dict[str, Any]
"""What reading gave: ``accepted``, ``rejected`` and ``records`` as the command prints them."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Name one thing that went wrong."""

    layout: str
    sheet: str
    row: int
    cause: str
    """missing_row, made_up_row, wrongly_sent_back, wrongly_taken, reason, wrong, empty, invented, records"""
    name: str
    expected: Any
    got: Any


@dataclass(slots=True)
class Score:
    """Count over one or many layouts."""

    layouts: int = 0
    rows: int = 0
    accounted: int = 0
    """Rows that are among the accepted or among those sent back."""
    lossless: int = 0
    """Layouts with accepted + sent back = rows, and nothing from rows that hold no data."""
    fields: int = 0
    right: int = 0
    unsaid: int = 0
    """Fields that the sheet does not tell."""
    invented: int = 0
    refusals: int = 0
    refused: int = 0
    """Rows that must go back; those that went back for the right reason."""
    slips: list[Slip] = field(default_factory=list)
    causes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __iadd__(self, other: Score) -> Score:
        """Add up."""
        for name in (
            "layouts", "rows", "accounted", "lossless", "fields", "right", "unsaid", "invented", "refusals",
            "refused",
        ):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slips += other.slips
        self.causes += other.causes
        return self

    def shares(self) -> dict[str, float]:
        """Give the shares that are shown; 1 where there was nothing to get right."""
        return {
            "fields": _share(self.right, self.fields), "invented": _share(self.invented, self.unsaid, 0.0),
            "refused": _share(self.refused, self.refusals), "rows": _share(self.accounted, self.rows),
        }  # fmt: skip


def name_of(layout: Layout) -> str:
    """Name a layout so that it can be drawn again: kind, seed, format."""
    return f"{layout.kind}-{layout.seed}.{layout.suffix}"


def score(layout: Layout, told: Told) -> Score:
    """Judge one reading. Sheets are told apart only where the file has several."""
    named = len([page for page in layout.pages if page.data()]) > 1
    records: dict[tuple[str, int], list[Told]] = {}
    for record in told["records"]:
        records.setdefault((record["sheet"] if named else "", record["row"]), []).append(record)
    back = {(one["sheet"] if named else "", one["row"]): one["reason"] for one in told["rejected"]}
    total = Score(layouts=1)
    seen: set[tuple[str, int]] = set()
    for page, number, line in layout.truth():
        key = (page if named else "", number)
        seen.add(key)
        _row(total, (name_of(layout), page, number), line, records.get(key, []), back.get(key))
    for key in sorted((set(records) | set(back)) - seen):
        _note(total, (name_of(layout), *key), "made_up_row", "", None, back.get(key, "record"))
    whole = {(r["sheet"], r["row"]) for r in told["records"]} | {
        (r["sheet"], r["row"]) for r in told["rejected"]
    }
    refused = {(r["sheet"], r["row"]) for r in told["rejected"]}
    balanced = len(whole) == layout.rows == told["accepted"] + len(refused)
    total.lossless = int(balanced and total.accounted == total.rows)
    return total


def _row(total: Score, where: tuple[str, str, int], line: Line, got: list[Told], reason: str | None) -> None:
    total.rows += 1
    total.accounted += bool(got) or reason is not None
    if not got and reason is None:
        _note(total, where, "missing_row", "", len(line.records), None)
    if line.reasons:
        return _refusal(total, where, line, got, reason)
    if reason is not None:
        _note(total, where, "wrongly_sent_back", reason, None, reason)
    if got and len(got) != len(line.records):
        _note(total, where, "records", "", len(line.records), len(got))
    for number, truth in enumerate(line.records):
        _fields(total, where, truth, got[number] if number < len(got) else None)
    return None


def _refusal(
    total: Score, where: tuple[str, str, int], line: Line, got: list[Told], reason: str | None
) -> None:
    total.refusals += 1
    if got or reason is None:
        _note(total, where, "wrongly_taken", line.reasons[0], line.reasons, None)
    elif line.reasons != ("*",) and reason not in line.reasons:
        _note(total, where, "reason", line.reasons[0], line.reasons, reason)
    else:
        total.refused += 1


def _fields(total: Score, where: tuple[str, str, int], truth: Told, got: Told | None) -> None:
    for name, value in truth.items():
        read = None if got is None else got.get(name)
        if value is None:
            total.unsaid += 1
            total.invented += read not in (None, "", [])
            if read not in (None, "", []):
                _note(total, where, "invented", name, None, read)
            continue
        total.fields += 1
        if same(name, value, read):
            total.right += 1
        elif got is not None:
            _note(total, where, "empty" if read in (None, "", []) else "wrong", name, value, read)


def same(name: str, value: Any, read: Any) -> bool:
    """Say whether a value is right: texts without spaces and widths, telephones by their digits."""
    if isinstance(value, list):
        return isinstance(read, list) and [plain(one) for one in value] == [plain(one) for one in read]
    if name == "phone":
        return _digits(value) == _digits(read)
    if isinstance(value, str):
        return plain(value) == plain(read)
    return bool(value == read)


def plain(text: Any) -> str:
    """Give a text without widths and blanks."""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


def _digits(text: Any) -> str:
    return "".join(one for one in str(text) if one.isdigit())


def _note(total: Score, where: tuple[str, str, int], cause: str, name: str, expected: Any, got: Any) -> None:
    total.causes[cause, name] += 1
    total.slips.append(Slip(*where, cause, name, expected, got))


def _share(part: int, whole: int, empty: float = 1.0) -> float:
    return part / whole if whole else empty
