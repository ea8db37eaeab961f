"""One booth of a fair, made for a phone: who talked, who wishes, and whether it is full."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from features.errors import NotFound, SpringwindError
from serving.api.params import Id
from serving.errors import status_of
from serving.fairs.desk import note as notes
from serving.fairs.desk.hall import queue_now
from serving.fairs.desk.intake import Desk
from serving.fairs.plan import fair_of
from serving.guard import ScopedStore, TheOffice, genuine_form
from serving.language import language_of
from serving.window.render import forward, page

router = APIRouter()


@router.get("/fairs/{fair_id}/booths/{employer_id}")
def booth(
    request: Request,
    fair_id: Id,
    employer_id: Id,
    store: ScopedStore,
    office: TheOffice,
    code: Annotated[str, Query(max_length=80)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show the form of a booth and how it stands."""
    return _booth(request, store, office, fair_id, employer_id, code=code, done=done)


@router.post("/fairs/{fair_id}/booths/{employer_id}/note", dependencies=[Depends(genuine_form)])
def note(
    request: Request,
    fair_id: Id,
    employer_id: Id,
    store: ScopedStore,
    office: TheOffice,
    number: Annotated[str, Form(max_length=300)],
    word: Annotated[Literal["intention", "passed", "withdrawn"], Form()],
    entry: Annotated[str, Form(pattern=r"^[0-9a-f]{8}$")],
    post_id: Annotated[str, Form(max_length=18)] = "",
) -> Response:
    """Write down a talk; what cannot be taken shows the form again with the reason."""
    desk, post = (
        Desk(f"E{employer_id}", entry, datetime.now(UTC)),
        int(post_id) if post_id.isdigit() else None,
    )
    try:
        noted = notes.note(store, fair_id, employer_id, number, word, desk, office.today(), post)
    except NotFound as error:
        return _booth(request, store, office, fair_id, employer_id, code=number, failed=error)
    return forward(f"/fairs/{fair_id}/booths/{employer_id}?done={noted.letter or noted.worker_id}")


@router.post("/fairs/{fair_id}/booths/{employer_id}/full", dependencies=[Depends(genuine_form)])
def full(fair_id: Id, employer_id: Id, store: ScopedStore, full: Annotated[bool, Form()]) -> Response:
    """Mark the booth full, or open again; the help desk obeys from now on."""
    desk = Desk(f"E{employer_id}", secrets.token_hex(4), datetime.now(UTC))
    notes.mark(store, fair_id, employer_id, full, desk)
    return forward(f"/fairs/{fair_id}/booths/{employer_id}")


def _booth(
    request: Request,
    store: Any,
    office: Any,
    fair_id: int,
    employer_id: int,
    *,
    code: str = "",
    done: str = "",
    failed: SpringwindError | None = None,
) -> Response:
    stand = notes.booth_of(store, fair_id, employer_id)
    now = queue_now(store, fair_id, datetime.now(UTC)).filter(employer_id=employer_id).row(0, named=True)
    posts = store.posts.open(office.today()).filter(employer_id=employer_id)
    message = failed.message(language_of(request)) if failed else ""
    return page(
        request,
        "fair_booth.html",
        status_of(failed) if failed else 200,
        fair=fair_of(store, fair_id),
        stand=stand,
        employer=store.employers.get(employer_id),
        now=now,
        posts=posts.to_dicts(),
        code=code,
        done=done,
        message=message,
        entry=secrets.token_hex(4),
    )
