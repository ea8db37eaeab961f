"""Published posts for anybody: a snapshot, and the changes since a cursor with tombstones.

A consumer takes the snapshot, keeps its cursor, and asks for changes from there; the last word on each
post is all it needs, so applying an answer twice does no harm. Tombstones follow the Swedish JobStream:
``{"id", "removed": true, "removed_date"}``, here with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Literal

import polars as pl
from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from features.clock import BUSINESS_ZONE
from features.errors import InputError
from serving.board import Board
from serving.guard import TheOffice

router = APIRouter(prefix="/feed", tags=["feed"])

CHUNK = 1 << 18
"""Bytes sent at a time."""


@router.get("/posts/snapshot", response_class=StreamingResponse)
def snapshot(
    office: TheOffice,
    format: Annotated[Literal["lines", "array"], Query(description="JSON lines or one array")] = "lines",  # noqa: A002
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Stream every published post; ``X-Feed-Cursor`` is where the change feed goes on."""
    board = office.board
    etag = board.etag if format == "lines" else board.etag[:-1] + '-array"'
    headers = {
        "ETag": etag, "X-Feed-Cursor": str(board.cursor), "Cache-Control": "no-cache",
        "Link": f'</feed/posts/changes?after={board.cursor}>; rel="next"',
    }  # fmt: skip
    if if_none_match is not None and etag in (tag.strip() for tag in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    body = chunks(board.lines) if format == "lines" else array(board.lines)
    kind = "application/x-ndjson" if format == "lines" else "application/json"
    return StreamingResponse(body, headers=headers, media_type=f"{kind}; charset=utf-8")


def chunks(lines: bytes) -> Iterator[bytes]:
    """Cut the snapshot into pieces of ``CHUNK`` bytes."""
    view = memoryview(lines)
    for start in range(0, len(view), CHUNK):
        yield bytes(view[start : start + CHUNK])


def array(lines: bytes) -> Iterator[bytes]:
    """Give the same posts as one JSON array, a line each."""
    yield b"["
    yield from chunks(lines.rstrip(b"\n").replace(b"\n", b",\n"))
    yield b"]\n"


@router.get("/posts/changes")
def changes(
    office: TheOffice,
    after: Annotated[int, Query(ge=0, description="cursor of the snapshot or of the last answer")] = 0,
    limit: Annotated[int | None, Query(ge=1, le=10_000)] = None,
) -> Response:
    """Give the posts changed since ``after``: in full while published, as a tombstone once removed."""
    board = office.board
    if after > board.cursor:
        raise InputError("cursor_ahead", where="after", after=after, newest=board.cursor)
    body = page(board, after, min(limit or office.settings.serving.feed_page, 10_000))
    return Response(body, media_type="application/json")


def page(board: Board, after: int, limit: int) -> bytes:
    """Give one answer of the change feed as JSON: ``{"cursor", "more", "changes"}``.

    At most ``limit`` ledger entries are read; a post that changed more than once in them stands once.
    """
    start = int(board.ledger["seq"].search_sorted(after, side="right"))
    entries = board.ledger.slice(start, limit)
    cursor = int(entries["seq"][-1]) if entries.height else after
    last = entries.filter(pl.col("action").is_in(SEEN_OUTSIDE)).unique(
        "post_id", keep="last", maintain_order=True
    )
    days = pl.col("at").dt.convert_time_zone(BUSINESS_ZONE.key).dt.date().cast(pl.String)
    rows = [change(board, post_id, day) for post_id, day in last.select("post_id", days).iter_rows()]
    more = b"true" if cursor < board.cursor else b"false"
    return b'{"cursor":%d,"more":%s,"changes":[' % (cursor, more) + b",".join(rows) + b"]}\n"


SEEN_OUTSIDE = ("published", "changed", "filled", "expired", "withdrawn", "suspended")
"""Acts that a consumer can notice; checks and approvals of what was never out are the office's own."""


def change(board: Board, post_id: int, day: str) -> bytes:
    """Give one post as it stands on the board now: its public line, or a tombstone with the reason."""
    line = board.line(post_id)
    if line is not None:
        return b'{"id":%d,"removed":false,"post":%s}' % (post_id, line)
    post = board.post(post_id)
    reason = str(post["status"]) if post else "withdrawn"
    return json.dumps({"id": post_id, "removed": True, "removed_date": day, "reason": reason}).encode()
