"""Read .json and .ndjson: records with named fields become a sheet whose header row is their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from features.intake.errors import FileUnreadable
from features.intake.sheet import Sheet, columns
from features.intake.text_file import encoding_of

_DEEPEST = 8
"""Levels of records within records that are looked into."""


def looks_like_json(path: Path) -> bool:
    """Say whether the first sign of a file opens a list or a record of JSON."""
    with path.open("rb") as file:
        head = file.read(256).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" or (head[:1] == b"[" and head[1:].lstrip()[:1] in (b"{", b"[", b"]"))


def read_json_file(path: Path) -> list[Sheet]:
    """Read one list of records, one list per sheet, or one record a line. Raises FileUnreadable.

    Rows are the records counted from 1; in .ndjson the lines, blank ones counted as well.
    """
    text = path.read_text(encoding_of(path))
    try:
        told = json.loads(text)
    except RecursionError as error:
        raise FileUnreadable("file_json", where=path.name, line=1) from error
    except ValueError:
        return [_sheet("", _lines(text, path.name))]
    return [_sheet(name, rows) for name, rows in _lists(told)] or [_sheet("", [])]


def _lines(text: str, name: str) -> Iterator[Any]:
    for number, line in enumerate(text.rstrip("\r\n").split("\n"), start=1):
        try:
            yield json.loads(line) if line.strip() else {}
        except (ValueError, RecursionError) as error:
            raise FileUnreadable("file_json", where=name, line=number) from error


def _lists(told: Any) -> list[tuple[str, list[Any]]]:
    """Find the lists of records: the file itself, or those standing under a name; a lone record is one."""
    if isinstance(told, list):
        return [("", told)]
    if not isinstance(told, dict):
        return []
    named = [(str(key), rows) for key, rows in told.items() if isinstance(rows, list) and _records(rows)]
    inner = [pair for part in told.values() if isinstance(part, dict) for pair in _lists(part) if pair[0]]
    return named or inner or [("", [told])]


def _records(rows: list[Any]) -> bool:
    return any(isinstance(row, (dict, list)) for row in rows)


def _sheet(name: str, records: Iterable[Any]) -> Sheet:
    """Lay records out under their field names; lists of lists bring a header row of their own."""
    rows = list(records)
    if rows and all(isinstance(row, list) for row in rows):
        return Sheet(name, columns([_text(cell) for cell in row] for row in rows))
    flat = [_flat(row) for row in rows]
    names = list(dict.fromkeys(key for row in flat for key in row))
    table = ([row.get(key, "") for key in names] for row in flat)
    return Sheet(name, columns(_with_header(names, table)), first=0)


def _with_header(names: list[str], rows: Iterable[list[str]]) -> Iterator[list[str]]:
    yield names
    yield from rows


def _flat(record: Any, deep: int = 0) -> dict[str, str]:
    """Give ``{field: text}``; a record inside a record gives its fields under joined names."""
    if not isinstance(record, dict):
        return {"": _text(record)} if record not in ({}, None) else {}
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict) and deep < _DEEPEST:
            flat.update({f"{_clean(key)} {inner}": cell for inner, cell in _flat(value, deep + 1).items()})
        else:
            flat[_clean(key)] = _text(value)
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    if isinstance(value, list) and not any(isinstance(part, (dict, list)) for part in value):
        return "、".join(_text(part) for part in value)
    return (
        _clean(value)
        if not isinstance(value, (dict, list))
        else _clean(json.dumps(value, ensure_ascii=False))
    )


def _clean(text: Any) -> str:
    """Half of a surrogate pair, as JSON may spell it, is no character."""
    return str(text).encode("utf-8", "replace").decode()
