"""A small table that is written row by row and read by equal values; its columns are ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from features.errors import NotFound
from features.store.database import Database


class Table:
    """Write and read the rows of one table as dictionaries; row-level security decides what is seen."""

    name: ClassVar[str]
    key: ClassVar[str]

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, **values: Any) -> dict[str, Any]:
        """Write one row and give it as the table holds it, its number included."""
        names = ", ".join(values)
        marks = ", ".join(f"%({name})s" for name in values)
        query = f"INSERT INTO {self.name} ({names}) VALUES ({marks}) RETURNING *"  # noqa: S608 own names
        return self._database.rows(query, values)[0]

    def rows(self, *, newest: int | None = None, **equal: Any) -> list[dict[str, Any]]:
        """Give the rows with these values (None = is null), oldest first, or the ``newest`` so many first."""
        tests = [f"{n} IS NULL" if v is None else f"{n} = %({n})s" for n, v in equal.items()]
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        order = f" ORDER BY {self.key}" + (f" DESC LIMIT {newest:d}" if newest is not None else "")
        return self._database.rows(f"SELECT * FROM {self.name}{where}{order}", equal)  # noqa: S608 own names

    def of(self, column: str, values: Iterable[Any]) -> list[dict[str, Any]]:
        """Give the rows whose ``column`` holds one of the values, oldest first."""
        query = f"SELECT * FROM {self.name} WHERE {column} = ANY(%(values)s) ORDER BY {self.key}"  # noqa: S608 own names
        return self._database.rows(query, {"values": list(values)})

    def get(self, number: int) -> dict[str, Any]:
        """Give one row; NotFound where there is none within the scope."""
        found = self.rows(**{self.key: number})
        if not found:
            raise NotFound(f"{self.name}_not_found", where=self.key, id=number)
        return found[0]

    def change(self, number: int, **values: Any) -> dict[str, Any]:
        """Change one row and give it; NotFound where there is none within the scope."""
        sets = ", ".join(f"{name} = %({name})s" for name in values)
        query = f"UPDATE {self.name} SET {sets} WHERE {self.key} = %(key_)s RETURNING *"  # noqa: S608 own names
        rows = self._database.rows(query, {**values, "key_": number})
        if not rows:
            raise NotFound(f"{self.name}_not_found", where=self.key, id=number)
        return rows[0]
