"""Every format an office may send gives the same records of the same rows."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from features.intake.read import read_file

TODAY = date(2026, 3, 2)
HEAD = ["企业名称", "岗位名称", "招聘人数", "月薪", "发布日期"]
ROWS = [
    ["甲公司", "电工", 2, "4000-6000", "2026-02-01"],
    ["乙公司", "操作工20人、质检员5人", None, "5000元", "2026-02-02"],
    [None, "焊工", 3, "6000", "2026-02-03"],
]


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    book.save(path)


def _ods(path: Path) -> None:
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(cell.format('' if c is None else c) for c in row)}</table:table-row>"
        for row in [HEAD, *ROWS]
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", mime)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names} office:version="1.2"><office:body>'
            f'<office:spreadsheet><table:table table:name="甲">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>',
        )


def _text(encoding: str, mark: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        text = io.StringIO()
        csv.writer(text, delimiter=mark).writerows([HEAD, *ROWS])
        path.write_bytes(text.getvalue().encode(encoding))

    return write


def _records() -> list[dict[str, object]]:
    return [dict(zip(HEAD, row, strict=True)) for row in ROWS]


def _json(path: Path) -> None:
    path.write_text(json.dumps({"甲": _records()}, ensure_ascii=False), "utf-8")


def _ndjson(path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in _records()), "utf-8-sig")


FORMATS: dict[str, tuple[Callable[[Path], None], int]] = {
    "a.xlsx": (_xlsx, 2), "a.ods": (_ods, 2), "utf8.csv": (_text("utf-8", ","), 2),
    "bom.csv": (_text("utf-8-sig", ","), 2), "gbk.csv": (_text("gbk", ","), 2),
    "gb18030.txt": (_text("gb18030", ";"), 2), "utf16.tsv": (_text("utf-16", "\t"), 2),
    "a.json": (_json, 1), "a.ndjson": (_ndjson, 1),
}  # fmt: skip
"""How each is written, and the number people see at its first record."""


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_give_the_same_records(name: str, tmp_path: Path) -> None:
    make, first = FORMATS[name]
    make(tmp_path / name)
    read = read_file("posts", tmp_path / name, TODAY)
    records = read.records
    assert records["employer_name"].to_list() == ["甲公司", "乙公司", "乙公司"]
    assert records["title"].to_list() == ["电工", "操作工", "质检员"]
    assert records["headcount"].to_list() == [2, 20, 5]
    assert records["monthly_low"].to_list() == [4000, 5000, 5000]
    assert records["opened_on"].to_list() == [date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 2)]
    assert records["row"].to_list() == [first, first + 1, first + 1]
    assert [(r.row, r.reason) for r in read.rejected] == [(first + 2, "missing_employer")]
    assert (read.accepted, read.rows) == (2, 4)


@pytest.mark.parametrize("name", FORMATS)
def test_reading_again_gives_the_same(name: str, tmp_path: Path) -> None:
    FORMATS[name][0](tmp_path / name)
    one, two = (read_file("posts", tmp_path / name, TODAY) for _ in range(2))
    assert one.digest == two.digest
    assert one.records.equals(two.records)
