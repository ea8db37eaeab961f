"""The same posts in forms that other programs know: Atom, iCalendar for fairs, sitemap, robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from features.errors import NotFound
from features.say import say
from serving.guard import TheOffice
from serving.language import language_of
from serving.office import Office
from serving.release.channels import atom as atoms
from serving.release.channels import calendar as calendars
from serving.release.channels import sitemap as maps
from serving.release.channels.atom import Source
from serving.release.feed import Wish, feed_id

router = APIRouter(tags=["feed"])


def base_of(request: Request, office: Office) -> str:
    """Give the address under which the public reaches the pages, without a slash at its end."""
    return (office.settings.serving.public_url or str(request.base_url)).rstrip("/")


def source_of(request: Request, office: Office) -> Source:
    """Say whose feed it is, in the language of the request."""
    lang = language_of(request)
    name = office.settings.serving.office_name or say("window.office", lang)
    return Source(name, feed_id(office), base_of(request, office), lang)


@router.get("/feed/posts.atom")
def atom(request: Request, office: TheOffice, wanted: Wish) -> Response:
    """Give the newest posts and removals as Atom."""
    told = atoms.atom(office.board, source_of(request, office), wanted, datetime.now(UTC))
    return Response(told, media_type=atoms.KIND, headers={"Cache-Control": "no-cache"})


@router.get("/feed/fairs.ics")
def fairs(request: Request, office: TheOffice) -> Response:
    """Give the fairs whose public notice was given as a calendar."""
    rows = calendars.public(office.store.fairs.frame().sort("held_on").to_dicts(), office.today())
    told = calendars.calendar(rows, source_of(request, office), datetime.now(UTC))
    return Response(told, media_type=calendars.KIND, headers={"Cache-Control": "no-cache"})


@router.get("/sitemap.xml", include_in_schema=False)
def sitemap(request: Request, office: TheOffice) -> Response:
    """Give the addresses of the public pages."""
    return Response(maps.index(office.board, base_of(request, office)), media_type=maps.KIND)


@router.get("/sitemap-{number}.xml", include_in_schema=False)
def sitemap_part(
    request: Request, office: TheOffice, number: Annotated[int, Path(ge=1, le=10_000)]
) -> Response:
    """Give one part of a sitemap that one file cannot hold."""
    if number > maps.parts(office.board):
        raise NotFound("no_page", where="number")
    return Response(maps.part(office.board, base_of(request, office), number), media_type=maps.KIND)


@router.get("/robots.txt", include_in_schema=False)
def robots(request: Request, office: TheOffice) -> Response:
    """Say what a search engine may read."""
    return Response(maps.robots(base_of(request, office)), media_type="text/plain; charset=utf-8")
