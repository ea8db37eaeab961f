"""Read .csv and .tsv: UTF-8 with or without BOM, UTF-16 with BOM, GB18030; comma, tab, semicolon, bar."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from features.intake.errors import FileUnreadable
from features.intake.sheet import Sheet, columns

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CELL = 1_000_000
"""Characters of one cell; more means a quote that is never closed."""
_WIDEST = 2_000
"""Columns of one row; more is no sheet of an office."""
_PIECE = 1 << 20


def read_text_file(path: Path) -> Sheet:
    """Read one delimited text file as a sheet without a name. Raises FileUnreadable."""
    encoding = encoding_of(path)
    csv.field_size_limit(_CELL)
    # what starts with a mark was not looked through: a broken character there is shown as such
    errors = "replace" if encoding in ("utf-8-sig", "utf-16") else "strict"
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        mark = _delimiter(file.read(50_000))
        file.seek(0)
        try:
            return Sheet("", columns(_rows(file, mark, path.name)))
        except csv.Error as error:
            raise FileUnreadable("file_bad_quotes", where=path.name) from error


def encoding_of(path: Path) -> str:
    """Give the encoding a text file is in, of those offices use. Raises FileUnreadable for anything else."""
    with path.open("rb") as file:
        head = file.read(65536)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        raise FileUnreadable("file_binary", where=path.name)
    for encoding in ("utf-8", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise FileUnreadable("file_encoding", where=path.name)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rows(file: TextIO, mark: str, name: str) -> Iterator[list[str]]:
    """Give the rows; a NUL further down than the head is taken out, like every unseen character."""
    for row in csv.reader((line.replace("\0", "") for line in file), delimiter=mark):
        if len(row) > _WIDEST:
            raise FileUnreadable("file_too_wide", where=name, most=_WIDEST)
        yield row


def _delimiter(text: str) -> str:
    """Choose what cuts the first lines into the most even number of pieces."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    best, most = ",", 0.0
    for mark in (",", "\t", ";", "|"):
        counts = sorted(line.count(mark) for line in lines)
        if counts and counts[-1]:
            even = counts[len(counts) // 2] + 0.1 * counts[-1]
            best, most = (
                (mark, even) if even > most + (1 if best == "," and mark == "|" else 0) else (best, most)
            )
    return best
