"""What people of an office said a column heading stands for; later imports follow it."""

from __future__ import annotations

from collections.abc import Mapping

from features.store.database import Database


class Headings:
    """Keep corrected column headings per division and kind of sheet."""

    def __init__(self, database: Database, who: str) -> None:
        self._database, self._who = database, who

    def known(self, kind: str) -> dict[str, str]:
        """Give ``{heading: field}`` ("" = leave it out); the smaller division overrides."""
        rows = self._database.rows(
            "SELECT name, field FROM heading WHERE kind = %s AND starts_with(%s, division) "
            "ORDER BY length(division)",
            [kind, self._database.scope],
        )
        return {row["name"]: row["field"] for row in rows}

    def remember(self, kind: str, fields: Mapping[str, str], who: str = "") -> None:
        """Write down ``{heading: field}`` for this store's scope; what was said before is replaced."""
        rows = [(self._database.scope, kind, name, field, who or self._who) for name, field in fields.items()]
        with self._database.transaction() as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO heading (division, kind, name, field, who) VALUES (%s, %s, %s, %s, %s) "
                "ON CONFLICT (division, kind, name) DO UPDATE "
                "SET field = excluded.field, at = now(), who = excluded.who",
                rows,
            )

    def forget(self, kind: str, name: str) -> int:
        """Take back what was said on a heading; give how many entries went."""
        query = "DELETE FROM heading WHERE kind = %s AND name = %s AND division = %s"
        return self._database.run(query, [kind, name, self._database.scope])
