"""Find the merged cells of an .ods file, which calamine does not tell."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from features.intake.sheet import Range

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MOST = 1_000_000


def ods_spans(path: Path) -> dict[str, list[Range]]:
    """Give the merged ranges per sheet of an .ods file; any other workbook gives none."""
    with zipfile.ZipFile(path) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        with archive.open("content.xml") as content:
            tree = ElementTree.iterparse(content, events=("start", "end"))  # noqa: S314 expat bounds entities
            return _sheets(tree)


def _sheets(tree: Iterator[tuple[str, ElementTree.Element]]) -> dict[str, list[Range]]:
    spans: dict[str, list[Range]] = {}
    name, row = "", 0
    for event, element in tree:
        if event == "start" and element.tag == f"{_TABLE}table":
            name, row = element.get(f"{_TABLE}name", ""), 0
            spans[name] = []
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            spans[name].extend(_row_spans(element, row))
            row += _count(element, "number-rows-repeated")
            element.clear()
    return spans


def _row_spans(element: ElementTree.Element, row: int) -> Iterator[Range]:
    column = 0
    for cell in element:
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            yield row, column, row + down - 1, column + across - 1
        column += _count(cell, "number-columns-repeated")


def _count(element: ElementTree.Element, name: str) -> int:
    told = element.get(_TABLE + name, "1")
    return min(int(told), _MOST) if told.isdigit() else 1
