"""The pages: server-rendered, working without JavaScript, for the window and for the public."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"


def router() -> APIRouter:
    """Give the routes of all pages; they are not part of the API description."""
    from serving.window import (
        accounts,
        channels,
        clues,
        desk,
        docs,
        fair_booths,
        fair_day,
        fair_desk,
        fair_papers,
        fair_whatif,
        fairs,
        how,
        intentions,
        letters,
        match,
        offers,
        outcomes,
        paper,
        posts,
        release,
        sheets,
        signin,
        start,
        voices,
        workers,
        worklist,
    )

    whole = APIRouter(include_in_schema=False)
    for part in (
        clues,
        voices,
        desk,
        start,
        signin,
        accounts,
        worklist,
        match,
        workers,
        letters,
        outcomes,
        sheets,
        channels,
        posts,
        fairs,
        fair_day,
        fair_desk,
        fair_booths,
        fair_papers,
        fair_whatif,
        release,
        how,
        docs,
        intentions,
        offers,
        paper,
    ):
        whole.include_router(part.router)
    return whole


def mount_static(app: FastAPI) -> None:
    """Serve the style sheet and the little script; nothing comes from outside."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
