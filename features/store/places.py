"""An office's own townships and villages, beside the national table of divisions."""

from __future__ import annotations

from collections.abc import Iterable

from features.codes.divisions import Division
from features.store.database import Database


class Places:
    """Keep townships (9 digits) and villages (12 digits) with their coordinates."""

    def __init__(self, database: Database, who: str) -> None:
        self._database, self._who = database, who

    def all(self) -> tuple[Division, ...]:
        """Give every place of the office in order of code."""
        rows = self._database.rows("SELECT code, name, lat, lon FROM place ORDER BY code")
        return tuple(Division(row["code"], row["name"], row["lat"], row["lon"]) for row in rows)

    def put(self, places: Iterable[Division], who: str = "") -> int:
        """Write places; one whose code is known takes the new name and coordinates. Gives how many changed.

        One transaction; a place outside the scope fails it whole.
        """
        rows = [(p.code, p.name, p.lat, p.lon, who or self._who) for p in places]
        with self._database.transaction() as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO place (code, name, lat, lon, who) VALUES (%s, %s, %s, %s, %s) "
                "ON CONFLICT (code) DO UPDATE SET name = excluded.name, lat = excluded.lat, "
                "lon = excluded.lon, at = now(), who = excluded.who "
                "WHERE (place.name, place.lat, place.lon) IS DISTINCT FROM "
                "(excluded.name, excluded.lat, excluded.lon)",
                rows,
            )
            return max(cursor.rowcount, 0)

    def remove(self, within: str) -> int:
        """Take out the places whose code starts with ``within``; gives how many went."""
        return self._database.run("DELETE FROM place WHERE starts_with(code, %s)", [within])
