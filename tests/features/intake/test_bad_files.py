"""Files that are broken, hostile or not what they are called: refused or cleaned with a sentence."""

import contextlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import SpringwindError
from features.intake import workbook
from features.intake.errors import FileUnreadable
from features.intake.package import contents
from features.intake.read import read_file

TODAY = date(2026, 3, 2)
ROWS = [["企业名称", "岗位名称", "招聘人数"], ["甲公司", "电工", 2], ["乙公司", "=cmd|' /C calc'!A0", 3]]


def _book(path: Path, rows: list[list[object]] = ROWS) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell in book.active["B"]:
        cell.data_type = "s"
    book.save(path)
    return path


def _with(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def _notes(path: Path) -> dict[str, str]:
    read = read_file("posts", path, TODAY)
    assert read.records["title"].to_list()[0] == "电工"
    return {note.name: note.message("zh") + note.message("en") for note in read.notes}


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = _with(_book(tmp_path / "bomb.xlsx"), "xl/media/huge.bin", b"\0" * (80 * 2**20))
    assert path.stat().st_size < 2**20
    with pytest.raises(FileUnreadable) as caught:
        read_file("posts", path, TODAY)
    assert caught.value.reason == "file_bomb"
    assert "重新导出" in caught.value.message("zh")


def test_macros_links_and_formulas_are_neither_run_nor_followed_and_it_says_so(tmp_path: Path) -> None:
    path = _book(tmp_path / "m.xlsx", [*ROWS, ["丙公司", "焊工", "=1+1"]])
    _with(
        _with(path, "xl/vbaProject.bin", b"macro"), "xl/externalLinks/externalLink1.xml", b"<externalLink/>"
    )
    notes = _notes(path)
    assert {"macros", "links", "formulas"} <= set(notes)
    assert contents(path) == {"macros": 1, "links": 1, "formulas": 1}
    assert "没有运行" in notes["macros"]


def test_hidden_sheets_and_sheets_without_a_table_are_named(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_book(tmp_path / "h.xlsx"))
    book.create_sheet("底稿").append(["秘密"])
    book["底稿"].sheet_state = "hidden"
    book.create_sheet("说明").append(["填表说明"])
    book.save(tmp_path / "h.xlsx")
    notes = _notes(tmp_path / "h.xlsx")
    assert "底稿" in notes["hidden"]
    assert "说明" in notes["no_table"]


@pytest.mark.parametrize(("name", "note"), [("a.csv", "is_workbook"), ("a.xlsx", None)])
def test_a_workbook_by_any_name_is_read_as_one(tmp_path: Path, name: str, note: str | None) -> None:
    _book(tmp_path / "x.xlsx").rename(tmp_path / name)
    assert (note in _notes(tmp_path / name)) is (note is not None)


def test_marks_that_turn_text_round_are_taken_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("企业名称,岗位名称\n甲\u202e司公\u202c,电工\n", "utf-8")
    read = read_file("posts", path, TODAY)
    assert read.records["employer_name"].to_list() == ["甲司公"]
    assert [(n.name, n.values) for n in read.notes] == [("turned", {"count": 1})]


def test_a_nul_far_down_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("企业名称,岗位名称\n" + "甲公司,电工\n" * 9000 + "乙\0公司,焊\0工\n", "utf-8")
    assert read_file("posts", path, TODAY).records["title"].to_list() == ["电工", "焊工"]


def _encrypted(path: Path) -> None:
    """An encrypted workbook is an OLE file that holds an EncryptedPackage."""
    sector = 512
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:512] = (0).to_bytes(4, "little") + b"\xff" * 432
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * (sector - 8)

    def entry(name: str, kind: int, child: int) -> bytes:
        word = name.encode("utf-16-le")
        return (
            word.ljust(64, b"\0") + (len(word) + 2).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 8
            + child.to_bytes(4, "little") + b"\0" * 36 + b"\xfe\xff\xff\xff" + b"\0" * 8
        )  # fmt: skip

    folder = entry("Root Entry", 5, 1) + entry("EncryptedPackage", 2, 0xFFFFFFFF)
    path.write_bytes(bytes(header) + table + folder.ljust(sector, b"\0"))


def _refused(path: Path) -> str:
    with pytest.raises(SpringwindError) as caught:
        read_file("posts", path, TODAY)
    assert path.name in caught.value.message("zh")
    assert path.name in caught.value.message("en")
    return caught.value.reason


def test_an_encrypted_workbook_says_that_it_is_locked(tmp_path: Path) -> None:
    _encrypted(tmp_path / "locked.xlsx")
    assert _refused(tmp_path / "locked.xlsx") == "file_locked"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_half_a_workbook_is_refused(tmp_path: Path, share: float) -> None:
    whole = _book(tmp_path / "w.xlsx").read_bytes()
    (tmp_path / "half.xlsx").write_bytes(whole[: int(len(whole) * share)])
    assert _refused(tmp_path / "half.xlsx") == "file_unreadable"


def test_a_file_of_two_gigabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(2 * 2**30)
    assert _refused(tmp_path / "big.csv") == "file_too_large"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.xls", b"<html><table><tr><td>x</td></tr></table></html>", "file_markup"),
        ("paper.pdf", b"%PDF-1.7 ...", "file_markup"),
        ("cut.json", b'[{"a": 1}, {"b":', "file_json"),
        ("deep.json", b"[" * 100_000, "file_json"),
        ("wide.csv", b"a," * 3000 + b"b\n", "file_too_wide"),
    ],
)
def test_what_is_no_sheet_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert _refused(tmp_path / name) == code


def test_a_lone_cell_far_off_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_CELLS", 10_000)
    book = openpyxl.load_workbook(_book(tmp_path / "far.xlsx"))
    book.active["ZZ900"] = "x"
    book.save(tmp_path / "far.xlsx")
    assert _refused(tmp_path / "far.xlsx") == "file_too_many_cells"


_WHOLE = io.BytesIO()


def _bytes() -> bytes:
    if not _WHOLE.getvalue():
        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(_WHOLE)
    return _WHOLE.getvalue()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=30), st.data())
def test_a_damaged_workbook_is_read_or_refused(flips: list[tuple[int, int]], data: st.DataObject) -> None:
    content = bytearray(_bytes())
    for at, value in flips:
        content[at % len(content)] = value
    content = content[: data.draw(st.integers(1, len(content)))]
    _survives(bytes(content), "fuzz.xlsx")


_LEAVES = st.none() | st.booleans() | st.floats() | st.text(max_size=5)
_KEYS = st.sampled_from(["姓名", "岗位", "", "a"])
_TREES = st.recursive(
    _LEAVES, lambda part: st.lists(part, max_size=4) | st.dictionaries(_KEYS, part, max_size=4), max_leaves=12
)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        _TREES.map(lambda tree: json.dumps(tree).encode()),
    )
)
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    _survives(content, "any.csv")


def _survives(content: bytes, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with contextlib.suppress(SpringwindError):
            read = read_file("workers", path, TODAY)
            assert set(read.records["row"]).isdisjoint(one.row for one in read.rejected)
