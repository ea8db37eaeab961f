"""Seal and open identities: AES-256-GCM, one key per worker, wrapped by the master key.

Whoever erases the wrapped key has erased the identity, in this database and in every later backup.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from features.records import Identity
from features.store.errors import KeyLost
from features.store.keyring import KEY_BYTES, Keyring

NONCE_BYTES = 12
LOOKUP = ("name", "id_number", "phone")
"""The fields a person is found by."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Hold one identity as the database keeps it."""

    worker_id: int
    sealed: bytes
    wrapped_key: bytes
    key_version: int
    name_hash: bytes | None
    id_number_hash: bytes | None
    phone_hash: bytes | None


def seal(identity: Identity, keyring: Keyring) -> Sealed:
    """Seal under a key made for this record; the worker's id is bound in, so that rows cannot be swapped."""
    own = secrets.token_bytes(KEY_BYTES)
    bound = _bound(identity.worker_id)
    content = identity.model_dump_json(exclude={"worker_id"}).encode()
    return Sealed(
        identity.worker_id,
        _encrypt(own, content, bound),
        _encrypt(keyring.master, own, bound),
        keyring.current,
        *(keyring.hash(field, comparable(field, getattr(identity, field))) for field in LOOKUP),
    )


def open_sealed(sealed: Sealed, keyring: Keyring) -> Identity:
    """Open a sealed identity, or raise KeyLost."""
    content = _decrypt(_own_key(sealed, keyring), sealed.sealed, sealed)
    return Identity.model_validate({**json.loads(content), "worker_id": sealed.worker_id})


def rewrap(sealed: Sealed, keyring: Keyring) -> bytes:
    """Wrap the worker's own key by the current master key; the sealed content stays as it is."""
    return _encrypt(keyring.master, _own_key(sealed, keyring), _bound(sealed.worker_id))


def comparable(field: str, text: str) -> str:
    """Give a text as it is compared: full width folded, spaces out, a phone as its digits."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    return re.sub(r"\D", "", folded) if field == "phone" else folded


def _own_key(sealed: Sealed, keyring: Keyring) -> bytes:
    master = keyring.masters.get(sealed.key_version)
    if master is None:
        raise KeyLost(version=sealed.key_version)
    return _decrypt(master, sealed.wrapped_key, sealed)


def _encrypt(key: bytes, content: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound)


def _decrypt(key: bytes, content: bytes, sealed: Sealed) -> bytes:
    try:
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], _bound(sealed.worker_id))
    except InvalidTag as error:
        raise KeyLost(version=sealed.key_version) from error


def _bound(worker_id: int) -> bytes:
    return f"springwind worker {worker_id}".encode()
