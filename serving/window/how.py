"""Say how ranking works and what it does not use; the table is read from the records themselves."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from features.records import Identity, Post, Use, Worker, fields_for
from serving.guard import TheOffice
from serving.window.render import page

router = APIRouter()


@router.get("/how")
def how(request: Request, office: TheOffice) -> Response:
    """Show the page for everybody: the law asks that automated ranking is said and explained."""
    uses = [
        {"use": use.value, "worker": _fields(use), "post": fields_for(Post, use)}
        for use in (Use.RANK, Use.GATE, Use.AUDIT, Use.NEVER)
    ]
    return page(request, "how.html", uses=uses, bundle=office.champion or "")


def _fields(use: Use) -> tuple[str, ...]:
    known = fields_for(Worker, use)
    sealed = (name for name in fields_for(Identity, use) if name != "worker_id")
    return (*known, *sealed)
