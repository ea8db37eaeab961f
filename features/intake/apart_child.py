"""Work on one file that came from outside, inside a process with bounded memory and time.

Started by ``features.intake.apart``: the order comes in as one line of JSON (pieces may follow), pieces go
out (see ``parcel``).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import date
from pathlib import Path
from typing import IO, Any


def main() -> None:
    """Take one order and answer it: P progress, F frames, then R the result, E an error, M out of memory."""
    order = json.loads(sys.stdin.buffer.readline())
    _bound(order["memory_mb"], order["seconds"])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the pieces
    try:
        _answer(order, out)
    except MemoryError:
        _say(out, b"M", {})
    except BaseException as error:
        if type(error).__name__ == "PanicException" or "alloc" in str(error):
            _say(out, b"M", {})
        else:
            _say(out, b"E", _error(error))


def _bound(memory_mb: int, seconds: int) -> None:
    memory = memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(order: dict[str, Any], out: IO[bytes]) -> None:
    if order["task"] == "read":
        _read(order, out)
    else:
        _send_back(order, out)


def _read(order: dict[str, Any], out: IO[bytes]) -> None:
    from features.codes.divisions import Division, knowing
    from features.intake import parcel
    from features.intake.columns import Headings
    from features.intake.read import read_file

    opened = order["opened_on"]
    with knowing(Division(*place) for place in order.get("places", ())):
        read = read_file(
            order["kind"],
            Path(order["path"]),
            date.fromisoformat(order["today"]),
            order["near"],
            date.fromisoformat(opened) if opened else None,
            headings=Headings(order["remembered"], order["given"]),
            tell=lambda stage, share: _say(out, b"P", {"stage": stage, "share": share}),
        )
    parcel.send(read, out)


def _send_back(order: dict[str, Any], out: IO[bytes]) -> None:
    from features.intake import parcel
    from features.intake.back import write_rejects

    read = parcel.receive(Path(order["path"]), *parcel.collected(parcel.pieces(sys.stdin.buffer)))
    how = write_rejects(read, Path(order["out"]), order["lang"])
    _say(out, b"R", {"how": how})


def _error(error: BaseException) -> dict[str, Any]:
    from features.errors import SpringwindError

    if isinstance(error, SpringwindError):
        values = {name: str(value) for name, value in error.values.items()}
        return {"type": type(error).__name__, "code": error.reason, "where": error.where, "values": values}
    return {"type": "", "detail": type(error).__name__}


def _say(out: IO[bytes], sign: bytes, told: dict[str, Any]) -> None:
    from features.intake import parcel

    parcel.write(out, sign, "", json.dumps(told).encode())


if __name__ == "__main__":
    main()
