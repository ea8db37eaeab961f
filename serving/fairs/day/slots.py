"""Interview slots, only for employers who ask: a time while the person is there, and one person at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import polars as pl

SLOT = {
    "worker_id": pl.Int64(), "employer_id": pl.Int64(), "desk": pl.Int64(), "starts": pl.Int64(),
    "minutes": pl.Int64(),
}  # fmt: skip
ASKED = ("worker_id", "employer_id", "value", "from", "until", "slot_minutes", "desks")


@dataclass(slots=True)
class _Board:
    """Hold what is taken: desks by time, and the busy spans of each person."""

    desks: set[tuple[int, int, int]] = field(default_factory=set)
    busy: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def free(self, worker: int, starts: int, ends: int) -> bool:
        return all(ends <= begin or starts >= end for begin, end in self.busy[worker])


def arrange(asked: pl.DataFrame, opens: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the slots and the pairs that found none (worker_id, employer_id).

    ``asked``: the columns of ``ASKED``, one row per invitation to an employer who wants slots; ``from`` and
    ``until`` bound the person's stay. Whoever has the least room chooses first, then the higher value.
    """
    room = ((pl.col("until") - pl.col("from")) // pl.col("slot_minutes")).alias("room")
    order = asked.with_columns(room).sort(
        "room", "value", "worker_id", "employer_id", descending=[False, True, False, False]
    )
    board = _Board()
    given: list[tuple[int, ...]] = []
    left: list[tuple[int, ...]] = []
    for row in order.iter_rows(named=True):
        found = _first(board, row, opens)
        (left if found is None else given).append(found or (row["worker_id"], row["employer_id"]))
    slots = pl.DataFrame(given, schema=SLOT, orient="row").sort("employer_id", "starts", "desk")
    names = ("worker_id", "employer_id")
    return slots, pl.DataFrame(left, schema={name: SLOT[name] for name in names}, orient="row")


def _first(board: _Board, row: dict[str, int], opens: int) -> tuple[int, ...] | None:
    """Take the first free time of one person at one booth; None where there is none."""
    worker, employer, minutes = row["worker_id"], row["employer_id"], row["slot_minutes"]
    begin = opens + -(-(row["from"] - opens) // minutes) * minutes
    for starts in range(begin, row["until"] - minutes + 1, minutes):
        if not board.free(worker, starts, starts + minutes):
            continue
        for desk in range(1, row["desks"] + 1):
            if (employer, desk, starts) not in board.desks:
                board.desks.add((employer, desk, starts))
                board.busy[worker].append((starts, starts + minutes))
                return worker, employer, desk, starts, minutes
    return None
