"""Passwords of accounts: argon2id hashes (RFC 9106), and what a password must be (NIST SP 800-63B)."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from features.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST, MOST = 10, 200
"""Characters of a password; nothing is asked of their kinds, which only makes them guessable."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter that is read for another on a printed slip."""


def hashed(password: str, name: str) -> str:
    """Give the hash to keep; a password that is short, long, one letter or the name raises InputError."""
    bare = password.strip()
    if not LEAST <= len(bare) <= MOST:
        raise InputError("password_length", where="password", least=LEAST, most=MOST)
    if len(set(bare)) < 4 or bare.casefold() == name.casefold():
        raise InputError("password_plain", where="password")
    return _hasher().hash(bare)


def fits(secret: str, password: str) -> bool:
    """Say whether a password is the one; a broken hash fits nothing. Takes the same time either way."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(secret, password.strip()[:MOST])
    except (VerificationError, InvalidHashError):
        return False


def spend(password: str) -> None:
    """Take the time of a check for a name that nobody has, so that names cannot be told by the clock."""
    fits(_nobody(), password)


def outdated(secret: str) -> bool:
    """Say whether the hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(secret)


def invented() -> str:
    """Make a password to be handed over and changed: five groups of three, 74 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(3)) for _ in range(5))


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))
