"""Fairs: the list, and one fair with its plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Form, Request
from pydantic import ValidationError
from starlette.responses import Response

from serving.api.fairs import PlanIn, make_plan
from serving.api.params import Id
from serving.board import Board
from serving.errors import from_validation
from serving.fairs.config import FairConfig
from serving.fairs.plan import read
from serving.fairs.readiness import Item, readiness
from serving.guard import ScopedStore, TheOffice, genuine_form
from serving.window.render import forward, page

router = APIRouter()


@router.get("/fairs")
def fairs(request: Request, store: ScopedStore) -> Response:
    """Show the fairs, the latest first."""
    rows = store.fairs.frame().sort("held_on", descending=True)
    return page(request, "fairs.html", fairs=rows.to_dicts())


@router.get("/fairs/{fair_id}")
def fair(request: Request, fair_id: Id, store: ScopedStore, office: TheOffice) -> Response:
    """Show a fair with its plan as it was last made."""
    found = store.fairs.get(fair_id)
    invitations = store.fairs.invitations(fair_id)
    return page(
        request, "fair.html", fair=found, wish=PlanIn(), invitations=invitations.filter(~pl.col("reserve")),
        reserves=invitations["reserve"].sum(),
        booths=by_employer(store.fairs.booths(fair_id), invitations, office.board),
        ready=ready_items(store, fair_id, office.today()),
    )  # fmt: skip


@router.post("/fairs/{fair_id}/plan", dependencies=[Depends(genuine_form)])
def plan(
    fair_id: Id,
    store: ScopedStore,
    office: TheOffice,
    per_worker: Annotated[int, Form(ge=1, le=20)] = 3,
    per_place: Annotated[str, Form(max_length=6)] = "",
) -> Response:
    """Plan the invitations anew; the plan replaces the present one in one transaction."""
    try:
        wish = PlanIn.model_validate({"per_worker": per_worker, "per_place": per_place.strip() or None})
    except ValidationError as error:
        raise from_validation(error.errors()[0]) from None
    make_plan(office, store, fair_id, wish, office.today())
    return forward(f"/fairs/{fair_id}")


def ready_items(store: Any, fair_id: int, today: date) -> tuple[Item, ...]:
    """Give what must be ready; nothing before the fair has a booth."""
    if store.fairs.booths(fair_id).is_empty():
        return ()
    return readiness(read(store, fair_id, today, FairConfig())[1])


def by_employer(booths: pl.DataFrame, invitations: pl.DataFrame, board: Board) -> list[dict[str, Any]]:
    """Give one row per employer of the hall: booth, posts, places, people invited, value expected.

    Posts are the live ones and those people were invited to; what ended long ago is not offered in the hall.
    A post cannot end in more lasting jobs than it has places, however many are invited.
    """
    posts = board.posts.select("post_id", "employer_id", "employer", "places_left", "status")
    invited = invitations.filter(~pl.col("reserve")).join(posts, on="post_id")
    by_post = invited.group_by("employer_id", "post_id").agg(
        pl.len().alias("invited"), pl.min_horizontal(pl.col("value").sum(), pl.col("places_left").first())
    )
    told = by_post.group_by("employer_id").agg(pl.col("invited", "value").sum())
    offers = (pl.col("status") == "published") | pl.col("post_id").is_in(by_post["post_id"].implode())
    hall = posts.filter(offers).join(booths.select("employer_id", "booth"), on="employer_id")
    offered = hall.group_by("employer_id", "employer", "booth").agg(
        pl.len().alias("posts"), pl.col("places_left").sum().alias("places")
    )
    rows = offered.join(told, on="employer_id", how="left").fill_null(0)
    return rows.sort(pl.col("booth").replace(0, None), "employer", nulls_last=True).to_dicts()
