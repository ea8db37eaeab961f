"""Training courses."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.records import Course
from features.store.repository import Repository


class Courses(Repository[Course]):
    """Keep the training courses the office knows of."""

    record, table, key = Course, "course", "course_id"

    def frame(self, ids: Iterable[int] | None = None) -> pl.DataFrame:
        """Read courses, all or those with ``ids``, in order of id."""
        return self._read(None, ids)
