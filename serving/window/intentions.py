"""The township's list of people who left name and phone at a post, to be called and registered."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import InputError
from serving.api.params import Id
from serving.guard import ScopedStore, Who, genuine_form
from serving.release.intentions import STATES, handle
from serving.window.masked import masked_identity
from serving.window.render import forward, page

router = APIRouter()

SHOWN = 50


@router.get("/intentions")
def worklist(request: Request, store: ScopedStore, who: Who) -> Response:
    """Show the open intentions of the caller's division, the oldest first; names are masked."""
    waits = [*store.intentions.rows(state="new"), *store.intentions.rows(state="not_reached")]
    rows = [_shown(store, row) for row in waits[:SHOWN]]
    posts = store.posts.frame(ids={row["post_id"] for row in rows})
    titles = {row["post_id"]: row for row in posts.to_dicts()}
    return page(
        request,
        "intentions.html",
        rows=rows,
        posts=titles,
        states=STATES[1:],
        more=max(0, len(waits) - SHOWN),
    )


@router.post("/intentions/{intention_id}", dependencies=[Depends(genuine_form)])
def called(
    intention_id: Id, store: ScopedStore, who: Who, state: Annotated[str, Form(max_length=20)]
) -> Response:
    """Write down what came of calling."""
    if state not in STATES:
        raise InputError("intention_state", where="state")
    row = handle(store, intention_id, state, who=who.name)  # type: ignore[arg-type]
    return forward(f"/workers/{row['worker_id']}" if state == "reached" else "/intentions")


def _shown(store: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "person": masked_identity(store, row["worker_id"])}
