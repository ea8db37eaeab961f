"""What has moved since a cursor: one row per post, with what it comes to now."""

from __future__ import annotations

import json
from dataclasses import dataclass

import polars as pl

from features.clock import BUSINESS_ZONE
from serving.board import Board
from serving.release.wanted import Wanted

SEEN_OUTSIDE = ("published", "changed", "filled", "expired", "withdrawn", "suspended")
"""Acts that a consumer can notice; checks and approvals of what was never out are the office's own."""

OUTSIDE = "outside"
"""Reason of a tombstone whose post is still out, but no longer among what the subscriber wants."""

EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Moves:
    """Hold one stretch of the ledger.

    ``rows``: seq, post_id and day (of the last act in the office's zone), by seq, each post once;
    ``cursor``: where the next stretch begins; ``more``: whether there is one.
    ``kept``: ids still wanted, None when everything is; ``held``: ids a consumer may hold from before.
    """

    rows: pl.DataFrame
    cursor: int
    more: bool
    kept: frozenset[int] | None = None
    held: frozenset[int] = frozenset()


def moves(board: Board, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Moves:
    """Read at most ``limit`` ledger entries after ``after``."""
    start = int(board.ledger["seq"].search_sorted(after, side="right"))
    entries = board.ledger.slice(start, limit)
    cursor = int(entries["seq"][-1]) if entries.height else after
    last = entries.filter(pl.col("action").is_in(SEEN_OUTSIDE)).unique(
        "post_id", keep="last", maintain_order=True
    )
    day = pl.col("at").dt.convert_time_zone(BUSINESS_ZONE.key).dt.date().cast(pl.String).alias("day")
    rows = last.select("seq", "post_id", day)
    if wanted.everything or rows.is_empty():
        return Moves(rows, cursor, cursor < board.cursor)
    ids = rows["post_id"].implode()
    kept = wanted.keep(board.posts.filter(pl.col("post_id").is_in(ids)).select("post_id", *WANTED_BY))
    before = board.ledger.head(start).filter(
        pl.col("post_id").is_in(ids) & pl.col("action").is_in(("published", "changed"))
    )
    return Moves(
        rows, cursor, cursor < board.cursor, frozenset(kept["post_id"]), frozenset(before["post_id"])
    )


WANTED_BY = ("division", "title")


def change(board: Board, found: Moves, post_id: int, day: str) -> bytes | None:
    """Give a post as it stands on the board: its public line, or a tombstone with the reason.

    None for a post that is not wanted and that no consumer of this wish can hold.
    """
    line = board.line(post_id)
    wanted = found.kept is None or post_id in found.kept
    if line is not None and wanted:
        return b'{"id":%d,"removed":false,"post":%s}' % (post_id, line)
    if not wanted and post_id not in found.held:
        return None
    post = board.post(post_id)
    reason = OUTSIDE if line is not None else str(post["status"]) if post else "withdrawn"
    return json.dumps({"id": post_id, "removed": True, "removed_date": day, "reason": reason}).encode()


def answer(board: Board, found: Moves) -> bytes:
    """Give moves as JSON: ``{"cursor", "more", "changes"}``."""
    told = (change(board, found, post_id, day) for _, post_id, day in found.rows.iter_rows())
    more = b"true" if found.more else b"false"
    rows = b",".join(row for row in told if row is not None)
    return b'{"cursor":%d,"more":%s,"changes":[' % (found.cursor, more) + rows + b"]}\n"
