"""Hold what the matcher finds to the division of who asks.

The matcher keeps the whole office in memory; the store's row-level security is asked before anything
of a worker is shown.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from matching.types import Match
from serving.access.keys import Caller

DEEP = 500
"""Candidates asked for when only those of one division will be shown."""


def visible_worker(store: Any, worker_id: int) -> dict[str, Any]:
    """Give a worker's row as the caller may see it; raise NotFound outside the caller's division."""
    row: dict[str, Any] = store.workers.get(worker_id).model_dump()
    return row


def reach(who: Caller, k: int) -> int:
    """Give how many candidates to ask for: a division's own may stand far down the office's whole list."""
    return k if not who.scope else max(k, DEEP)


def visible_workers(store: Any, matches: tuple[Match, ...]) -> pl.DataFrame:
    """Give the rows of the matched workers that the caller may see."""
    ids = [match.worker_id for match in matches if match.worker_id is not None]
    frame: pl.DataFrame = store.workers.frame(ids=ids)
    return frame
