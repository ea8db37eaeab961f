"""Employers, found by number, by credit code or by the name on a sheet."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.records import Employer
from features.store.repository import Repository


class Employers(Repository[Employer]):
    """Keep the employers of the office."""

    record, table, key = Employer, "employer", "employer_id"

    def frame(self, ids: Iterable[int] | None = None) -> pl.DataFrame:
        """Read employers, all or those with ``ids``, in order of id."""
        return self._read(None, ids)

    def by_name(self, names: Iterable[str]) -> dict[str, int]:
        """Give ``{name: employer_id}`` of those that exist; of two with one name, the older."""
        rows = self._database.rows(
            "SELECT name, min(employer_id) AS id FROM employer WHERE name = ANY(%s) GROUP BY name",
            [list(names)],
        )
        return {row["name"]: row["id"] for row in rows}

    def by_credit_code(self, codes: Iterable[str]) -> dict[str, int]:
        """Give ``{credit_code: employer_id}`` of those that exist."""
        rows = self._database.rows(
            "SELECT credit_code, employer_id AS id FROM employer WHERE credit_code = ANY(%s)",
            [list(codes)],
        )
        return {row["credit_code"]: row["id"] for row in rows}
