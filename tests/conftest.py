"""What every test may ask for: settings of its own, and a store with a fresh database.

One server serves the whole run: the embedded one in a folder of its own, or the one named by
SPRINGWIND_TEST_DATABASE_URL (a login that may create databases and roles).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from features.settings import Settings
from features.store import Store, open_store
from features.store.address import Address
from features.store.migrate import prepare
from features.store.server import EmbeddedServer

TEMPLATE = f"springwind_template_{os.getpid()}"
_numbers = count(1)
NewDatabase = Callable[[], AbstractContextManager[str]]


def url_of(parameters: dict[str, str], database: str) -> str:
    """Write libpq parameters as a URL with another database."""
    from urllib.parse import quote, urlencode

    rest = {key: value for key, value in parameters.items() if key not in ("user", "password", "dbname")}
    login = f"{quote(parameters['user'])}:{quote(parameters.get('password', ''))}"
    return f"postgresql://{login}@/{database}?{urlencode(rest)}"


def short_folder() -> Path:
    """Make a data folder for an embedded server: short enough for its socket, and within its reach.

    pytest's own folders are closed to others; run by root, the server would have to live elsewhere.
    """
    folder = Path(tempfile.mkdtemp(prefix="sw-"))
    folder.chmod(0o711)
    return folder


@pytest.fixture
def embedded_folder() -> Iterator[Path]:
    """Give an empty data folder for a test that starts the embedded server; removed afterwards."""
    folder = short_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server() -> Iterator[dict[str, str]]:
    """Give libpq parameters of a login that may do everything on the test server."""
    given = os.environ.get("SPRINGWIND_TEST_DATABASE_URL")
    if given:
        yield {key: str(value) for key, value in conninfo_to_dict(given).items() if value is not None}
        return
    folder = short_folder()
    server = EmbeddedServer(folder).open()
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here outlives the run
        _admin(server.address(), f"ALTER SYSTEM SET {setting} = off")
    _admin(server.address(), "SELECT pg_reload_conf()")
    try:
        yield server.address()
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_template(database_server: dict[str, str]) -> Iterator[str]:
    """Give the name of a migrated, empty database to copy from."""
    _admin(database_server, f"CREATE DATABASE {TEMPLATE}")
    prepare(Address.of_url(url_of(database_server, TEMPLATE)))
    yield TEMPLATE
    _admin(database_server, f"DROP DATABASE {TEMPLATE} WITH (FORCE)")


@pytest.fixture(scope="session")
def new_database(database_server: dict[str, str], database_template: str) -> NewDatabase:
    """Give a context that makes a fresh database with all tables, and drops it afterwards."""

    @contextmanager
    def make() -> Iterator[str]:
        name = f"springwind_test_{os.getpid()}_{next(_numbers)}"
        _admin(database_server, f"CREATE DATABASE {name} TEMPLATE {database_template}")
        yield url_of(database_server, name)
        _admin(database_server, f"DROP DATABASE {name} WITH (FORCE)")

    return make


@pytest.fixture
def database_url(new_database: NewDatabase) -> Iterator[str]:
    """Give the URL of a fresh database with all tables."""
    with new_database() as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Give settings with a data folder and a database of this test's own."""
    return Settings(data_dir=tmp_path / "var", database_url=database_url)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Give an empty store with the rights of the whole office."""
    with open_store(settings) as opened:
        yield opened


def _admin(parameters: dict[str, str], statement: str) -> None:
    with psycopg.connect(**parameters, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(statement.encode())
