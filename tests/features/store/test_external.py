"""A server of the office's own: the same store behind an ordinary login, and clear words when it refuses."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from urllib.parse import quote

import polars as pl
import psycopg
import pytest

from features.errors import InputError, Unavailable
from features.settings import Settings
from features.store import migrate, open_store
from features.store.address import Address
from features.store.errors import DatabaseDown, DatabaseRefused


@pytest.fixture
def admin(database_server) -> Callable[..., None]:
    """Run a statement as the administrator of the test server."""

    def run(statement: str, database: str = "postgres") -> None:
        with psycopg.connect(**{**database_server, "dbname": database}, autocommit=True) as connection:
            connection.execute(statement.encode())

    return run


@pytest.fixture
def plain(admin, database_server) -> Iterator[Callable[..., str]]:
    """Make an empty database and an ordinary login, and give the URL."""
    made: list[tuple[str, str]] = []

    def make(attributes: str = "", rights: str = "") -> str:
        name = f"plain_{secrets.token_hex(4)}"
        admin(f"CREATE ROLE {name} LOGIN {attributes} PASSWORD 'p@ss/word'")
        admin(f"CREATE DATABASE {name}")
        made.append((name, name))
        for right in filter(None, rights.split(";")):
            admin(right.format(name=name), name)
        host = quote(database_server.get("host", "localhost"), safe="")
        login = f"{name}:{quote('p@ss/word', safe='')}"
        return f"postgresql://{login}@/{name}?host={host}&port={database_server.get('port', 5432)}"

    yield make
    for role, database in made:
        admin(f"DROP DATABASE {database} WITH (FORCE)")
        admin(f"DROP ROLE {role}")


GRANTED = (
    "GRANT springwind_owner, springwind_app, springwind_batch TO {name} WITH SET TRUE, INHERIT FALSE;"
    "CREATE SCHEMA springwind AUTHORIZATION springwind_owner"
)


def use(url: str, tmp_path) -> None:
    with open_store(Settings(data_dir=tmp_path, database_url=url)) as store:
        store.employers.add_frame(pl.DataFrame({"name": ["甲厂"], "division": ["999901101"]}))
        assert store.employers.frame()["name"].to_list() == ["甲厂"]
        [row] = store._database.rows("SELECT current_user AS now, session_user AS login")
        assert row["now"] == "springwind_app"
        assert row["login"].startswith("plain_")
    with open_store(Settings(data_dir=tmp_path, database_url=url), scope="999902") as store:
        assert store.workers.frame().is_empty()


def test_an_administrator_made_roles_and_schema_and_the_login_needs_no_other_right(
    plain, tmp_path, database_template
):
    use(plain(rights=GRANTED), tmp_path)


def test_a_login_without_rights_is_told_what_it_needs(plain, tmp_path, database_template):
    with (
        pytest.raises(DatabaseRefused, match="CREATEROLE") as caught,
        open_store(Settings(data_dir=tmp_path, database_url=plain())),
    ):
        pass
    assert "CREATEROLE" in caught.value.message("zh")
    assert isinstance(caught.value, Unavailable)


@pytest.fixture
def own_server(embedded_folder) -> Iterator[Address]:
    """Start a second server without any of our roles, as an office might have it."""
    from features.store.server import EmbeddedServer

    server = EmbeddedServer(embedded_folder).open()
    try:
        yield Address(server.address())
    finally:
        server.close()


def test_a_login_that_may_make_roles_sets_everything_up(own_server, tmp_path):
    with psycopg.connect(own_server.first_login(), autocommit=True) as connection:
        connection.execute("CREATE ROLE plain_maker LOGIN CREATEROLE PASSWORD 'secret'")
        connection.execute("CREATE DATABASE office OWNER plain_maker")
    host = quote(own_server.parameters["host"], safe="")
    use(f"postgresql://plain_maker:secret@/office?host={host}", tmp_path)


def test_a_role_that_bypasses_row_security_is_refused(own_server, tmp_path):
    with psycopg.connect(own_server.first_login(), autocommit=True) as connection:
        connection.execute("CREATE ROLE springwind_app SUPERUSER")
    with pytest.raises(DatabaseRefused, match="springwind_app"):
        migrate.prepare(own_server)


def test_two_first_starts_at_once_make_one_set_of_tables(own_server):
    faults: list[Exception] = []

    def start() -> None:
        try:
            migrate.prepare(own_server)
        except Exception as error:  # seen by the assertion below
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert migrate.up_to_date(own_server)


def test_tables_of_a_newer_program_are_left_alone(settings, sql):
    sql("UPDATE alembic_version SET version_num = '9999'", "owner")
    with pytest.raises(DatabaseRefused, match="newer"), open_store(settings):
        pass


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody:secret-word@/nowhere?host=/nonexistent",
        "postgresql://nobody:secret-word@127.0.0.1:1/x",
    ],
)
def test_a_database_that_is_down_is_said_in_a_sentence_without_the_password(tmp_path, url):
    with pytest.raises(DatabaseDown) as caught, open_store(Settings(data_dir=tmp_path, database_url=url)):
        pass
    for lang in ("zh", "en"):
        assert "SPRINGWIND_DATABASE_URL" in caught.value.message(lang)
        assert "secret-word" not in caught.value.message(lang)


@pytest.mark.parametrize("url", ["mysql://x", "postgresql://[", "not an address"])
def test_an_address_that_is_none_is_refused(tmp_path, url):
    with (
        pytest.raises(InputError, match="postgresql://"),
        open_store(Settings(data_dir=tmp_path, database_url=url)),
    ):
        pass


def test_the_address_keeps_its_secrets_out_of_repr():
    assert "secret" not in repr(Address.of_url("postgresql://me:secret@host/db"))


def test_connections_cut_by_a_restart_are_made_anew(office, admin, settings):
    office.posts.frame()
    name = Address.of_url(settings.database_url).parameters["dbname"]
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    admin(cut)
    assert office.posts.frame().height == 2
    assert office.workers.count() == 4


def test_a_connection_cut_in_a_transaction_is_an_error_and_leaves_nothing(office, admin, settings):
    name = Address.of_url(settings.database_url).parameters["dbname"]

    def write_and_lose():
        with office.transaction():
            office.employers.add_frame(pl.DataFrame({"name": ["乙厂"]}))
            admin(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            office.employers.count()

    with pytest.raises(DatabaseDown):
        write_and_lose()
    assert office.employers.count() == 1
