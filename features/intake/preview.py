"""Show how a file would be read, column by column, before anything is written."""

from __future__ import annotations

import re
from typing import Any

from features.codes.identity import mask_id
from features.intake.columns import Column
from features.intake.read import Read
from features.intake.report import PERSONAL
from features.intake.told import field_name, letter
from features.parse.phone import mask_phone
from features.say import Lang, say

_NAMES = ("name", "contact", "responsible_person")
_OPEN = (
    "age", "education", "wanted", "wanted_2", "wanted_3", "pay", "skills", "certificates", "groups", "form",
    "status", "sequence", "registered_on", "valid_until", "experience", "fair", "came_at", "intentions",
)  # fmt: skip
"""Columns about a person whose cells tell nobody who it is."""


def masked(text: str, field: str | None, kind: str) -> str:
    """Give a cell so that nobody is named by it; a column not understood is masked like a name."""
    if field == "id_number":
        return mask_id(text)
    if field == "phone":
        return mask_phone(text)
    if field in _NAMES and not (field == "name" and kind == "employers"):
        return text[:1] + "*" * (len(text) - 1)
    if kind in PERSONAL and field not in _OPEN:
        return text[:1] + "*" * min(len(text) - 1, 6)
    return re.sub(r"\d{6,}", lambda match: match[0][:2] + "*" * (len(match[0]) - 2), text)


def to_json(read: Read, lang: Lang) -> dict[str, Any]:
    """Give per sheet its header row and columns: letter, name, field, how sure, how known, masked samples."""
    return {
        "sheets": [
            {
                "sheet": table.sheet,
                "header": table.header,
                "columns": [_told(c, read, lang) for c in table.columns],
            }
            for table in read.tables
        ],
        "notes": [note.message(lang) for note in read.notes],
    }


def _told(column: Column, read: Read, lang: Lang) -> dict[str, Any]:
    return {
        "column": letter(column.index),
        "name": column.name,
        "field": column.field,
        "called": field_name(column.field, lang),
        "confidence": column.sure,
        "how": column.how,
        "samples": [masked(text, column.field, read.kind) for text in column.samples],
    }


def print_preview(read: Read, lang: Lang) -> None:
    """Print one table per sheet, and how to correct what is wrong."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for table in read.tables:
        title = say("intake.preview.title", lang, sheet=table.sheet or "-", header=table.header or "-")
        page = Table(title=title)
        for key in ("column", "name", "field", "sure", "how", "samples"):
            page.add_column(say(f"intake.preview.{key}", lang))
        for column in table.columns:
            told = _told(column, read, lang)
            cells = (
                told["column"], told["name"], told["called"],
                f"{told['confidence']:.0%}" if column.field else "",
                say(f"intake.how.{column.how}", lang), " | ".join(told["samples"]),
            )  # fmt: skip
            page.add_row(*map(Text, cells))  # plain text: a cell in brackets is no style
        console.print(page)
    for note in read.notes:
        console.print(Text(note.message(lang)))
    console.print(Text(say("intake.preview.correct", lang, kind=read.kind, file=read.path.name)))
