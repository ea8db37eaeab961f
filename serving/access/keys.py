"""Access keys: made at the first start, kept as digests, each with the division it may see.

``access.json`` holds name, scope and SHA-256 digest of every key. A key carries 192 bits of chance, so a
plain digest is enough: nothing can be guessed from it. The office's own key also lies in ``office.key``
(0600) for the person who set the service up.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from features.errors import Conflict, InputError, Integrity
from features.store.accounts import JOBS, Job
from serving.access.jobs import ALL, EVERYDAY

PREFIX = "sw_"


@dataclass(frozen=True, slots=True)
class Caller:
    """Name who asks: the account, the division-code prefix it may see ("" = the whole office), its jobs."""

    name: str
    scope: str = ""
    jobs: frozenset[Job] = EVERYDAY


@dataclass(frozen=True, slots=True)
class Key:
    """Hold what is kept of one key."""

    name: str
    scope: str
    digest: str
    jobs: frozenset[Job] = EVERYDAY

    def caller(self) -> Caller:
        """Give who asks with this key."""
        return Caller(self.name, self.scope, self.jobs)


class KeyRing:
    """Know the keys of one data folder; a key added by another process is seen at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp = 0
        self._keys: tuple[Key, ...] = ()

    @property
    def file(self) -> Path:
        """Give the path of the digests."""
        return self.folder / "access.json"

    @property
    def office_file(self) -> Path:
        """Give the path of the office's own key."""
        return self.folder / "office.key"

    def ensure(self, scope: str = "") -> Path:
        """Make the office key if the folder has none yet; give the path it lies at."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(key.name == "office" for key in self._load()):
            write_private(self.office_file, self.add("office", scope, ALL) + "\n")
        return self.office_file

    def add(self, name: str, scope: str = "", jobs: frozenset[Job] = EVERYDAY) -> str:
        """Make a key and give it, the only time it can be read; a name in use raises Conflict."""
        name = name.strip()
        if not name or len(name) > 60:
            raise InputError("key_name", where="name")
        if scope and not (scope.isascii() and scope.isdigit() and len(scope) in (2, 4, 6, 9, 12)):
            raise InputError("key_scope", where="scope", scope=scope[:20])
        keys = self._load()
        if any(key.name == name for key in keys):
            raise Conflict("key_exists", where="name", name=name)
        token = PREFIX + secrets.token_urlsafe(24)
        added = Key(name, scope, _digest(token), jobs)
        rows = [{**asdict(key), "jobs": sorted(key.jobs)} for key in (*keys, added)]
        write_private(self.file, json.dumps(rows, ensure_ascii=False, indent=1))
        return token

    def caller(self, token: str) -> Caller | None:
        """Give who holds ``token``, or None; every key is compared, in constant time each."""
        digest, found = _digest(token.strip()), None
        for key in self._load():
            if hmac.compare_digest(key.digest, digest):
                found = key.caller()
        return found

    def named(self, name: str) -> Caller | None:
        """Give the caller of a key by name; None once the key is gone (its sessions end with it)."""
        return next((key.caller() for key in self._load() if key.name == name), None)

    def _load(self) -> tuple[Key, ...]:
        try:
            stamp = self.file.stat().st_mtime_ns
        except FileNotFoundError:
            return ()
        if stamp != self._stamp:
            self._keys, self._stamp = _read(self.file), stamp
        return self._keys


def _read(path: Path) -> tuple[Key, ...]:
    try:
        return tuple(_key(row) for row in json.loads(path.read_text()))
    except (ValueError, KeyError, TypeError) as error:
        raise Integrity("keys_broken", where=path.name, file=path.name) from error


def _key(row: dict[str, Any]) -> Key:
    """Read one key; one made before jobs were kept does everyday work, the office's own everything."""
    name = str(row["name"])
    before = ALL if name == "office" else EVERYDAY
    jobs = frozenset(job for job in JOBS if job in row["jobs"]) if "jobs" in row else before
    return Key(name, str(row["scope"]), str(row["digest"]), jobs)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read, whole or not at all."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
