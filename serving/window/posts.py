"""The public list of posts, one post with its JobPosting, and for staff its candidates and its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from features.clock import BUSINESS_ZONE
from features.errors import NotFound
from features.records.vocabulary import OFFERS
from serving.api.answers import with_workers
from serving.api.params import Id
from serving.guard import MaybeWho, ScopedStore, TheOffice, Who
from serving.language import language_of
from serving.release.channels.texts import origin
from serving.release.jsonld import job_posting
from serving.scope import reach, visible_workers
from serving.window.render import page
from serving.window.shared import said_once

router = APIRouter()

PER_PAGE = 20
CANDIDATES = 12
"""Workers on a post's page."""


@dataclass(frozen=True)
class Wish:
    """Hold the filters of the list as they were typed; what makes no sense is as good as empty."""

    q: Annotated[str, Query(max_length=60)] = ""
    place: Annotated[str, Query(max_length=30)] = ""
    pay: Annotated[str, Query(max_length=6)] = ""
    offer: Annotated[str, Query(max_length=20)] = ""

    def keep(self, posts: pl.DataFrame) -> pl.DataFrame:
        """Give the posts that pass every filter: all words of ``q``, place, pay reached, offer."""
        for word in self.q.split():
            posts = posts.filter(_text().str.contains(word.casefold(), literal=True))
        if self.place.strip():
            posts = posts.filter(pl.col("place").str.contains(self.place.strip(), literal=True))
        if self.pay.isascii() and self.pay.isdecimal():
            posts = posts.filter(pl.coalesce("monthly_high", "monthly_low") >= int(self.pay))
        if self.offer in OFFERS:
            posts = posts.filter(pl.col("offers").list.contains(self.offer))
        return posts

    def query(self, number: int) -> str:
        """Give the address of another page of the same list."""
        told = {"q": self.q, "place": self.place, "pay": self.pay, "offer": self.offer, "page": str(number)}
        return urlencode({name: value for name, value in told.items() if value})


@router.get("/posts")
def posts(
    request: Request,
    office: TheOffice,
    wish: Annotated[Wish, Depends()],
    page_: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """Show what is published and still open, newest first."""
    found = wish.keep(open_today(office.board.live, office.today()))
    pages = max(1, -(-found.height // PER_PAGE))
    number = min(max(page_, 1), pages)
    rows = found.sort("opened_on", "post_id", descending=True).slice((number - 1) * PER_PAGE, PER_PAGE)
    return page(
        request, "posts.html", wish=wish, posts=rows.to_dicts(), total=found.height, pages=pages,
        number=number, query=partial(Wish.query, wish), offers=OFFERS,
    )  # fmt: skip


@router.get("/posts/{post_id}")
def post(request: Request, post_id: Id, office: TheOffice, who: MaybeWho) -> Response:
    """Show one post; the public sees it while it is published, staff always, with its ledger."""
    row = office.board.post(post_id)
    if row is None or (who is None and row["status"] != "published"):
        raise NotFound("no_post", where="post_id", id=post_id)
    base = office.settings.serving.public_url or str(request.base_url).rstrip("/")
    jsonld = job_posting(row, base) if row["status"] == "published" else None
    return page(
        request, "post.html", post=row, jsonld=jsonld, origin=origin(row["origin"]),
        ledger=_ledger(office.store, post_id) if who else [],
    )  # fmt: skip


@router.get("/posts/{post_id}/candidates")
def candidates(request: Request, post_id: Id, office: TheOffice, who: Who, store: ScopedStore) -> Response:
    """Show workers of the caller's division for a post."""
    row = office.board.post(post_id)
    if row is None:
        raise NotFound("no_post", where="post_id", id=post_id)
    today = office.today()
    answer = office.matcher.candidates(post_id, today, reach(who, CANDIDATES))
    shown = with_workers(
        answer, visible_workers(store, answer.matches), today, language_of(request), k=CANDIDATES
    )
    shown, shared = said_once(shown, "post")
    return page(request, "candidates.html", post=row, answer=shown, shared=shared)


def open_today(live: pl.DataFrame, today: Any) -> pl.DataFrame:
    """Leave out what ended before the expiry job has taken it back."""
    return live.filter((pl.col("opened_on") <= today) & (pl.col("closes_on") >= today))


def _text() -> pl.Expr:
    words = pl.concat_str("title", "employer", "duties", pl.col("skills").list.join(" "), separator=" ")
    return words.str.to_lowercase()


def _ledger(store: Any, post_id: int) -> list[dict[str, Any]]:
    from serving.release.ledger import history

    return [
        {**entry.model_dump(), "at": entry.at.astimezone(BUSINESS_ZONE).strftime("%Y-%m-%d %H:%M")}
        for entry in history(store, post_id)
    ]
