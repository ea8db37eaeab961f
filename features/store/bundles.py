"""Model bundles and the champion: the one that answers. Promotion and rollback are one row each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from psycopg.types.json import Jsonb

from features.errors import NotFound
from features.store.database import Database

_HISTORY: dict[str, pl.DataType] = {
    "seq": pl.Int64(), "sha256": pl.String(), "at": pl.Datetime("us", "UTC"), "who": pl.String(),
    "why": pl.String(), "until": pl.Datetime("us", "UTC"),
}  # fmt: skip
_LIST: dict[str, pl.DataType] = {
    "sha256": pl.String(), "created": pl.Datetime("us", "UTC"), "made_by": pl.String(),
    "champion": pl.Boolean(),
}  # fmt: skip


class Bundles:
    """Keep what is known of each bundle; its files lie in ``data_dir/bundles/<sha256>``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, sha256: str, manifest: dict[str, Any], who: str, created: datetime | None = None) -> None:
        """Register a bundle by the digest of its manifest; one that is known already stays as it is."""
        self._database.run(
            "INSERT INTO bundle (sha256, manifest, made_by, created) "
            "VALUES (%s, %s, %s, coalesce(%s, now())) ON CONFLICT (sha256) DO NOTHING",
            [sha256, Jsonb(manifest), who, created],
        )

    def manifest(self, sha256: str) -> dict[str, Any]:
        """Give the manifest of a bundle, or NotFound."""
        rows = self._database.rows("SELECT manifest FROM bundle WHERE sha256 = %s", [sha256])
        if not rows:
            raise NotFound("bundle_not_found", where="sha256", id=sha256)
        manifest: dict[str, Any] = rows[0]["manifest"]
        return manifest

    def frame(self) -> pl.DataFrame:
        """Give ``sha256, created, made_by, champion`` of every bundle, oldest first."""
        query = (
            "SELECT b.sha256, b.created, b.made_by, c.sha256 IS NOT NULL AS champion FROM bundle b "
            "LEFT JOIN champion c ON c.sha256 = b.sha256 AND c.until IS NULL ORDER BY b.created, b.sha256"
        )
        return self._database.frame(query, _LIST)

    def champion(self) -> str | None:
        """Give the sha256 of the bundle that answers, None before the first promotion."""
        rows = self._database.rows("SELECT sha256 FROM champion WHERE until IS NULL")
        return str(rows[0]["sha256"]) if rows else None

    def promote(self, sha256: str, who: str, why: str) -> None:
        """Make a registered bundle the champion, in one transaction; promoting an old one is a rollback."""
        with self._database.transaction():
            self.manifest(sha256)
            self._database.run("SELECT pg_advisory_xact_lock(hashtext('springwind.champion'))")
            self._database.run("UPDATE champion SET until = clock_timestamp() WHERE until IS NULL")
            self._database.run(
                "INSERT INTO champion (sha256, at, who, why) VALUES (%s, clock_timestamp(), %s, %s)",
                [sha256, who, why],
            )

    def history(self) -> pl.DataFrame:
        """Give every champion there has been: ``seq, sha256, at, who, why, until``."""
        query = "SELECT seq, sha256, at, who, why, until FROM champion ORDER BY seq"
        return self._database.frame(query, _HISTORY)
