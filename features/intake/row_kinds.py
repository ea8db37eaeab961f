"""Tell rows of data from blank rows, totals, notes and header rows repeated on a new page."""

from __future__ import annotations

import re

import polars as pl

_TOTAL_WORDS = r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|total)(?:[:：\d\s人]|$)"
_NOTE_WORDS = r"(?:备\s*注|注|说明|填表说明|填表人|制表人?|审核人?|填报人|联系人|单位\(盖章\)|note)s?\s*[:：]"
_TOTAL = re.compile("^" + _TOTAL_WORDS, re.IGNORECASE)
_NOTE = re.compile("^" + _NOTE_WORDS, re.IGNORECASE)


def data_rows(frame: pl.DataFrame, headers: list[list[str]]) -> pl.Series:
    """Give the mask of the rows that are data; ``frame`` holds text columns, ``headers`` the names.

    Of a header in two rows each row and both together are given: any of them may come again.

    Only rows that could be something else are looked at one by one.
    """
    told = frame.select(pl.sum_horizontal(pl.all() != "")).to_series()
    doubtful = frame.select(_doubtful(headers)).to_series() & (told > 0)
    at = doubtful.arg_true()
    rows = frame.filter(doubtful).iter_rows()
    judged = pl.Series(
        [all(is_data(list(row), names) for names in headers) for row in rows], dtype=pl.Boolean
    )
    mask = told > 0
    return mask.scatter(at, judged) if len(at) else mask


def _doubtful(headers: list[list[str]]) -> pl.Expr:
    first = pl.coalesce(pl.when(pl.all() != "").then(pl.all()))
    words = pl.any_horizontal(pl.all().str.contains(f"(?i)^(?:{_TOTAL_WORDS}|{_NOTE_WORDS})"))
    alike = pl.all_horizontal((pl.all() == "") | (pl.all() == first))
    again = [
        pl.sum_horizontal(
            (pl.col(str(at)) == name) & (pl.col(str(at)) != "") for at, name in enumerate(names)
        )
        for names in headers
    ]
    return words | alike | pl.any_horizontal(count >= 2 for count in again)


def is_data(row: list[str], names: list[str]) -> bool:
    """Leave out blank rows, totals, notes and headers that are repeated on a new page."""
    told = [cell for cell in row if cell]
    if not told:
        return False
    first = told[0]
    if any(_TOTAL.match(cell) for cell in told[:2]) or (_NOTE.match(first) and len(set(told)) <= 3):
        return False
    if len(names) > 3 and len(set(told)) == 1 and len(told) != 1:
        return False
    if len(told) == 1 and len(names) >= 4 and (len(first) > 25 or first.endswith(("。", "表", "："))):
        return False
    return sum(a == b for a, b in zip(row, names, strict=True) if a) < max(len(told) * 0.6, 2)
