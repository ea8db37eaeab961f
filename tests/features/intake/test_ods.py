import zipfile
from datetime import date
from pathlib import Path

from features.intake.ods_spans import ods_spans
from features.intake.read import read_file

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<?xml version="1.0"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/></manifest:manifest>'
)


def _cell(text: str, spanned: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-rows-spanned="{spanned}"'
        f' table:number-columns-spanned="1"><text:p>{text}</text:p></table:table-cell>'
    )


def _ods(path: Path, rows: list[str]) -> Path:
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content {_NAMES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="甲镇">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _MIME)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return path


def test_an_employer_merged_over_posts_in_ods(tmp_path: Path) -> None:
    path = _ods(
        tmp_path / "fair.ods",
        [
            "".join(map(_cell, ("企业名称", "岗位", "人数"))),
            _cell("甲公司", spanned=2) + _cell("电工") + _cell("2"),
            "<table:covered-table-cell/>" + _cell("焊工") + _cell("3"),
        ],
    )
    read = read_file("posts", path, date(2026, 3, 2))
    assert ods_spans(path) == {"甲镇": [(1, 0, 2, 0)]}
    assert read.records["employer_name"].to_list() == ["甲公司", "甲公司"]
    assert read.records["headcount"].to_list() == [2, 3]
