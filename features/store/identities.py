"""The sealed identities in the database: written, opened by a logged act, found, erased, re-keyed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, LiteralString

import polars as pl

from features.errors import NotFound
from features.records import Identity, frame_schema
from features.store import keyring as keys
from features.store.audit import Audit
from features.store.database import Database
from features.store.errors import KeyLost
from features.store.frames import normalised
from features.store.ingest import copy_in
from features.store.keyring import Keyring
from features.store.person_words import asked, words
from features.store.vault import LOOKUP, Sealed, comparable, open_sealed, rewrap, seal

_COLUMNS = tuple(field.name for field in fields(Sealed))
_SCHEMA: dict[str, pl.DataType] = {
    name: pl.Int64() if name in ("worker_id", "key_version") else pl.Binary() for name in _COLUMNS
}


class Identities:
    """Keep who the workers are. Every opening leaves an audit entry with the worker's number."""

    def __init__(self, database: Database, audit: Audit, data_dir: Path) -> None:
        self._database, self._audit, self._data_dir = database, audit, data_dir
        self._ring: Keyring | None = None

    def seal(self, frame: pl.DataFrame) -> int:
        """Seal many identities and give how many were written; one that was erased stays erased."""
        people = normalised(frame, Identity)
        with self._database.transaction() as connection:
            ring = self._keyring_in_turn("pg_advisory_xact_lock_shared")
            rows = [
                asdict(seal(Identity.model_construct(**person), ring))
                for person in people.iter_rows(named=True)
            ]
            sealed = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
            only_if = "worker_identity.erased_at IS NULL"
            written = copy_in(connection, "worker_identity", sealed, ["worker_id"], _COLUMNS[1:], only_if)
            self._keep_words(connection, [Identity.model_construct(**one) for one in people.to_dicts()], ring)
            return written

    def get(self, worker_id: int, why: str = "", who: str = "") -> Identity:
        """Open one identity; NotFound where there is none, it was erased, or it is out of sight."""
        found = self._open([worker_id], why, who)
        if not found:
            raise NotFound("identity_not_found", where="worker_id", id=worker_id)
        return found[0]

    def frame(self, ids: Iterable[int], why: str = "", who: str = "") -> pl.DataFrame:
        """Open many identities as a frame in order of ``worker_id``; those without one are left out."""
        rows = [identity.model_dump() for identity in self._open(list(ids), why, who)]
        return pl.DataFrame(rows, schema=frame_schema(Identity), orient="row")

    def find(self, text: str) -> list[int]:
        """Give the numbers of the workers whose name, identity number or phone this is, oldest first."""
        ring = self._keyring()
        values = {field: ring.hash(field, comparable(field, text)) for field in LOOKUP}
        where = " OR ".join(f"{field}_hash = %({field})s" for field in LOOKUP)
        query = f"SELECT worker_id FROM worker_identity WHERE {where} ORDER BY worker_id"  # noqa: S608 own names
        return [row["worker_id"] for row in self._database.rows(query, values)]

    def find_pieces(self, text: str) -> list[int]:
        """Give the workers whom a piece may stand for: initials, given name, the end of a number."""
        told = asked(text, self._keyring())
        if not told:
            return []
        query = "SELECT worker_id FROM identity_words WHERE words && %s::bigint[] ORDER BY worker_id"
        return [row["worker_id"] for row in self._database.rows(query, [told])]

    def index_missing(self, most: int = 2000) -> int:
        """Make the pieces of identities sealed before pieces were kept; gives how many, at most ``most``."""
        query = (
            "SELECT i.worker_id FROM worker_identity i LEFT JOIN identity_words w USING (worker_id) "
            "WHERE w.worker_id IS NULL AND i.erased_at IS NULL ORDER BY 1 LIMIT %s"
        )
        ids = [row["worker_id"] for row in self._database.rows(query, [most])]
        if ids:
            with self._database.transaction() as connection:
                people = self._open(ids, "pieces to be found by", "")
                self._keep_words(connection, people, self._keyring())
        return len(ids)

    def _keep_words(self, connection: Any, people: list[Identity], ring: Keyring) -> None:
        told = pl.DataFrame(
            {"worker_id": [p.worker_id for p in people], "words": [words(p, ring) for p in people]},
            schema={"worker_id": pl.Int64, "words": pl.List(pl.Int64)},
        )
        copy_in(connection, "identity_words", told, ["worker_id"], ["words"])
        connection.execute(
            "DELETE FROM identity_words w USING worker_identity i WHERE i.worker_id = w.worker_id "
            "AND i.erased_at IS NOT NULL AND w.worker_id = ANY(%s)",
            [told["worker_id"].to_list()],
        )

    def known(self, field: str, texts: Iterable[str]) -> dict[str, int]:
        """Give ``{text: worker_id}`` of the texts of one lookup field that belong to somebody, the oldest."""
        ring = self._keyring()
        hashes = {text: ring.hash(field, comparable(field, text)) for text in texts}
        query = (
            f"SELECT {field}_hash AS hash, min(worker_id) AS id FROM worker_identity "  # noqa: S608 own names
            f"WHERE {field}_hash = ANY(%s) GROUP BY 1"
        )
        rows = self._database.rows(query, [[one for one in hashes.values() if one]])
        ids = {bytes(row["hash"]): int(row["id"]) for row in rows}
        return {text: ids[one] for text, one in hashes.items() if one is not None and one in ids}

    def holders(self, field: str, texts: Iterable[str]) -> dict[str, set[int]]:
        """Give ``{text: worker_ids}`` of the texts of one lookup field: everybody they belong to."""
        ring = self._keyring()
        hashes = {text: ring.hash(field, comparable(field, text)) for text in texts}
        query = f"SELECT {field}_hash AS hash, worker_id FROM worker_identity WHERE {field}_hash = ANY(%s)"  # noqa: S608 own names
        found: dict[bytes, set[int]] = {}
        for row in self._database.rows(query, [[one for one in hashes.values() if one]]):
            found.setdefault(bytes(row["hash"]), set()).add(int(row["worker_id"]))
        return {text: found[one] for text, one in hashes.items() if one is not None and one in found}

    def erase(self, worker_id: int, why: str, who: str = "") -> None:
        """Destroy the worker's own key and with it the identity, for good."""
        gone = ", ".join(f"{name} = NULL" for name in _COLUMNS[1:])
        with self._database.transaction():
            touched = self._database.run(
                f"UPDATE worker_identity SET {gone}, erased_at = now() WHERE worker_id = %s",  # noqa: S608 own names
                [worker_id],
            )
            if not touched:
                raise NotFound("identity_not_found", where="worker_id", id=worker_id)
            self._database.run("DELETE FROM identity_words WHERE worker_id = %s", [worker_id])
            self._audit.note("erase_identity", "worker", worker_id, why=why, who=who)

    def rotate(self, why: str) -> int:
        """Make a new master key, wrap every worker's key by it, forget the old one; give how many.

        A crash in between leaves both keys on disk and every identity readable; the next call finishes.
        """
        with self._database.transaction():
            ring = keys.renewed(self._keyring_in_turn("pg_advisory_xact_lock"))
            keys.save(self._data_dir, ring)
            self._register(ring)
            rows = self._sealed("key_version <> %(current)s", {"current": ring.current})
            self._rewrap(rows, ring)
            self._database.run("DELETE FROM vault_key WHERE version <> %s", [ring.current])
            self._audit.note("rotate_master_key", why=why, detail={"rewrapped": len(rows)})
        self._ring = keys.only_current(ring)
        keys.save(self._data_dir, self._ring)
        return len(rows)

    def _rewrap(self, rows: list[Sealed], ring: Keyring) -> None:
        wrapped = [(rewrap(row, ring), ring.current, row.worker_id) for row in rows]
        with self._database.transaction() as connection, connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE worker_identity SET wrapped_key = %s, key_version = %s WHERE worker_id = %s", wrapped
            )

    def _open(self, ids: list[int], why: str, who: str) -> list[Identity]:
        with self._database.transaction():
            found = self._sealed("worker_id = ANY(%(ids)s)", {"ids": ids})
            for row in found:
                self._audit.note("open_identity", "worker", row.worker_id, why=why, who=who)
        ring = self._keyring()
        if any(row.key_version not in ring.masters for row in found):
            self._ring = None  # another program has changed the key since we read it
            ring = self._keyring()
        return [open_sealed(row, ring) for row in found]

    def _keyring_in_turn(self, lock: LiteralString) -> Keyring:
        """Give the keys as they stand on disk, which nobody changes while the lock is held."""
        self._database.rows(f"SELECT {lock}(hashtext('springwind.vault'))")
        self._ring = None
        return self._keyring()

    def _sealed(self, condition: str, values: dict[str, Any]) -> list[Sealed]:
        names = ", ".join(_COLUMNS)
        query = (
            f"SELECT {names} FROM worker_identity WHERE erased_at IS NULL AND {condition} "  # noqa: S608 own names
            "ORDER BY worker_id"
        )
        return [Sealed(**row) for row in self._database.rows(query, values)]

    def _keyring(self) -> Keyring:
        """Load the keys once and hold them against what the database was sealed with."""
        if self._ring is None:
            versions = self._database.rows("SELECT version FROM vault_key ORDER BY version")
            if versions and not keys.exists(self._data_dir):
                raise KeyLost(version=versions[-1]["version"])
            ring = keys.load(self._data_dir)
            self._register(ring)
            self._ring = ring
        return self._ring

    def _register(self, ring: Keyring) -> None:
        query = "SELECT version, fingerprint FROM vault_key"
        known = {row["version"]: bytes(row["fingerprint"]) for row in self._database.rows(query)}
        for version, fingerprint in known.items():
            if version in ring.masters and ring.fingerprint(version) != fingerprint:
                raise KeyLost(version=version)
        if known and not set(known) & set(ring.masters):
            raise KeyLost(version=max(known))
        if ring.current not in known:
            self._database.run(
                "INSERT INTO vault_key (version, fingerprint) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [ring.current, ring.fingerprint(ring.current)],
            )
