"""Prove who somebody is: a name with its password, or a key. Wrong tries cost time, in every process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Literal

from features.store.accounts import Account
from serving.access import passwords
from serving.access.tries import FREE, LONGEST
from serving.errors import Refused, Unauthorised
from serving.office import Office

Kind = Literal["account", "key"]


def prove(office: Office, name: str, password: str, key: str, address: str) -> tuple[Kind, str]:
    """Give the kind and name of the session to open; Unauthorised if nothing fits, Refused to wait."""
    wait = office.tries.wait(address, time.monotonic())
    if wait:
        raise Refused("too_many_tries", 429, where="key", seconds=wait)
    try:
        proved = (
            ("key", _key(office, key)) if key and not name else ("account", _account(office, name, password))
        )
    except Unauthorised:
        office.tries.failed(address, time.monotonic())
        raise
    office.tries.forget(address)
    return proved  # type: ignore[return-value]


def _key(office: Office, key: str) -> str:
    caller = office.keys.caller(key)
    if caller is None:
        raise Unauthorised("wrong_key", where="key")
    return caller.name


def _account(office: Office, name: str, password: str) -> str:
    """Check a password; a name that nobody has takes as long and is told in the same words."""
    accounts = office.store.accounts
    account: Account | None = accounts.named(name) if name else None
    if account is None or account.disabled_at is not None:
        passwords.spend(password)
        raise Unauthorised("wrong_password", where="password")
    _locked(account)
    if not passwords.fits(account.secret, password):
        accounts.failed(account.account_id, FREE, LONGEST)
        raise Unauthorised("wrong_password", where="password")
    accounts.signed_in(account.account_id)
    if passwords.outdated(account.secret):
        accounts.rehash(account.account_id, passwords.hashed(password, ""))
    return account.name


def _locked(account: Account) -> None:
    if account.locked_until is not None:
        left = (account.locked_until - datetime.now(UTC)).total_seconds()
        if left > 0:
            raise Refused("too_many_tries", 429, where="password", seconds=int(left) + 1)
