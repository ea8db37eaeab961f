"""Make the database roles, and the database and schema they live in. Repeated runs change nothing.

``springwind_owner`` owns the tables and runs migrations. ``springwind_app`` serves people: row-level
security binds it to a division. ``springwind_batch`` reads everything but identities, and is audited.
With a server of the office's own, its login either has CREATEROLE and CREATE on the database, or an
administrator makes the three roles, grants them to it, and makes the schema ``springwind`` beforehand.
"""

from __future__ import annotations

from typing import Literal

import psycopg
from psycopg import errors as pg
from psycopg import sql

from features.store.errors import DatabaseRefused

Role = Literal["app", "batch", "owner"]
ROLES: tuple[Role, ...] = ("owner", "app", "batch")
SCHEMA = "springwind"
DATABASE = "springwind"


def login(role: Role) -> str:
    """Give the database name of a role."""
    return f"springwind_{role}"


def make_roles(connection: psycopg.Connection, passwords: dict[Role, str] | None) -> None:
    """Make the three roles, with passwords where they log in themselves, and see that they are harmless."""
    for role in ROLES:
        name = sql.Identifier(login(role))
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login(role),)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(name))
        if passwords is not None:
            secret = sql.Literal(passwords[role])
            connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(name, secret))
        else:
            _lend(connection, role)
    _harmless(connection)


def _lend(connection: psycopg.Connection, role: Role) -> None:
    """See that the login may become the role."""
    name = sql.Identifier(login(role))
    try:
        with connection.transaction():
            connection.execute(sql.SQL("SET LOCAL ROLE {}").format(name))
    except pg.InsufficientPrivilege:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))


def _harmless(connection: psycopg.Connection) -> None:
    query = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)"
    found = connection.execute(query, ([login(role) for role in ROLES],)).fetchone()
    if found:
        raise DatabaseRefused("database_role", role=found[0])


def make_database(connection: psycopg.Connection) -> None:
    """Make the embedded server's database, owned by nobody who logs in."""
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def make_schema(connection: psycopg.Connection) -> None:
    """Make the schema that holds everything of ours; other schemas of the database are left alone."""
    if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)).fetchone():
        statement = "CREATE SCHEMA {} AUTHORIZATION {}"
        owner = sql.Identifier(login("owner"))
        connection.execute(sql.SQL(statement).format(sql.Identifier(SCHEMA), owner))
