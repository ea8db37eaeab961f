"""A worker: what is known, letters so far, posts that fit, and the way to a letter."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.records import StatusEntry
from features.records.vocabulary import Status
from serving import referrals
from serving.api.answers import with_posts, worker_out
from serving.api.params import Id
from serving.board import Board
from serving.guard import ScopedStore, TheOffice, genuine_form
from serving.language import language_of
from serving.scope import visible_worker
from serving.window.masked import masked_identity
from serving.window.render import forward, page
from serving.window.shared import said_once

router = APIRouter()

SHOWN = 8
"""Posts on a worker's page: a short list, read in a minute."""

STATUSES: tuple[str, ...] = get_args(Status)


@router.get("/workers/{worker_id}")
def worker(request: Request, worker_id: Id, office: TheOffice, store: ScopedStore) -> Response:
    """Show a worker with the posts that fit today."""
    lang, today = language_of(request), office.today()
    row = visible_worker(store, worker_id)
    known = letters(store, office.board, worker_id)
    out = {one["post_id"]: one["letter_number"] for one in known if one["slip"] is None}
    found = office.matcher.match_worker(worker_id, today, SHOWN)
    answer, shared = said_once(with_posts(found, office.board, today, lang), "worker")
    return page(
        request, "worker.html", worker=worker_out(row), masked=masked_identity(store, worker_id),
        answer=answer, shared=shared, letters=known, out=out, statuses=STATUSES,
    )  # fmt: skip


@router.post("/workers/{worker_id}/status", dependencies=[Depends(genuine_form)])
def set_status(
    worker_id: Id, office: TheOffice, store: ScopedStore, status: Annotated[Status, Form()]
) -> Response:
    """Write down the situation the worker tells at the window today; earlier entries stay."""
    visible_worker(store, worker_id)
    today = office.today()
    store.workers.set_status(
        StatusEntry(worker_id=worker_id, since=today, status=status, contacted_on=today, contact="reached")
    )
    return forward(f"/workers/{worker_id}")


@router.post("/workers/{worker_id}/refer", dependencies=[Depends(genuine_form)])
def refer(
    worker_id: Id,
    office: TheOffice,
    store: ScopedStore,
    post_id: Annotated[int, Form(ge=1)],
    position: Annotated[int | None, Form(ge=1, le=1000)] = None,
    listed: Annotated[str, Form(max_length=1000, pattern=r"^([0-9]{1,15}(,[0-9]{1,15}){0,99})?$")] = "",
) -> Response:
    """Write a letter and lead to it; the list it was chosen from is kept with it."""
    seen = [int(one) for one in listed.split(",") if one]
    letter = referrals.refer(store, worker_id, post_id, office.today(), position=position, listed=seen)
    return forward(f"/letters/{letter.letter_number}")


def letters(store: Any, board: Board, worker_id: int) -> list[dict[str, Any]]:
    """Give the worker's newest letters with the post's title and employer."""
    frame = store.referrals.of_worker(worker_id).sort("referred_on", "referral_id", descending=True).head(10)
    rows: list[dict[str, Any]] = frame.select("letter_number", "post_id", "referred_on", "slip").to_dicts()
    for row in rows:
        post = board.post(row["post_id"]) or {"title": "", "employer": ""}
        row.update(title=post["title"], employer=post["employer"])
    return rows
