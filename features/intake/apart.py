"""Have a file read in a process of its own, with bounded memory and time; a break becomes a sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

from features import errors as tree
from features.codes.divisions import divisions
from features.errors import SpringwindError
from features.intake import errors as leaves
from features.intake import parcel
from features.intake.back_marks import How
from features.intake.columns import NOTHING_SAID, Headings
from features.intake.errors import FileUnreadable
from features.intake.header import Kind
from features.intake.limits import Limits
from features.intake.read import Read, Tell
from features.intake.workbook import check_file
from features.say import Lang

_TOO_SLOW = {-signal.SIGXCPU, 128 + signal.SIGXCPU}
_KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TZ", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONPATH")
"""What the process may know of our surroundings: no database, no keys."""


def read_apart(
    kind: Kind,
    path: Path,
    today: date,
    near: str = "",
    opened_on: date | None = None,
    *,
    headings: Headings = NOTHING_SAID,
    tell: Tell = lambda stage, share: None,
    limits: Limits | None = None,
) -> Read:
    """Read a file as ``features.intake.read.read_file`` does, in a process of its own.

    Raises what that raises, and FileUnreadable ``file_too_heavy``, ``file_too_slow`` or ``file_broke`` where
    the process ran into its bounds. Nothing of the file has been written anywhere then.
    """
    check_file(path)
    order = {
        "task": "read", "kind": kind, "path": str(path.resolve()), "today": today.isoformat(), "near": near,
        "opened_on": opened_on.isoformat() if opened_on else None,
        "remembered": dict(headings.remembered), "given": dict(headings.given),
        "places": [[place.code, place.name, place.lat, place.lon] for place in divisions().own],
    }  # fmt: skip
    bounds = limits or Limits()
    frames: parcel.Frames = {}
    with _process(order, path.name, bounds) as child:
        for sign, name, content in _answers(child, path.name, bounds):
            if sign == b"P":
                told = json.loads(content)
                tell(told["stage"], told["share"])
            elif sign == b"F":
                parcel.take(frames, name, content)
            else:
                return parcel.receive(path, frames, content)
    raise FileUnreadable("file_broke", where=path.name, detail="-")


def send_back_apart(read: Read, out: Path, lang: Lang, limits: Limits | None = None) -> How:
    """Write the rows that go back as ``features.intake.back.write_rejects`` does, in a process of its own."""
    order = {"task": "back", "path": str(read.path.resolve()), "out": str(out.resolve()), "lang": lang}
    bounds = limits or Limits()
    with _process(order, read.path.name, bounds) as child:
        assert child.stdin is not None
        parcel.send(read, child.stdin)
        for sign, _, content in _answers(child, read.path.name, bounds):
            if sign == b"R":
                how: How = json.loads(content)["how"]
                return how
    raise FileUnreadable("file_broke", where=read.path.name, detail="-")


@contextmanager
def _process(order: dict[str, Any], name: str, bounds: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process with an order and end it, whatever happens; the clock bounds it as well."""
    around = {key: os.environ[key] for key in _KEPT if key in os.environ}
    around |= {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}
    child = subprocess.Popen(
        [sys.executable, "-m", "features.intake.apart_child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=around,
    )  # fmt: skip
    clock = threading.Timer(2 * bounds.seconds, child.kill)
    clock.start()
    try:
        line = {**order, "memory_mb": bounds.memory_mb, "seconds": bounds.seconds}
        _pipe(child.stdin).write(json.dumps(line).encode() + b"\n")
        _pipe(child.stdin).flush()
        yield child
    except BrokenPipeError as error:
        raise _ended(child.wait(), name, bounds) from error
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        _pipe(child.stdout).close()
        _close(_pipe(child.stdin))


def _answers(child: subprocess.Popen[bytes], name: str, bounds: Limits) -> Iterator[tuple[bytes, str, bytes]]:
    """Give the pieces that come back; an error becomes ours, an early end the bound it ran into."""
    for sign, label, content in parcel.pieces(_pipe(child.stdout)):
        if sign == b"M":
            raise FileUnreadable("file_too_heavy", where=name, most=bounds.memory_mb)
        if sign == b"E":
            raise _error(json.loads(content), name)
        yield sign, label, content
    raise _ended(child.wait(), name, bounds)


def _error(told: dict[str, Any], name: str) -> SpringwindError:
    kind = getattr(leaves, told["type"], None) or getattr(tree, told["type"], None) if told["type"] else None
    if kind is None:
        return FileUnreadable("file_broke", where=name, detail=told.get("detail", told["type"]))
    error: SpringwindError = kind(told["code"], where=told["where"], **told["values"])
    return error


def _ended(status: int, name: str, bounds: Limits) -> SpringwindError:
    """Tell by which signal the process ended: its time, or (an allocation that failed) its memory."""
    if status in _TOO_SLOW or status == -signal.SIGKILL:
        return FileUnreadable("file_too_slow", where=name, most=bounds.seconds)
    if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
        return FileUnreadable("file_too_heavy", where=name, most=bounds.memory_mb)
    return FileUnreadable("file_broke", where=name, detail=f"exit {status}")


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return
