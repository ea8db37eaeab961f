"""Is it alive, may it be sent requests, and how busy is it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from features.errors import Unavailable
from serving.guard import TheOffice

router = APIRouter(tags=["operation"])


class Ready(BaseModel):
    """Say what a ready service answers with."""

    ready: bool
    bundle: str | None
    posts: int
    cursor: int


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process runs; nothing else is asked."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(office: TheOffice) -> Ready:
    """Say that a bundle is loaded and the database answers; 503 with the reason otherwise."""
    if not office.ready():
        raise Unavailable("starting")
    board = office.board
    return Ready(ready=True, bundle=office.champion, posts=board.live.height, cursor=board.cursor)


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(office: TheOffice) -> str:
    """Give counts and times in Prometheus' text format."""
    board = office.board
    gauges: dict[str, float] = {
        "posts_published": board.live.height,
        "places_left": int(board.live["places_left"].sum() or 0),
        "ledger_cursor": board.cursor,
        "outbox_seq": office.seq,
        "matcher_loaded": 1.0 if office.trouble is None else 0.0,
    }
    return office.metrics.text(gauges)
