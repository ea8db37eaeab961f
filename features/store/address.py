"""Where the database is, and how each role reaches it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from features.errors import InputError
from features.store.errors import DatabaseDown, first_line
from features.store.keys import password
from features.store.roles import DATABASE, SCHEMA, Role, login

CONNECT_SECONDS = 5
_SCOPE = re.compile(r"([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?")


@dataclass(frozen=True, slots=True)
class Address:
    """Hold libpq's parameters of the first login; ``data_dir`` is set for the embedded server."""

    parameters: dict[str, str] = field(repr=False)
    data_dir: Path | None = None

    @classmethod
    def of_url(cls, url: str) -> Address:
        """Read ``postgresql://user:password@host/database``; InputError if it is none."""
        try:
            found = conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            raise InputError("database_url") from error
        return cls({key: str(value) for key, value in found.items() if value is not None})

    @property
    def embedded(self) -> bool:
        """Say whether the server is our own."""
        return self.data_dir is not None

    def first_login(self, database: str | None = None) -> str:
        """Give the connection string of the login that may make roles."""
        extra = {"dbname": database} if database else {}
        return make_conninfo("", **{**self._common(), **extra})

    def of(self, role: Role, scope: str) -> str:
        """Give the connection string of a role with its scope, which lasts as long as the connection."""
        check_scope(scope)
        options = [self.parameters.get("options", ""), f"-c search_path={SCHEMA}", "-c TimeZone=UTC"]
        options.append(f"-c springwind.scope=/{scope}")
        changed: dict[str, str] = {}
        if self.data_dir is not None:
            changed = {
                "dbname": DATABASE,
                "user": login(role),
                "password": password(self.data_dir, login(role)),
            }
        else:
            options.append(f"-c role={login(role)}")
        return make_conninfo("", **{**self._common(), **changed, "options": " ".join(options).strip()})

    def _common(self) -> dict[str, str]:
        preset = {"connect_timeout": str(CONNECT_SECONDS), "application_name": "springwind"}
        return {**preset, **self.parameters}


def check_scope(scope: str) -> None:
    """Refuse what is no division-code prefix; it becomes part of a connection string."""
    if not _SCOPE.fullmatch(scope):
        raise InputError("scope", where="scope", scope=scope)


def connect(conninfo: str) -> psycopg.Connection:
    """Open one connection outside any pool, or raise DatabaseDown with the server's own words."""
    try:
        return psycopg.connect(conninfo, autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseDown(detail=first_line(error)) from error
