"""Look at a zipped workbook without unpacking it: is it whole, is it a bomb, what else is inside."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from features.intake.errors import FileUnreadable

MAX_UNPACKED = 2 * 2**30
"""Bytes a workbook may unpack to."""
MAX_RATIO = 400
"""How much smaller a packed part may be; cells of an office pack 5 to 40 times, a bomb 1000 times."""
_SMALL = 64 * 2**20
"""Parts that unpack to less are harmless at any ratio."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]|table:formula=")
_LOOKED = 32 * 2**20
"""Bytes of a sheet that are looked through for formulas."""


def check_zip(path: Path) -> None:
    """Refuse what would unpack to more than memory allows, what is locked and what is cut off."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileUnreadable(where=path.name) from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileUnreadable("file_locked", where=path.name)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or any(map(_bomb, parts)):
        raise FileUnreadable("file_bomb", where=path.name, size=unpacked // 2**20, most=MAX_UNPACKED // 2**20)


def _bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def contents(path: Path) -> dict[str, int]:
    """Count what a zipped workbook holds beside values: ``macros, links, formulas``."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        sheets = [name for name in names if re.search(r"worksheets/[^/]+\.xml$|^content\.xml$", name)]
        return {
            "macros": sum(bool(re.search(r"vbaProject\.bin$|^Basic/.+\.xml$", name)) for name in names),
            "links": sum(bool(re.search(r"externalLinks/[^/]+\.xml$", name)) for name in names),
            "formulas": sum(_formulas(archive, name) for name in sheets),
        }


def _formulas(archive: zipfile.ZipFile, name: str) -> int:
    count, left, tail = 0, _LOOKED, b""
    with archive.open(name) as part:
        while left > 0 and (piece := part.read(min(left, 1 << 20))):
            text = tail + piece
            count += len(_FORMULA.findall(text))
            # what might be cut in two is looked at again with what follows it
            tail = text[text.rfind(b"<") :] if text.rfind(b"<") > text.rfind(b">") else b""
            left -= len(piece)
    return count
