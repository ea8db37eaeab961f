"""The store: one object with a repository per noun, opened for a role and a scope."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
import psycopg

from features.settings import Settings
from features.store import migrate
from features.store.address import Address
from features.store.database import Database
from features.store.employers import Employers
from features.store.posts import Posts
from features.store.referrals import Referrals
from features.store.roles import Role
from features.store.server import EmbeddedServer
from features.store.workers import Workers


class Store:
    """Hold the repositories; everything read and written obeys the role and the scope."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.workers = Workers(database)
        self.employers = Employers(database)
        self.posts = Posts(database)
        self.referrals = Referrals(database)

    @property
    def scope(self) -> str:
        """Give the division prefix this store is bound to."""
        return self._database.scope

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[dict[str, Any]]]:
        """Make everything inside one transaction; a nested one is part of the outer one."""
        with self._database.transaction() as connection:
            yield connection

    def changes(self, after_seq: int) -> pl.DataFrame:
        """Give what changed after a number: ``seq, kind, id`` in order of ``seq``."""
        schema = {"seq": pl.Int64(), "kind": pl.String(), "id": pl.Int64()}
        query = "SELECT seq, kind, id FROM outbox WHERE seq > %(after)s ORDER BY seq"
        return self._database.frame(query, schema, {"after": after_seq})


@contextmanager
def open_store(settings: Settings, role: Role = "app", scope: str = "") -> Iterator[Store]:
    """Open the store of ``settings``: the server named there, or the embedded one; tables brought up to date."""
    with _address(settings) as (address, server):
        if not migrate.up_to_date(address):
            migrate.prepare(address)
        database = Database(address, role, scope, server.revive if server else None)
        try:
            yield Store(database)
        finally:
            database.close()


@contextmanager
def _address(settings: Settings) -> Iterator[tuple[Address, EmbeddedServer | None]]:
    if settings.database_url:
        yield Address.of_url(settings.database_url), None
        return
    server = EmbeddedServer(settings.data_dir).open()
    try:
        yield Address(server.address(), server.data_dir), server
    finally:
        server.close()
