"""The first page: today's counts, one sentence, one person; for the public a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from serving.guard import MaybeWho, ScopedStore, TheOffice, genuine_form
from serving.language import COOKIE
from serving.office import Office
from serving.window.find import find
from serving.window.render import forward, page
from serving.window.worklist import sizes

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Count:
    """Name one number of the first page and where it leads."""

    name: str
    value: int
    href: str = ""


@router.get("/")
def start(request: Request, office: TheOffice, who: MaybeWho) -> Response:
    """Show the first page: of the office to staff, of the public posts to everybody else."""
    store = office.store_for(who) if who else None
    newest = office.board.live.sort("opened_on", "post_id", descending=True).head(8)
    return page(
        request, "start.html", counts=counts(office, store), newest=newest.to_dicts(), found=[], asked="",
        more=False, not_found=False, work=sizes(office, store) if store else {},
    )  # fmt: skip


@router.post("/find", dependencies=[Depends(genuine_form)])
def look_up(
    request: Request, office: TheOffice, store: ScopedStore, q: Annotated[str, Form(max_length=300)]
) -> Response:
    """Lead to the one worker or letter that is meant; show namesakes to choose from.

    300 characters: a card reader may send all that the card says, the number among it.
    """
    found = find(store, q, office.today(), office.settings.serving.work)
    if found.letter:
        return forward(f"/letters/{found.letter}")
    if len(found.workers) == 1:
        return forward(f"/workers/{found.workers[0].worker_id}")
    return page(
        request, "start.html", counts=counts(office, store), newest=[], found=found.workers, asked=q[:60],
        more=found.more, not_found=not found.workers, work=sizes(office, store),
    )  # fmt: skip


@router.get("/language/{lang}")
def language(lang: str, back: str = "/") -> Response:
    """Switch the language and go back to the page, which must be one of ours."""
    ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    response = RedirectResponse(back if ours else "/", 303)
    response.set_cookie(
        COOKIE, "en" if lang == "en" else "zh", max_age=31_536_000, samesite="lax", httponly=True
    )
    return response


def counts(office: Office, store: Any | None) -> list[Count]:
    """Count what is open today; for staff also the letters of their division."""
    live, today = office.board.live, office.today()
    found = [
        Count("posts", live.height, "/posts"),
        Count("places", int(live["places_left"].sum() or 0)),
        Count("employers", live["employer_id"].n_unique()),
        Count("new", live.filter(pl.col("opened_on") == today).height),
    ]
    if store is None:
        return found
    month = store.referrals.frame(since=today.replace(day=1), until=today)
    return [
        *found,
        Count("workers", store.workers.count()),
        Count("letters", month.height),
        Count("slips_out", month.filter(pl.col("slip").is_null()).height),
        Count("hired", month.filter(pl.col("slip") == 1).height),
    ]
