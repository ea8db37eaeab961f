"""Who came to which fair."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.records import Attendance
from features.store.repository import Repository


class AttendanceList(Repository[Attendance]):
    """Keep who came to which fair: one entry per fair and worker."""

    record, table, key = Attendance, "attendance", "attendance_id"

    def frame(self, ids: Iterable[int] | None = None) -> pl.DataFrame:
        """Read attendances, all or those with ``ids``, in order of id."""
        return self._read(None, ids)

    def of_fair(self, fair_id: int) -> pl.DataFrame:
        """Read who came to one fair, within the scope."""
        return self._read(None, None, "t.fair_id = %(fair)s", fair=fair_id)
