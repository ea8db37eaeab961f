"""Describe a paper once: blocks of plain values, no markup. ``page`` and ``pdf`` print the same blocks.

Texts are never read as markup by either printer, so nothing a sheet brought in can change a layout.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, Literal

from features.say import Lang

Block = dict[str, Any]
Size = Literal["a4", "a3"]
Style = Literal["plain", "card", "poster"]


@dataclass(frozen=True, slots=True)
class Paper:
    """Hold one document. ``foot`` stands on every page beside the page's number; ``held`` under the title."""

    name: str
    lang: Lang
    title: str
    blocks: list[Block]
    held: str = ""
    foot: str = ""
    size: Size = "a4"
    landscape: bool = False
    style: Style = "plain"
    simulated: str = ""
    numbered: bool = True
    tags: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Give the paper as both printers read it."""
        return asdict(self)


def heading(text: str) -> Block:
    """Begin a part."""
    return {"kind": "heading", "text": text}


def text(words: str, style: Literal["plain", "lead", "note", "loud"] = "plain") -> Block:
    """Give a paragraph; ``loud`` is for what is read aloud, ``note`` stands framed."""
    return {"kind": "text", "text": words, "style": style}


def facts(pairs: Sequence[tuple[str, str]]) -> Block:
    """Give names and values side by side."""
    return {"kind": "facts", "rows": [list(pair) for pair in pairs]}


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float] = (),
    right: Sequence[int] = (),
    red: Sequence[int] = (),
) -> Block:
    """Give a table; its head is repeated on each page. ``right``: columns of numbers; ``red``: late rows."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return {"kind": "table", "head": list(head), "rows": cells, "widths": list(widths) or [1] * len(head),
            "right": list(right), "red": list(red)}  # fmt: skip


def big(number: str, words: str = "") -> Block:
    """Give a number that is read across a hall."""
    return {"kind": "big", "number": number, "text": words}


def headed(title: str, number: str, qr: str = "") -> Block:
    """Begin a letter: its name, its number, and the number once more as a QR code."""
    return {"kind": "headed", "text": title, "number": number, "qr": qr_svg(qr) if qr else ""}


def picture(qr: str, caption: str) -> Block:
    """Give a QR code with what it says beneath."""
    return {"kind": "qr", "qr": qr_svg(qr), "text": caption}


def boxes(items: Sequence[str]) -> Block:
    """Give lines to tick."""
    return {"kind": "boxes", "items": list(items)}


def sign(items: Sequence[str]) -> Block:
    """Give what is filled in or signed, side by side."""
    return {"kind": "sign", "items": list(items)}


def cut(words: str) -> Block:
    """Give the line along which a slip is torn off."""
    return {"kind": "cut", "text": words}


def copy(label: str, words: str, note: str = "") -> Block:
    """Give a text made to be copied with one touch."""
    return {"kind": "copy", "label": label, "text": words, "note": note}


def fresh_page() -> Block:
    """Begin a new page."""
    return {"kind": "break"}


@lru_cache(maxsize=4096)
def qr_svg(words: str) -> str:
    """Give a QR code (ISO/IEC 18004, level M) as SVG, four modules of quiet zone around it."""
    import segno

    out = io.BytesIO()
    segno.make_qr(words, error="m").save(out, kind="svg", border=4, xmldecl=False, omitsize=True, nl=False)
    return out.getvalue().decode()
