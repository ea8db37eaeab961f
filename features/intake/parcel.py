"""Carry what a file gave from one process to another: JSON and Arrow, nothing that could run."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import polars as pl

from features.intake.columns import Column
from features.intake.notes import Note
from features.intake.read import Read
from features.intake.rows import Rejected
from features.intake.table import Table

SLICE = 50_000
"""Rows sent at a time: what is held twice stays small."""
_GONE = {name: pl.Int64() if name == "row" else pl.String() for name in Rejected.__dataclass_fields__}


Frames = dict[str, list[pl.DataFrame]]


def write(out: IO[bytes], sign: bytes, name: str, content: bytes) -> None:
    """Write one piece: a sign, the lengths of name and content, the name, the content."""
    label = name.encode()
    out.write(sign + len(label).to_bytes(4, "big") + len(content).to_bytes(8, "big") + label + content)
    out.flush()


def pieces(source: IO[bytes]) -> Iterator[tuple[bytes, str, bytes]]:
    """Give the pieces as they come; a source that ends within a piece ends there."""
    while len(head := source.read(13)) == 13:
        label = source.read(int.from_bytes(head[1:5], "big"))
        yield head[:1], label.decode(), source.read(int.from_bytes(head[5:], "big"))


def send(read: Read, out: IO[bytes]) -> None:
    """Write a Read: its frames in slices, then what stands beside them."""
    gone = pl.DataFrame([asdict(one) for one in read.rejected], schema=_GONE, orient="row")
    _send_frame(out, "records", read.records)
    _send_frame(out, "rejected", gone)
    for number, table in enumerate(read.tables):
        _send_frame(out, f"raw{number}", table.raw)
    tables = [
        {"sheet": t.sheet, "header": t.header, "columns": [asdict(c) for c in t.columns]} for t in read.tables
    ]
    notes = [[note.name, note.values] for note in read.notes]
    beside = {"kind": read.kind, "digest": read.digest, "rows": read.rows, "tables": tables, "notes": notes}
    write(out, b"R", "", json.dumps(beside).encode())


def _send_frame(out: IO[bytes], name: str, frame: pl.DataFrame) -> None:
    for part in frame.iter_slices(SLICE) if frame.height else [frame]:
        memory = io.BytesIO()
        part.write_ipc_stream(memory)
        write(out, b"F", name, memory.getvalue())


def collected(source: Iterator[tuple[bytes, str, bytes]]) -> tuple[Frames, bytes]:
    """Give the frames by name and what stands beside them."""
    frames: Frames = {}
    for sign, name, content in source:
        if sign == b"R":
            return frames, content
        take(frames, name, content)
    raise EOFError("a parcel ended before its end")


def take(frames: Frames, name: str, content: bytes) -> None:
    """Lay one slice to its frame; its bytes are not held any longer than that."""
    frames.setdefault(name, []).append(pl.read_ipc_stream(io.BytesIO(content)))


def receive(path: Path, frames: Frames, beside: bytes) -> Read:
    """Put a Read together again; ``frames`` are emptied on the way."""
    told: dict[str, Any] = json.loads(beside)
    gone = _frame(frames, "rejected")
    tables = [
        Table(
            t["sheet"],
            t["header"],
            tuple(map(_column, t["columns"])),
            pl.DataFrame(),
            _frame(frames, f"raw{n}"),
        )
        for n, t in enumerate(told["tables"])
    ]
    return Read(
        kind=told["kind"],
        path=path,
        digest=told["digest"],
        records=_frame(frames, "records"),
        rejected=[Rejected(**row) for row in gone.iter_rows(named=True)],
        tables=tables,
        notes=[Note(name, **values) for name, values in told["notes"]],
        rows=told["rows"],
    )


def _frame(frames: Frames, name: str) -> pl.DataFrame:
    return pl.concat(frames.pop(name))


def _column(told: dict[str, Any]) -> Column:
    return Column(**{**told, "samples": tuple(told["samples"])})
