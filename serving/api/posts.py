"""Posts: one as it stands, and the workers who fit."""

from __future__ import annotations

from fastapi import APIRouter

from features.errors import NotFound
from serving.api.answers import post_out, with_workers
from serving.api.params import Day, HowMany, Id, Tongue
from serving.api.shapes import AnswerOut, PostOut
from serving.guard import MaybeWho, ScopedStore, TheOffice, Who
from serving.scope import reach, visible_workers

router = APIRouter(tags=["posts"])


@router.get("/posts/{post_id}")
def post(post_id: Id, office: TheOffice, who: MaybeWho) -> PostOut:
    """Show a post: anybody sees what is published, staff see every post."""
    row = office.board.post(post_id)
    if row is None or (who is None and row["status"] != "published"):
        raise NotFound("no_post", where="post_id", id=post_id)
    return post_out(row)


@router.get("/posts/{post_id}/candidates")
def candidates(
    *, post_id: Id, office: TheOffice, who: Who, store: ScopedStore, as_of: Day, k: HowMany, lang: Tongue
) -> AnswerOut:
    """Find workers of the caller's division for a post."""
    if office.board.post(post_id) is None:
        raise NotFound("no_post", where="post_id", id=post_id)
    answer = office.matcher.candidates(post_id, as_of, reach(who, k))
    return with_workers(answer, visible_workers(store, answer.matches), as_of, lang, k=k)
