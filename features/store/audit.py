"""Who did what, to which number, why. Only ever appended to; nothing here names a worker."""

from __future__ import annotations

from typing import Any

import polars as pl
from psycopg.types.json import Jsonb

from features.store.database import Database

_SCHEMA: dict[str, pl.DataType] = {
    "seq": pl.Int64(), "at": pl.Datetime("us", "UTC"), "who": pl.String(), "role": pl.String(),
    "act": pl.String(), "kind": pl.String(), "id": pl.Int64(), "why": pl.String(), "detail": pl.String(),
}  # fmt: skip


class Audit:
    """Write and read the audit; ``who`` is the account or job this store was opened for."""

    def __init__(self, database: Database, who: str) -> None:
        self._database, self.who = database, who

    def note(
        self,
        act: str,
        kind: str = "",
        record_id: int | None = None,
        *,
        why: str = "",
        detail: dict[str, Any] | None = None,
        who: str = "",
    ) -> None:
        """Append one entry, in the transaction that is open; ``who`` where it is not the store's own."""
        self._database.run(
            "INSERT INTO audit (who, act, kind, id, why, detail) VALUES (%s, %s, %s, %s, %s, %s)",
            [who or self.who, act, kind, record_id, why, Jsonb(detail or {})],
        )

    def frame(self, kind: str | None = None, record_id: int | None = None) -> pl.DataFrame:
        """Read the entries in order, all or those of one subject; only with the scope of the whole office."""
        names = ", ".join(f"{name}::text AS detail" if name == "detail" else name for name in _SCHEMA)
        told = {name: value for name, value in (("kind", kind), ("id", record_id)) if value is not None}
        where = " AND ".join(f"{name} = %({name})s" for name in told) or "true"
        query = f"SELECT {names} FROM audit WHERE {where} ORDER BY seq"  # noqa: S608 own names
        return self._database.frame(query, _SCHEMA, told)
