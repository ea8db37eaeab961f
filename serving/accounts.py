"""Make, change and close accounts: what the administration page and the command share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from features.errors import Conflict, InputError
from features.store.accounts import JOBS, Account, Job
from serving.access import passwords


def add(store: Any, name: str, scope: str, jobs: Iterable[str]) -> tuple[int, str]:
    """Make an account; give its number and the password to hand over, which is told this once."""
    name = name.strip()
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise InputError("account_name", where="name")
    password = passwords.invented()
    secret = passwords.hashed(password, name)
    return store.accounts.add(name, _scope(store, scope), _jobs(jobs), secret), password


def change(store: Any, account_id: int, scope: str, jobs: Iterable[str]) -> None:
    """Give an account another division or other jobs; its sessions end."""
    told = {"scope": _scope(store, scope), "roles": _jobs(jobs)}
    account = store.accounts.get(account_id)
    if "administrator" not in told["roles"]:
        _keep_one(store, account)
    store.accounts.change(account_id, **told)


def close(store: Any, account_id: int, closed: bool) -> None:
    """Shut an account, or open it again; what it did stays in the audit under its name."""
    if closed:
        _keep_one(store, store.accounts.get(account_id))
    store.accounts.change(account_id, disabled_at=datetime.now(UTC) if closed else None)


def reset(store: Any, account_id: int) -> str:
    """Set and give a new password to hand over; sessions of the account end."""
    account: Account = store.accounts.get(account_id)
    password = passwords.invented()
    store.accounts.change(account_id, secret=passwords.hashed(password, account.name))
    return password


def own_password(store: Any, account: Account, old: str, new: str, again: str) -> None:
    """Let people change their own password, with the present one as proof."""
    if not passwords.fits(account.secret, old):
        raise InputError("wrong_password", where="old")
    if new != again:
        raise InputError("password_differs", where="again")
    store.accounts.change(account.account_id, secret=passwords.hashed(new, account.name))


def _scope(store: Any, scope: str) -> str:
    told = scope.strip() or store.scope
    fits = not told or (told.isascii() and told.isdigit() and len(told) in (2, 4, 6, 9, 12))
    if not fits or not told.startswith(store.scope):
        raise InputError("account_scope", where="scope", scope=scope[:20])
    return str(told)


def _jobs(told: Iterable[str]) -> tuple[Job, ...]:
    held = frozenset(told)
    if not held or held - frozenset(JOBS):
        raise InputError("account_jobs", where="jobs", jobs=", ".join(JOBS))
    return tuple(job for job in JOBS if job in held)


def _keep_one(store: Any, account: Account) -> None:
    """Refuse to take the last administrator of the whole office away; a key may have gone missing."""
    if "administrator" not in account.roles or account.disabled_at is not None:
        return
    others = (
        one for one in store.accounts.all()
        if one.account_id != account.account_id and "administrator" in one.roles and not one.disabled_at
    )  # fmt: skip
    if not any(True for _ in others):
        raise Conflict("account_last", where="account_id")
