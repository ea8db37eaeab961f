"""Write the value of merged cells into every cell they cover; a merged title row stays a title."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from features.intake.sheet import Range


def spread_head(rows: list[list[str]], merged: list[Range]) -> list[list[str]]:
    """Fill the first rows of a sheet, given as lists of cells of one width."""
    width = len(rows[0]) if rows else 0
    for top, left, bottom, right in _within(merged, len(rows), width):
        for r in range(top, bottom + 1):
            for c in range(left, right + 1):
                rows[r][c] = rows[top][left]
    return rows


def fill(frame: pl.DataFrame, merged: list[Range]) -> pl.DataFrame:
    """Fill a whole sheet; only the columns that merged cells touch are rewritten."""
    touched: dict[int, list[str]] = {}

    def cells(column: int) -> list[str]:
        if column not in touched:
            touched[column] = frame[str(column)].to_list()
        return touched[column]

    for top, left, bottom, right in _within(merged, frame.height, frame.width):
        value = cells(left)[top]
        for column in range(left, right + 1):
            cells(column)[top : bottom + 1] = [value] * (bottom - top + 1)
    return frame.with_columns(
        pl.Series(str(column), values, dtype=pl.String) for column, values in touched.items()
    )


def _within(merged: list[Range], height: int, width: int) -> Iterator[Range]:
    """Give the ranges cut to the sheet; one as wide as the sheet is a title or a note."""
    for top, left, bottom, right in merged:
        across = right - left
        tall_block = across >= width - 1 and top != bottom
        if top >= height or left >= width or tall_block or across >= max(width - 2, 2):
            continue
        yield top, left, min(bottom, height - 1), min(right, width - 1)
