"""Read .csv and .tsv: UTF-8 with or without BOM, UTF-16 with BOM, GB18030; comma, tab, semicolon, bar."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from features.intake.errors import FileUnreadable
from features.intake.sheet import Sheet

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CELL = 1_000_000
"""Characters of one cell; more means a quote that is never closed."""


def read_text_file(path: Path) -> Sheet:
    """Read one delimited text file as a sheet without a name. Raises FileUnreadable."""
    text = decode(path.read_bytes(), path.name)
    csv.field_size_limit(_CELL)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileUnreadable("file_bad_quotes", where=path.name) from error
    return Sheet("", rows)


def decode(data: bytes, name: str) -> str:
    """Give the text of a file in one of the encodings offices use; NUL bytes are refused outside UTF-16."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:65536]:
        raise FileUnreadable("file_binary", where=name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise FileUnreadable("file_encoding", where=name)


def _delimiter(text: str) -> str:
    """Choose what cuts the first lines into the most even number of pieces."""
    lines = [line for line in text[:50_000].splitlines()[:30] if line.strip()]
    best, most = ",", 0.0
    for mark in (",", "\t", ";", "|"):
        counts = sorted(line.count(mark) for line in lines)
        if counts and counts[-1]:
            even = counts[len(counts) // 2] + 0.1 * counts[-1]
            best, most = (
                (mark, even) if even > most + (1 if best == "," and mark == "|" else 0) else (best, most)
            )
    return best
