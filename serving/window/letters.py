"""The referral letter (介绍信) with its tear-off slip (回执), to be printed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from features.errors import NotFound
from features.records import Referral
from features.say import say
from serving import referrals
from serving.api.params import Letter
from serving.guard import ScopedStore, TheOffice
from serving.language import language_of
from serving.office import Office
from serving.window.render import page

router = APIRouter()


@router.get("/letters/{letter}")
def letter(request: Request, letter: Letter, office: TheOffice, store: ScopedStore) -> Response:
    """Show a letter ready for printing. It bears the worker's name: the employer has to know who comes."""
    found = referrals.by_letter(store, letter)
    fallback = say("window.worker.number", language_of(request), number=found.worker_id)
    return page(
        request,
        "letter.html",
        letter=found,
        post=post_of(office, found),
        name=_name(store, found) or fallback,
    )


def post_of(office: Office, referral: Referral) -> dict[str, Any]:
    """Give the post of a letter, whatever has become of it; NotFound if it is gone."""
    post = office.board.post(referral.post_id)
    if post is None:
        raise NotFound("no_post", where="post_id", id=referral.post_id)
    return post


def _name(store: Any, referral: Referral) -> str:
    try:
        return str(store.workers.identity(referral.worker_id, why=f"letter {referral.letter_number}").name)
    except NotFound:
        return ""
