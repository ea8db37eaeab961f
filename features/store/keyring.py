"""The master keys, in ``data_dir/keys`` and never in the database.

``master.key`` holds numbered keys; the current one wraps the workers' own keys. ``lookup.key`` makes the
keyed hashes by which a person is found again. Losing them is losing the identities: back them up apart.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from features.store.keys import keys_folder, once, replace

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Hold the keys in memory; ``repr`` shows none."""

    current: int
    masters: dict[int, bytes]
    lookup: bytes

    @property
    def master(self) -> bytes:
        """Give the key new records are sealed under."""
        return self.masters[self.current]

    def fingerprint(self, version: int) -> bytes:
        """Give what tells this key from another without telling anything of it."""
        return hmac.digest(self.masters[version], b"springwind fingerprint", hashlib.sha256)

    def hash(self, field: str, text: str) -> bytes | None:
        """Give the keyed hash of one identifying text, None for an empty one."""
        return hmac.digest(self.lookup, f"{field}:{text}".encode(), hashlib.sha256) if text else None


def exists(data_dir: Path) -> bool:
    """Say whether master keys are there."""
    return _master(data_dir).exists()


def load(data_dir: Path) -> Keyring:
    """Read the keys, made on first use."""
    fresh = json.dumps({"current": 1, "keys": {"1": _text(secrets.token_bytes(KEY_BYTES))}})
    held = json.loads(once(_master(data_dir), fresh))
    lookup = once(keys_folder(data_dir) / "lookup.key", _text(secrets.token_bytes(KEY_BYTES)))
    masters = {int(version): base64.b64decode(key) for version, key in held["keys"].items()}
    return Keyring(held["current"], masters, base64.b64decode(lookup))


def renewed(keyring: Keyring) -> Keyring:
    """Give the keyring with a new current key; the old ones stay until nothing is wrapped by them."""
    version = max(keyring.masters) + 1
    masters = {**keyring.masters, version: secrets.token_bytes(KEY_BYTES)}
    return Keyring(version, masters, keyring.lookup)


def only_current(keyring: Keyring) -> Keyring:
    """Give the keyring without the keys that are no longer needed."""
    return Keyring(keyring.current, {keyring.current: keyring.master}, keyring.lookup)


def save(data_dir: Path, keyring: Keyring) -> None:
    """Put the keyring in place of the one on disk, in one step."""
    keys = {str(version): _text(key) for version, key in keyring.masters.items()}
    replace(_master(data_dir), json.dumps({"current": keyring.current, "keys": keys}))


def _master(data_dir: Path) -> Path:
    return keys_folder(data_dir) / "master.key"


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
