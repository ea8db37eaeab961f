"""Unpaid wages told by the worker of a letter: the form, and the sheet for labour inspection."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from features.errors import InputError, NotFound, SpringwindError
from serving import referrals
from serving.api.params import Id, Letter
from serving.errors import status_of
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.language import language_of
from serving.release import clues
from serving.window.desk import day
from serving.window.forms import sent_form
from serving.window.letters import post_of
from serving.window.render import forward, page

router = APIRouter()

Sent = Annotated[dict[str, str], Depends(sent_form)]


@router.get("/letters/{letter}/clue")
def form(request: Request, letter: Letter, store: ScopedStore, office: TheOffice) -> Response:
    """Show the form for wages owed."""
    return _form(request, store, office, letter, {})


@router.post("/letters/{letter}/clue", dependencies=[Depends(genuine_form)])
def write(
    request: Request, letter: Letter, store: ScopedStore, who: Who, office: TheOffice, sent: Sent
) -> Response:
    """Write a clue down and lead to its sheet; what cannot be shows the form again, filled."""
    try:
        first, last = day(sent, "owed_from"), day(sent, "owed_to")
        if first is None or last is None:
            raise InputError("offer_missing", where="owed_from" if first is None else "owed_to")
        contract = {"true": True, "false": False}.get(sent.get("contract", ""))
        row = clues.open_clue(
            store, letter, first, last, office.today(), who=who.name, amount=number(sent, "amount"),
            people=number(sent, "people") or 1, contract=contract,
        )  # fmt: skip
    except InputError as error:
        message = error.message(language_of(request))
        return _form(request, store, office, letter, sent, message=message, status=status_of(error))
    return forward(f"/letters/clues/{row['clue_id']}")


@router.get("/letters/clues/{clue_id}")
def sheet(request: Request, clue_id: Id, store: ScopedStore, office: TheOffice) -> Response:
    """Show the sheet for labour inspection: employer, post, days, sum; no name of the worker."""
    return _sheet(request, store, office, store.clues.get(clue_id))


@router.post("/letters/clues/{clue_id}", dependencies=[Depends(genuine_form)])
def hand_over(clue_id: Id, store: ScopedStore, office: TheOffice, sent: Sent) -> Response:
    """Write down to whom the clue was handed."""
    clues.hand_over(store, clue_id, sent.get("handed_to", ""), office.today())
    return forward(f"/letters/clues/{clue_id}")


def number(sent: dict[str, str], name: str) -> int | None:
    """Read a whole number above zero; None where it is empty, InputError for what is none."""
    text = sent.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**9):
        raise InputError("clue_number", where=name)
    return int(text)


def _sheet(request: Request, store: Any, office: Any, clue: dict[str, Any]) -> Response:
    letter = referrals.by_letter(store, clue["letter_number"])
    post = post_of(office, letter)
    try:
        employer = store.employers.get(post["employer_id"])
    except (SpringwindError, KeyError) as error:
        raise NotFound("no_post", where="post_id", id=letter.post_id) from error
    return page(request, "clue.html", clue=clue, letter=letter, post=post, employer=employer)


def _form(
    request: Request, store: Any, office: Any, letter: str, told: dict[str, str], *, message: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    found = referrals.by_letter(store, letter)
    return page(
        request, "clue_form.html", status, letter=found, post=post_of(office, found), told=told,
        message=message, open=store.clues.rows(letter_number=letter),
    )  # fmt: skip
