"""What is printed or put on a screen, for anybody: posters, the village wall sheet, the hall's screen."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import polars as pl
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from features.errors import NotFound
from features.say import say
from serving.api.params import Id
from serving.guard import TheOffice
from serving.language import language_of
from serving.office import Office
from serving.release.channels import qr, texts
from serving.release.feed_forms import base_of
from serving.window.posts import open_today
from serving.window.render import page

router = APIRouter()

ON_SCREEN = 6
"""Posts on the hall's screen at a time."""

ON_WALL = 200
"""Posts on a wall sheet; a village reads no more."""


@router.get("/posts/{post_id}/poster")
def poster(request: Request, post_id: Id, office: TheOffice, size: Literal["a4", "a3"] = "a4") -> Response:
    """Show a post as a poster to print."""
    post = public_post(office, post_id)
    return page(
        request,
        "poster.html",
        post=post,
        size=size,
        code=code(request, office, f"/posts/{post_id}"),
        say=texts,
    )


@router.get("/posts/{post_id}/picture.png")
def picture(request: Request, post_id: Id, office: TheOffice) -> Response:
    """Give a post as a long picture with a code, to be passed on in a group."""
    from serving.release.channels.picture import picture as drawn

    post, lang = public_post(office, post_id), language_of(request)
    name = office.settings.serving.office_name or say("window.office", lang)
    told = drawn(post, lang, f"{base_of(request, office)}/posts/{post_id}", name)
    named = f'inline; filename="post-{post_id}.png"'
    return Response(told, media_type="image/png", headers={"Content-Disposition": named})


@router.get("/wall")
def wall(
    request: Request,
    office: TheOffice,
    division: Annotated[str, Query(max_length=12, pattern="^[0-9]*$")] = "",
    place: Annotated[str, Query(max_length=30)] = "",
) -> Response:
    """Show the open posts as a sheet for the village wall, by place, newest first."""
    found = shown(office).filter(pl.col("division").str.starts_with(division))
    if place.strip():
        found = found.filter(pl.col("place").str.contains(place.strip(), literal=True))
    rows = found.sort("opened_on", "post_id", descending=True).head(ON_WALL)
    return page(
        request, "wall.html", posts=rows.to_dicts(), total=found.height, place=place.strip(), say=texts,
        code=code(request, office, "/posts"), now=office.today(),
    )  # fmt: skip


@router.get("/screen")
def screen(
    request: Request,
    office: TheOffice,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    seconds: Annotated[int, Query(ge=3, le=600)] = 12,
    division: Annotated[str, Query(max_length=12, pattern="^[0-9]*$")] = "",
) -> Response:
    """Show open posts on the hall's screen; it turns the page by itself and begins anew after the last."""
    found = shown(office).filter(pl.col("division").str.starts_with(division))
    pages = max(1, -(-found.height // ON_SCREEN))
    at = min(number, pages)
    rows = found.sort("opened_on", "post_id", descending=True).slice((at - 1) * ON_SCREEN, ON_SCREEN)
    turn = {"page": at % pages + 1, "seconds": seconds, **({"division": division} if division else {})}
    return page(
        request, "screen.html", posts=rows.to_dicts(), number=at, pages=pages, seconds=seconds, say=texts,
        following=f"/screen?{urlencode(turn)}", code=code(request, office, "/posts"), total=found.height,
    )  # fmt: skip


def shown(office: Office) -> pl.DataFrame:
    """Give the posts that are published and open today."""
    return open_today(office.board.live, office.today())


def public_post(office: Office, post_id: int) -> dict[str, Any]:
    """Give a published post; NotFound for any other, for staff as well: nothing else goes on paper."""
    post = office.board.post(post_id)
    if post is None or post["status"] != "published":
        raise NotFound("no_post", where="post_id", id=post_id)
    return post


def code(request: Request, office: Office, path: str) -> Any:
    """Give the QR code that leads to a page, as a function of its label."""
    return partial(qr.svg, base_of(request, office) + path)
