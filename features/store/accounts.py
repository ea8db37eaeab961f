"""The accounts of the office: who may sign in, for which division, in which roles.

The secret is a hash made above this floor; a password never comes here. Accounts outside the scope of
the store are neither seen nor changed (row-level security).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from features.errors import Conflict, NotFound
from features.store.audit import Audit
from features.store.database import Database

Job = Literal["window", "organiser", "reviewer", "analyst", "administrator"]
JOBS: tuple[Job, ...] = get_args(Job)
"""What a person does in the office; one person may hold several."""

_COLUMNS = (
    "account_id", "name", "scope", "roles", "secret", "subject", "made_at", "made_by", "disabled_at",
    "failures", "locked_until", "signed_in_at", "valid_from",
)  # fmt: skip
_LISTED = ", ".join(_COLUMNS)


class Account(BaseModel):
    """Hold one account; ``secret`` is an argon2 hash and is left out when it is shown."""

    model_config = ConfigDict(frozen=True)

    account_id: int
    name: str
    scope: str
    roles: tuple[Job, ...]
    secret: str
    subject: str | None
    made_at: datetime
    made_by: str
    disabled_at: datetime | None
    failures: int
    locked_until: datetime | None
    signed_in_at: datetime | None
    valid_from: datetime

    def __repr__(self) -> str:
        return f"Account({self.name!r}, scope={self.scope!r}, roles={self.roles!r})"


class Accounts:
    """Keep accounts and the sessions that were ended by hand."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def add(
        self, name: str, scope: str, roles: tuple[Job, ...], secret: str, subject: str | None = None
    ) -> int:
        """Write a new account and give its number; a name in use raises Conflict."""
        with self._database.transaction():
            rows = self._database.rows(
                "INSERT INTO account (name, scope, roles, secret, subject, made_by) "
                "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING account_id",
                [name, scope, list(roles), secret, subject, self._audit.who],
            )
            if not rows:
                raise Conflict("account_exists", where="name", name=name)
            number = int(rows[0]["account_id"])
            self._note("account_added", number, {"scope": scope, "roles": list(roles)})
        return number

    def all(self) -> tuple[Account, ...]:
        """Give every account within the scope, by name."""
        return self._read("true ORDER BY name", [])

    def named(self, name: str) -> Account | None:
        """Give the account of this name, None where there is none within the scope."""
        return next(iter(self._read("name = %s", [name])), None)

    def of_subject(self, subject: str) -> Account | None:
        """Give the account of a person known to the office's sign-in service."""
        return next(iter(self._read("subject = %s", [subject])), None)

    def get(self, account_id: int) -> Account:
        """Give one account; NotFound outside the scope."""
        found = self._read("account_id = %s", [account_id])
        if not found:
            raise NotFound("account_not_found", where="account_id", id=account_id)
        return found[0]

    def change(self, account_id: int, **told: Any) -> None:
        """Set roles, scope, secret or disabled_at; whoever is signed in as that account is signed out."""
        allowed = {"roles", "scope", "secret", "disabled_at", "subject"}
        if not told or told.keys() - allowed:
            raise ValueError(f"cannot change {sorted(told.keys() - allowed)}")
        sets = ", ".join(f"{name} = %({name})s" for name in told)
        values = {**told, "id": account_id}
        if "roles" in told:
            values["roles"] = list(told["roles"])
        with self._database.transaction():
            query = (
                f"UPDATE account SET {sets}, failures = 0, locked_until = NULL, "  # noqa: S608 own names
                "valid_from = clock_timestamp() WHERE account_id = %(id)s"
            )
            if not self._database.run(query, values):
                raise NotFound("account_not_found", where="account_id", id=account_id)
            seen = {name: value for name, value in values.items() if name in ("roles", "scope")}
            self._note("account_changed", account_id, {"fields": sorted(told), **seen})

    def failed(self, account_id: int, free: int, longest: float) -> None:
        """Count a wrong password in the database, so that no other process is asked instead.

        From the ``free``-th on the account is locked for 2, 4, 8 ... seconds, at most ``longest``.
        """
        self._database.run(
            "UPDATE account SET failures = failures + 1, locked_until = CASE WHEN failures + 1 >= %(free)s "
            "THEN clock_timestamp() + make_interval(secs => "
            "least(%(longest)s, power(2, least(failures + 2 - %(free)s, 30)))) END "
            "WHERE account_id = %(id)s",
            {"id": account_id, "free": free, "longest": longest},
        )
        self._note("sign_in_failed", account_id)

    def signed_in(self, account_id: int) -> None:
        """Note a sign-in and forget the wrong passwords before it."""
        with self._database.transaction():
            self._database.run(
                "UPDATE account SET failures = 0, locked_until = NULL, signed_in_at = now() "
                "WHERE account_id = %s",
                [account_id],
            )
            self._note("signed_in", account_id)

    def rehash(self, account_id: int, secret: str) -> None:
        """Keep the same password under a stronger hash; sessions go on."""
        self._database.run("UPDATE account SET secret = %s WHERE account_id = %s", [secret, account_id])

    def end_session(self, digest: bytes, until: datetime) -> None:
        """Remember, until it would be over anyway, that a session was ended in some process."""
        with self._database.transaction():
            self._database.run("DELETE FROM ended_session WHERE until < now()")
            self._database.run(
                "INSERT INTO ended_session (digest, until) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [digest, until],
            )

    def session_ended(self, digest: bytes) -> bool:
        """Say whether a session was ended by hand."""
        return bool(self._database.rows("SELECT 1 AS ended FROM ended_session WHERE digest = %s", [digest]))

    def _read(self, condition: str, values: list[Any]) -> tuple[Account, ...]:
        query = f"SELECT {_LISTED} FROM account WHERE {condition}"  # noqa: S608 own names
        return tuple(Account.model_validate(row) for row in self._database.rows(query, values))

    def _note(self, act: str, account_id: int, detail: dict[str, Any] | None = None) -> None:
        self._audit.note(act, "account", account_id, detail=detail)
