"""Feeds of other offices that are followed here, and what the provincial platform refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from features.store.feeds import Followed
from serving.api.params import Id
from serving.api.shapes import Shape
from serving.guard import ScopedStore, Who
from serving.release.follow import begin, end

router = APIRouter(tags=["release"])


class FollowIn(Shape):
    """Ask to follow another office's feed, in the caller's name."""

    url: Annotated[str, Field(min_length=8, max_length=500)]


class FollowedOut(Shape):
    """Show a followed feed and how the last look at it ended."""

    followed_id: int
    url: str
    name: str
    cursor: int | None
    went_back: int
    last_ok: datetime | None
    last_error: str
    refused_lines: int
    posts: int


class RefusedOut(Shape):
    """Show what the provincial platform said to a post."""

    post_id: int
    batch: str
    error_code: str
    error_field: str
    error_message: str
    at: datetime


@router.get("/followed")
def followed(store: ScopedStore) -> list[FollowedOut]:
    """Show the feeds that are followed."""
    return [_shown(one, store.feeds.posts(one.followed_id)["live"].sum()) for one in store.feeds.all()]


@router.post("/followed", status_code=201)
def follow(wish: FollowIn, store: ScopedStore, who: Who) -> FollowedOut:
    """Follow a feed; what it brings comes within a minute, checked and released in the caller's name."""
    feed = begin(store, wish.url, who=who.name)
    store.jobs.ask("follow", str(feed.followed_id))
    return _shown(feed, 0)


@router.delete("/followed/{followed_id}", status_code=204)
def unfollow(followed_id: Id, store: ScopedStore, who: Who) -> None:
    """Follow a feed no longer; what it brought is taken back."""
    end(store, store.feeds.get(followed_id), who=who.name)


@router.get("/province/errors")
def province_errors(store: ScopedStore) -> list[RefusedOut]:
    """Show the posts that the provincial platform refused, and why."""
    rows = store.province.frame(failed=True).drop("sent", "tried")
    return [RefusedOut.model_validate(row) for row in rows.to_dicts()]


def _shown(feed: Followed, posts: int) -> FollowedOut:
    return FollowedOut(
        followed_id=feed.followed_id, url=feed.url, name=feed.name, cursor=feed.cursor,
        went_back=feed.went_back, last_ok=feed.last_ok, last_error=feed.last_error,
        refused_lines=feed.refused_lines, posts=posts,
    )  # fmt: skip
