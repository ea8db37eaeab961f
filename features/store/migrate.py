"""Bring the tables up to date before anybody reads them; two programs starting together take turns."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import psycopg
from psycopg import errors as pg

from features.store import roles
from features.store.address import Address, connect
from features.store.errors import DatabaseRefused
from features.store.keys import password

TURN = 7_205_759_403_792_794


@cache
def head() -> str:
    """Give the newest step, read from the file names: a start that finds it need not load Alembic."""
    steps = files("features.store.migrations") / "versions"
    return max(path.name[:4] for path in steps.iterdir() if path.name[:4].isdigit())


def current(connection: psycopg.Connection) -> str | None:
    """Give the step the database stands at, None for an empty one."""
    try:
        row = connection.execute(f"SELECT version_num FROM {roles.SCHEMA}.alembic_version").fetchone()  # noqa: S608 own names
    except (pg.UndefinedTable, pg.InvalidSchemaName, pg.InsufficientPrivilege):
        return None
    return str(row[0]) if row else None


def up_to_date(address: Address) -> bool:
    """Say whether nothing is left to do; needs one query."""
    try:
        with psycopg.connect(address.of("app", ""), autocommit=True) as connection:
            found = current(connection)
    except psycopg.OperationalError:
        return False
    if found is not None and found > head():
        raise DatabaseRefused("database_newer", found=found, known=head())
    return found == head()


def prepare(address: Address) -> None:
    """Make roles, database, schema and tables as far as they are missing."""
    try:
        if address.embedded:
            with connect(address.first_login()) as connection:
                _take_turn(connection)
                roles.make_roles(connection, _passwords(address))
                roles.make_database(connection)
        target = roles.DATABASE if address.embedded else None
        with connect(address.first_login(target)) as connection:
            _take_turn(connection)
            if not address.embedded:
                roles.make_roles(connection, None)
            roles.make_schema(connection)
            _upgrade(address.of("owner", ""))
    except pg.InsufficientPrivilege as error:
        raise DatabaseRefused(detail=str(error).strip().splitlines()[0]) from error


def _take_turn(connection: psycopg.Connection) -> None:
    connection.execute("SELECT pg_advisory_lock(%s)", (TURN,))


def _passwords(address: Address) -> dict[roles.Role, str]:
    assert address.data_dir is not None
    return {role: password(address.data_dir, roles.login(role)) for role in roles.ROLES}


def _upgrade(conninfo: str) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    config = Config()
    config.set_main_option("script_location", str(Path(str(files("features.store.migrations")))))
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(conninfo), poolclass=NullPool
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
