"""What if: try changes on a fair's plan, nothing is kept."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from features.errors import InputError, SpringwindError
from serving.api.params import Id
from serving.errors import status_of
from serving.fairs import whatif
from serving.fairs.plan import fair_of
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.language import language_of
from serving.window.render import page

router = APIRouter()

Part = Annotated[str, Form(max_length=30)]
MOST_CHANGES = 12


@router.get("/fairs/{fair_id}/what-if")
def ask(request: Request, fair_id: Id, store: ScopedStore) -> Response:
    """Show the form for a first change."""
    return _page(request, store, fair_id, ())


@router.post("/fairs/{fair_id}/what-if", dependencies=[Depends(genuine_form)])
def answer(
    request: Request, fair_id: Id, store: ScopedStore, office: TheOffice, who: Who, kind: Part = "",
    number: Part = "", value: Part = "", changes: Annotated[str, Form(max_length=600)] = "",
) -> Response:  # fmt: skip
    """Solve the fair again after the changes so far and the new one; a refusal keeps what was there."""
    before = tuple(changes.split())[:MOST_CHANGES]
    asked = before + ((whatif.written(kind, number, value),) if kind in whatif.KINDS else ())
    trials: whatif.Trials = _trials(request.app)
    try:
        inputs = trials.inputs(store, office.matcher, fair_id, office.today(), (who, office.seq))
        found = whatif.tried(inputs, asked)
    except InputError as error:
        return _page(request, store, fair_id, before, failed=error, told=(kind, number, value))
    blocks = whatif.blocks(found, inputs.posts, language_of(request))
    return _page(request, store, fair_id, asked, paper={"blocks": blocks})


def _trials(app: Any) -> whatif.Trials:
    if not hasattr(app.state, "trials"):
        app.state.trials = whatif.Trials()
    found: whatif.Trials = app.state.trials
    return found


def _page(
    request: Request, store: Any, fair_id: int, changes: tuple[str, ...],
    paper: dict[str, Any] | None = None, failed: SpringwindError | None = None,
    told: tuple[str, str, str] = ("", "", ""),
) -> Response:  # fmt: skip
    message = failed.message(language_of(request)) if failed else ""
    return page(
        request, "fair_whatif.html", status_of(failed) if failed else 200, fair=fair_of(store, fair_id),
        kinds=whatif.KINDS, changes=changes, paper=paper, message=message, told=told,
        said=[whatif.said(change, language_of(request)) for change in changes],
    )  # fmt: skip
