"""The store: one object with a repository per noun, opened for a role and a scope."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import psycopg

from features.settings import Settings
from features.store import migrate
from features.store.accounts import Accounts
from features.store.address import Address, check_scope
from features.store.arrears import ArrearsList
from features.store.attendance import AttendanceList
from features.store.audit import Audit
from features.store.bundles import Bundles
from features.store.complaints import Complaints
from features.store.courses import Courses
from features.store.database import Database
from features.store.desk import (
    Clues,
    EmployerChecks,
    EmployerPapers,
    Exceptions,
    Intentions,
    Links,
    Policies,
)
from features.store.doubles import Doubles
from features.store.employers import Employers
from features.store.fair_days import FairDays
from features.store.fairs import Fairs
from features.store.feeds import Feeds
from features.store.headings import Headings
from features.store.identities import Identities
from features.store.jobs import Jobs
from features.store.outbox import Outbox
from features.store.places import Places
from features.store.posts import Posts
from features.store.provenance import Provenance
from features.store.province import Province
from features.store.referrals import Referrals
from features.store.releases import Releases
from features.store.roles import Role
from features.store.server import EmbeddedServer
from features.store.shown import Shown
from features.store.subscribers import Subscribers
from features.store.workers import Workers


class Store:
    """Hold the repositories; everything read and written obeys the role and the scope.

    ``who`` is the account or job the audit names.
    """

    def __init__(self, database: Database, who: str, data_dir: Path) -> None:
        self._database, self._data_dir = database, data_dir
        self.audit = Audit(database, who)
        self.workers = Workers(database, Identities(database, self.audit, data_dir))
        self.employers = Employers(database)
        self.posts = Posts(database)
        self.referrals = Referrals(database, self.audit)
        self.fairs = Fairs(database)
        self.fair_days = FairDays(database)
        self.releases = Releases(database, self.posts)
        self.bundles = Bundles(database)
        self.doubles = Doubles(database, self.audit, self.releases)
        self.provenance = Provenance(database)
        self.outbox = Outbox(database)
        self.places = Places(database, who)
        self.accounts = Accounts(database, self.audit)
        self.subscribers = Subscribers(database)
        self.feeds = Feeds(database)
        self.province = Province(database)
        self.jobs = Jobs(database)
        self.complaints = Complaints(database, data_dir)
        self.employer_checks, self.employer_papers = EmployerChecks(database), EmployerPapers(database)
        self.links, self.policies, self.exceptions = Links(database), Policies(database), Exceptions(database)
        self.intentions, self.clues = Intentions(database), Clues(database)
        self.data_dir = data_dir
        self.arrears = ArrearsList(database)
        self.courses = Courses(database)
        self.attendance = AttendanceList(database)
        self.headings = Headings(database, who)
        self.shown = Shown(database)

    def named(self, who: str) -> Store:
        """Give the same store, its connections shared, with another name in the audit."""
        return Store(self._database, who, self._data_dir)

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
        return self.outbox.after(after_seq)

    def ping(self) -> None:
        """Ask the database for a sign of life, or raise DatabaseDown."""
        self._database.rows("SELECT 1 AS alive")


@contextmanager
def open_store(
    settings: Settings, role: Role = "app", scope: str = "", *, who: str = "", why: str = ""
) -> Iterator[Store]:
    """Open the store: the server that ``settings`` name, or the embedded one; its tables up to date.

    ``role``: ``app`` serves people within ``scope``, a division-code prefix ("" = the whole office);
    ``batch`` reads everything but identities and leaves an audit entry; ``owner`` maintains.
    ``who`` is the account or job for the audit; without it, the system's user and program.
    Raises Unavailable when there is no database to be had, InputError for a scope that is no prefix.
    """
    check_scope(scope)
    with _address(settings) as (address, server):
        if not migrate.up_to_date(address):
            migrate.prepare(address)
        database = Database(address, role, scope, server.revive if server else None)
        try:
            store = Store(database, who or _caller(), settings.data_dir)
            if role == "batch":
                store.audit.note("open_batch", why=why)
            yield store
        finally:
            database.close()


def _caller() -> str:
    return f"{getpass.getuser()}:{Path(sys.argv[0]).name or 'python'}"


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
