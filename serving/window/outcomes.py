"""Write down what came of a letter, found by its number."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from pydantic import ValidationError
from starlette.responses import Response

from features.errors import InputError, NotFound
from serving import referrals
from serving.api.params import Letter
from serving.api.shapes import OutcomeIn
from serving.errors import from_validation
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.language import language_of
from serving.window.letters import post_of
from serving.window.render import forward, page

router = APIRouter()

FIELDS = (
    "slip", "slip_detail", "arrived_on", "interviewed", "not_hired",
    "stayed_30", "stayed_90", "wages_on_time",
)  # fmt: skip


@router.get("/outcome")
def ask_number(request: Request, who: Who) -> Response:
    """Ask for the letter's number."""
    return page(request, "outcome.html", letter=None, message="", asked="")


@router.post("/outcome", dependencies=[Depends(genuine_form)])
def open_by_number(
    request: Request, store: ScopedStore, letter: Annotated[str, Form(max_length=40)]
) -> Response:
    """Lead to the form of the letter; an unknown number is said at the field."""
    try:
        found = referrals.by_letter(store, referrals.need_letter(letter))
    except NotFound as error:
        message = error.message(language_of(request))
        return page(request, "outcome.html", 404, letter=None, message=message, asked=letter)
    return forward(f"/letters/{found.letter_number}/outcome")


@router.get("/letters/{letter}/outcome")
def form(request: Request, letter: Letter, office: TheOffice, store: ScopedStore) -> Response:
    """Show the form with what is known already."""
    found = referrals.by_letter(store, letter)
    return _form(request, office, found, _as_text(found.model_dump()))


@router.post("/letters/{letter}/outcome", dependencies=[Depends(genuine_form)])
async def save(request: Request, letter: Letter, office: TheOffice, store: ScopedStore) -> Response:
    """Keep what was told; what is left empty stays unknown. A contradiction shows the form again, filled."""
    from anyio import to_thread

    sent = await request.form()
    told = {name: str(sent.get(name) or "").strip() for name in FIELDS}
    return await to_thread.run_sync(_save, request, office, store, letter, told)


def _save(request: Request, office: Any, store: Any, letter: str, told: dict[str, str]) -> Response:
    found = referrals.by_letter(store, letter)
    try:
        news = outcome_of(told)
        referrals.record_outcome(store, letter, news, office.today())
    except InputError as error:
        message = error.message(language_of(request))
        return _form(request, office, found, told, message=message, status=422)
    return forward(f"/letters/{letter}")


def outcome_of(told: dict[str, str]) -> dict[str, Any]:
    """Read the form; what is empty is left out. InputError names a field that cannot be read."""
    filled = {
        name: int(value) if name == "slip" and value.isdigit() else value
        for name, value in told.items()
        if value
    }
    try:
        return OutcomeIn.model_validate(filled).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise from_validation(error.errors()[0]) from None


def _as_text(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if row[name] is None else str(row[name]).lower() for name in FIELDS}


def _form(
    request: Request, office: Any, found: Any, told: dict[str, str], *, message: str = "", status: int = 200
) -> Response:
    post = post_of(office, found)
    return page(
        request, "outcome.html", status, letter=found, post=post, told=told, message=message, asked=""
    )
