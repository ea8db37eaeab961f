"""Who is planned for another fair on the same day: they cannot come to both."""

from __future__ import annotations

from typing import Any

import polars as pl

from features.records import Fair
from serving.fairs.told import Told

FEW = 5


def elsewhere(store: Any, fair: Fair) -> tuple[Told, ...]:
    """Name employers with a booth, and workers with an invitation, at another fair of that day."""
    same_day = (pl.col("held_on") == fair.held_on) & (pl.col("fair_id") != fair.fair_id)
    found: list[Told] = []
    for other in store.fairs.frame().filter(same_day)["fair_id"].to_list():
        booths = _both(store.fairs.booths, fair.fair_id, other, "employer_id")
        people = _both(_invited(store), fair.fair_id, other, "worker_id")
        for kind, ids in (("employers", booths), ("workers", people)):
            if ids:
                told = "、".join(map(str, ids[:FEW])) + ("……" if len(ids) > FEW else "")
                found.append(Told(f"fair.double.{kind}", {"fair": other, "count": len(ids), "ids": told}))
    return tuple(found)


def _invited(store: Any) -> Any:
    return lambda fair_id: store.fairs.invitations(fair_id).filter(~pl.col("reserve"))


def _both(read: Any, one: int, other: int, column: str) -> list[int]:
    mine, theirs = (read(fair_id)[column].unique() for fair_id in (one, other))
    found: list[int] = mine.filter(mine.is_in(theirs.implode())).sort().to_list()
    return found
