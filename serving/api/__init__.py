"""JSON routes, one file per noun; feeds and health beside them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from serving.api.shapes import ErrorOut


def router() -> APIRouter:
    """Give all routes that answer programs."""
    from serving.api import (
        desk,
        fairs,
        followed,
        health,
        matches,
        posts,
        referrals,
        release,
        subscribers,
        workers,
    )
    from serving.release import feed, feed_forms

    refusals: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorOut} for status in (401, 403, 404, 409, 413, 422, 500, 503)
    }
    whole = APIRouter()
    for part in (workers, posts, matches, fairs, referrals, release, desk, followed, subscribers):
        whole.include_router(part.router, prefix="/api/v1", responses=refusals)
    for part in (feed, feed_forms):
        whole.include_router(part.router, responses={422: {"model": ErrorOut}, 503: {"model": ErrorOut}})
    whole.include_router(health.router, responses={503: {"model": ErrorOut}})
    return whole
