"""Seal a few free words that belong to no registered worker: AES-256-GCM, one key per note.

The notes' wrapping key is derived from the lookup key, which is never changed: the master key may be
renewed without touching them. Whoever erases the wrapped key has erased the words.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from features.store.errors import KeyLost
from features.store.keyring import KEY_BYTES, Keyring

NONCE_BYTES = 12


def seal_note(ring: Keyring, bound: str, words: str) -> tuple[bytes, bytes]:
    """Give the sealed words and their wrapped key; ``bound`` ties them to one row."""
    own = secrets.token_bytes(KEY_BYTES)
    return _sealed(own, words.encode(), bound), _sealed(_wrapping(ring), own, bound)


def open_note(ring: Keyring, bound: str, sealed: bytes, wrapped: bytes) -> str:
    """Open sealed words, or raise KeyLost."""
    own = _opened(_wrapping(ring), wrapped, bound, ring)
    return _opened(own, sealed, bound, ring).decode()


def derived(ring: Keyring, purpose: str) -> bytes:
    """Give a key for one purpose that tells nothing of the key it comes from."""
    return hmac.digest(ring.lookup, f"springwind {purpose}".encode(), hashlib.sha256)


def _wrapping(ring: Keyring) -> bytes:
    return derived(ring, "notes")


def _sealed(key: bytes, content: bytes, bound: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound.encode())


def _opened(key: bytes, content: bytes, bound: str, ring: Keyring) -> bytes:
    try:
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], bound.encode())
    except InvalidTag as error:
        raise KeyLost(version=ring.current) from error
