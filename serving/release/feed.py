"""Published posts for anybody: a snapshot, and the changes since a cursor with tombstones.

A consumer takes the snapshot, keeps its cursor, and asks for changes from there; the last word on each
post is all it needs, so applying an answer twice does no harm. Tombstones follow the Swedish JobStream:
``{"id", "removed": true, "removed_date"}``, here with the reason. Both can be held to divisions and
occupations; what a change takes out of that comes as a tombstone with the reason ``outside``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from features.errors import InputError
from features.say import say
from serving.board import PUBLIC, Board
from serving.guard import TheOffice
from serving.language import language_of
from serving.office import Office
from serving.release.moves import EVERYTHING, answer, moves
from serving.release.wanted import Wanted

router = APIRouter(prefix="/feed", tags=["feed"])

CHUNK = 1 << 18
"""Bytes sent at a time."""

Prefixes = Annotated[list[str], Query(max_length=50)]


def wish(division: Prefixes = [], occupation: Prefixes = []) -> Wanted:  # noqa: B006 FastAPI copies it
    """Give what a consumer asks for: code prefixes of divisions and occupations, each may be repeated."""
    return Wanted(tuple(filter(None, division)), tuple(filter(None, occupation)))


Wish = Annotated[Wanted, Depends(wish)]


@router.get("")
def description(request: Request, office: TheOffice) -> dict[str, Any]:
    """Say what this feed is, where its parts are and how far it has come: what a follower asks first."""
    lang = language_of(request)
    return {
        "feed": feed_id(office), "name": office.settings.serving.office_name or say("window.office", lang),
        "cursor": office.board.cursor, "posts": office.board.live.height,
        "snapshot": "/feed/posts/snapshot", "changes": "/feed/posts/changes",
        "atom": "/feed/posts.atom", "fairs": "/feed/fairs.ics", "simulated": office.board.simulated,
    }  # fmt: skip


@router.get("/posts/snapshot", response_class=StreamingResponse)
def snapshot(
    office: TheOffice,
    wanted: Wish,
    format: Annotated[Literal["lines", "array"], Query(description="JSON lines or one array")] = "lines",  # noqa: A002
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Stream every published post; ``X-Feed-Cursor`` is where the change feed goes on."""
    board = office.board
    found = lines(board, wanted)
    count = board.live.height if wanted.everything else found.count(b"\n")
    etag = board.etag if format == "lines" else board.etag[:-1] + '-array"'
    headers = {
        "ETag": etag, "X-Feed-Cursor": str(board.cursor), "Cache-Control": "no-cache",
        "X-Feed-Id": feed_id(office), "X-Feed-Posts": str(count),
        "Link": f'</feed/posts/changes?after={board.cursor}>; rel="next"',
    }  # fmt: skip
    if if_none_match is not None and etag in (tag.strip() for tag in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    body = chunks(found) if format == "lines" else array(found)
    kind = "application/x-ndjson" if format == "lines" else "application/json"
    return StreamingResponse(body, headers=headers, media_type=f"{kind}; charset=utf-8")


def lines(board: Board, wanted: Wanted = EVERYTHING) -> bytes:
    """Give the published posts that are wanted as JSON lines."""
    if wanted.everything:
        return board.lines
    out = io.BytesIO()
    wanted.keep(board.live).select(PUBLIC).write_ndjson(out)
    return out.getvalue()


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
    wanted: Wish,
    after: Annotated[int, Query(ge=0, description="cursor of the snapshot or of the last answer")] = 0,
    limit: Annotated[int | None, Query(ge=1, le=10_000)] = None,
) -> Response:
    """Give the posts changed since ``after``: in full while published, as a tombstone once removed."""
    body = page(office.board, after, min(limit or office.settings.serving.feed_page, 10_000), wanted)
    return Response(body, media_type="application/json")


def page(board: Board, after: int, limit: int, wanted: Wanted = EVERYTHING) -> bytes:
    """Give one answer of the change feed as JSON: ``{"cursor", "more", "changes"}``.

    At most ``limit`` ledger entries are read; a post that changed more than once in them stands once.
    A cursor that this feed has not reached raises InputError.
    """
    if after > board.cursor:
        raise InputError("cursor_ahead", where="after", after=after, newest=board.cursor)
    return answer(board, moves(board, after, limit, wanted))


_identities: WeakKeyDictionary[Office, str] = WeakKeyDictionary()


def feed_id(office: Office) -> str:
    """Give the name this office's feed goes by, read from the store once."""
    if office not in _identities:
        _identities[office] = office.store.feeds.identity()
    return _identities[office]
