"""Forms on paper for those who come without a phone: the post form an employer fills in by hand."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.window.render import page

router = APIRouter()


@router.get("/forms/post")
def post_form(request: Request) -> Response:
    """Show the post form ready for printing: posts, papers, and what the law asks for."""
    return page(request, "post_form.html", rows=range(4))
