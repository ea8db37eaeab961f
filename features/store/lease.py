"""Count the programs that use one embedded server, with locks the kernel drops when a program dies.

Every program holds ``users.lock`` shared for as long as it uses the server. The one that leaves and
can then take it exclusively was the last. Nothing has to be tidied up after a kill -9.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def gate(folder: Path) -> Iterator[None]:
    """Let one program at a time make, start or stop the server of ``folder``."""
    handle = _open(folder / "server.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Lease:
    """Be one use of the server; take and leave it inside ``gate``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "users.lock"
        self._handle: int | None = None

    def take(self) -> None:
        """Join the users of the server."""
        self._handle = _open(self._path)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Leave, and say whether nobody else is left."""
        if self._handle is None:
            return False
        os.close(self._handle)
        self._handle = None
        return self.free()

    def free(self) -> bool:
        """Say whether no program uses the server at this moment."""
        handle = _open(self._path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
        return True


def _open(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
