"""Write pages as workbooks: .xlsx, .xls (by xlwt) and .ods (written out here, cell by cell)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from typing import Any

from features.benchmarks.layouts.shape import Cell, Line, Page

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NS = "urn:oasis:names:tc:opendocument:xmlns:"


def xlsx(pages: tuple[Page, ...]) -> bytes:
    """Write an Excel workbook."""
    import xlsxwriter

    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 3, 5)})  # the same bytes every time
        day = book.add_format({"num_format": "yyyy/m/d"})
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for area in page.merges:
                sheet.merge_range(*area, "")
            for row, column, cell in _cells(page.lines):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                else:
                    sheet.write_number(row, column, cell)
    return sink.getvalue()


def xls(pages: tuple[Page, ...]) -> bytes:
    """Write the older workbook; a file without any sheet cannot be."""
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    plain = xlwt.easyxf()
    for page in pages:
        sheet: Any = book.add_sheet(page.name)
        top_left = {(a, b): (c, d) for a, b, c, d in page.merges}
        for row, column, cell in _cells(page.lines):
            style = day if isinstance(cell, date) else plain
            if (row, column) in top_left:
                last_row, last_column = top_left[row, column]
                sheet.write_merge(row, last_row, column, last_column, cell, style)
            else:
                sheet.write(row, column, cell, style)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def ods(pages: tuple[Page, ...]) -> bytes:
    """Write an OpenDocument workbook."""
    tables = "".join(_table(page) for page in pages)
    spaces = " ".join(f'xmlns:{name}="{_NS}{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>{body}'
        "</office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><m:manifest xmlns:m="{_NS}manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{MIME}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), MIME)
        packed.writestr(zipfile.ZipInfo("content.xml"), document)
        packed.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), manifest)
    return sink.getvalue()


def _cells(lines: Iterable[Line]) -> Iterable[tuple[int, int, str | int | float | date]]:
    for row, line in enumerate(lines):
        for column, cell in enumerate(line.cells):
            if cell is not None and cell != "":
                yield row, column, cell


def _table(page: Page) -> str:
    spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in page.merges}
    covered = {
        (row, column)
        for a, b, c, d in page.merges
        for row in range(a, c + 1)
        for column in range(b, d + 1)
        if (row, column) != (a, b)
    }
    told = "".join(
        "<table:table-row>"
        + "".join(
            "<table:covered-table-cell/>"
            if (row, column) in covered
            else _cell(cell, spans.get((row, column)))
            for column, cell in enumerate(line.cells)
        )
        + "</table:table-row>"
        for row, line in enumerate(page.lines)
    )
    return f'<table:table table:name="{escape(page.name)}">{told}</table:table>'


def _cell(cell: Cell, span: tuple[int, int] | None) -> str:
    over = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if cell is None or cell == "":
        return f"<table:table-cell{over}/>"
    told = 'string"'
    if isinstance(cell, date):
        told = f'date" office:date-value="{cell.isoformat()}"'
    elif not isinstance(cell, str):
        told = f'float" office:value="{cell}"'
    lines = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(cell).split("\n"))
    return f'<table:table-cell{over} office:value-type="{told}>{lines}</table:table-cell>'
