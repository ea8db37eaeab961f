"""The wage-arrears list, as imported."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.records import Arrears
from features.store.repository import Repository


class ArrearsList(Repository[Arrears]):
    """Keep the units that stand or stood on the wage-arrears list."""

    record, table, key = Arrears, "arrears", "arrears_id"

    def frame(self, ids: Iterable[int] | None = None) -> pl.DataFrame:
        """Read entries, all or those with ``ids``, in order of id; removed and lapsed ones included."""
        return self._read(None, ids)
