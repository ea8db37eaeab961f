"""What else has to be said of a file: what was left alone, cleaned, or read as it was last saved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.intake.package import contents
from features.intake.sheet import Sheet
from features.intake.tidy import turned
from features.say import Lang, say

_VBA = "_VBA_PROJECT".encode("utf-16-le")


@dataclass(frozen=True, slots=True, init=False)
class Note:
    """Hold one remark: its name under ``intake.note`` and the values of its sentence."""

    name: str
    values: dict[str, Any]

    def __init__(self, name: str, **values: Any) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", values)

    def message(self, lang: Lang) -> str:
        """Say the remark."""
        return say(f"intake.note.{self.name}", lang, **self.values)


def notes_of(path: Path, sheets: list[Sheet]) -> list[Note]:
    """Look at a file that was read: another name than its content, macros, links, formulas, hidden sheets."""
    with path.open("rb") as file:
        head = file.read(8)
    zipped, binary = head.startswith(b"PK\x03\x04"), head.startswith(b"\xd0\xcf\x11\xe0")
    notes = _named_otherwise(path, zipped or binary)
    if zipped:
        notes += [Note(name, count=count) for name, count in contents(path).items() if count]
    elif binary and _VBA in path.read_bytes():
        notes.append(Note("macros", count=1))
    if zipped or binary:
        notes += [Note("hidden", sheet=name) for name in _hidden(path)]
    tricks = sum(turned(sheet.frame) for sheet in sheets)
    return [*notes, Note("turned", count=tricks)] if tricks else notes


def _named_otherwise(path: Path, workbook: bool) -> list[Note]:
    suffix = path.suffix.lower()
    named_book = suffix in (".xlsx", ".xlsm", ".xls", ".ods", ".et")
    named_text = suffix in (".csv", ".tsv", ".txt", ".json", ".ndjson")
    if (named_book and not workbook) or (named_text and workbook):
        return [Note("is_workbook" if workbook else "is_text", suffix=suffix)]
    return []


def _hidden(path: Path) -> list[str]:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(path)) as book:
        metas = book.sheets_metadata
    return [
        m.name for m in metas if str(m.typ).endswith("WorkSheet") and not str(m.visible).endswith("Visible")
    ]
