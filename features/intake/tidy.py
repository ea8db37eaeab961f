"""Take out of whole columns what nobody sees: the same as ``features.parse.clean.visible`` cell by cell."""

from __future__ import annotations

import polars as pl

_UNSEEN = r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u{AD}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FEFF}]"
_TURNED = r"[\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]"
"""Marks that turn the direction of text round, with which one name can be made to look like another."""
_SPACES = r"[ \u{3000}\u{A0}]+"


def visible_column(column: pl.Series) -> pl.Series:
    """Give the cells without control, zero-width and direction characters, spaces joined, ends stripped."""
    if column.str.contains(r"[\t\r]").any():
        column = column.str.replace_all("\t", " ", literal=True)
        column = column.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    if column.str.contains(_UNSEEN).any():
        column = column.str.replace_all(_UNSEEN, "")
    if column.str.contains(r"  |[\u{3000}\u{A0}]").any():
        column = column.str.replace_all(_SPACES, " ")
    return column.str.strip_chars()


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame of text columns with every cell as it is seen."""
    return pl.DataFrame([visible_column(column) for column in frame.iter_columns()])


def turned(frame: pl.DataFrame) -> int:
    """Count the cells that hold marks turning the direction of text."""
    return sum(int(column.str.contains(_TURNED).sum()) for column in frame.iter_columns())
