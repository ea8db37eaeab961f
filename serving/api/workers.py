"""Workers: what may be known of one, and the posts that fit."""

from __future__ import annotations

from fastapi import APIRouter

from serving.api.answers import with_posts, worker_out
from serving.api.params import Day, HowMany, Id, Tongue
from serving.api.shapes import AnswerOut, WorkerOut
from serving.guard import ScopedStore, TheOffice
from serving.scope import visible_worker

router = APIRouter(tags=["workers"])


@router.get("/workers/{worker_id}")
def worker(worker_id: Id, store: ScopedStore) -> WorkerOut:
    """Show a worker of the caller's division without saying who it is."""
    return worker_out(visible_worker(store, worker_id))


@router.get("/workers/{worker_id}/matches")
def matches(
    *, worker_id: Id, office: TheOffice, store: ScopedStore, as_of: Day, k: HowMany, lang: Tongue
) -> AnswerOut:
    """Find posts for a registered worker: stages, reasons, what stands against, and the criteria."""
    visible_worker(store, worker_id)
    answer = office.matcher.match_worker(worker_id, as_of, k)
    return with_posts(answer, office.board, as_of, lang)
