"""Write a layout as the bytes of a file: workbooks, separated text, JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

from features.benchmarks.layouts.books import ods, xls, xlsx
from features.benchmarks.layouts.shape import Cell, Layout, Page


def content(layout: Layout) -> bytes:
    """Give the file's bytes in the layout's own format and encoding."""
    writers = {"xlsx": xlsx, "xls": xls, "ods": ods}
    if layout.suffix in writers:
        return writers[layout.suffix](layout.pages)
    if layout.suffix in ("csv", "tsv"):
        return _separated(layout.pages[0], "," if layout.suffix == "csv" else "\t").encode(layout.encoding)
    return (_tree(layout.pages) if layout.suffix == "json" else _lines(layout.pages)).encode("utf-8")


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%Y/%m/%d")
    return "" if cell is None else str(cell)


def _separated(page: Page, separator: str) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_text(cell) for cell in line.cells] for line in page.lines)
    return sink.getvalue()


def _objects(page: Page) -> list[dict[str, Any]]:
    """Give one object per data line; a cell that was left open is sometimes a null, sometimes not there."""
    names = [str(cell).strip() for cell in page.lines[0].cells]
    told = []
    for number, line in page.data():
        cells = {
            n: c.isoformat() if isinstance(c, date) else c for n, c in zip(names, line.cells, strict=True)
        }
        told.append({n: c for n, c in cells.items() if c is not None or number % 2})
    return told


def _tree(pages: tuple[Page, ...]) -> str:
    if len(pages) > 1:
        return json.dumps({page.name: _objects(page) for page in pages}, ensure_ascii=False, indent=1)
    return json.dumps(_objects(pages[0]), ensure_ascii=False, indent=1)


def _lines(pages: tuple[Page, ...]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for page in pages for one in _objects(page))
