"""The release of a post: its ledger, and the next act."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from features.records import LedgerEntry
from serving.api.params import Day, Id
from serving.api.shapes import Shape
from serving.guard import ScopedStore, Who
from serving.release import ledger
from serving.release.acts import Act, act_on

router = APIRouter(tags=["release"])


class EntryOut(Shape):
    """Show one act on a post; ``digest`` binds it to ``previous``."""

    seq: int
    post_id: int
    action: str
    at: datetime
    who: str
    why: str
    findings: list[str]
    content: str
    previous: str
    digest: str


class ActIn(Shape):
    """Ask for one act on a post; withdrawing and suspending need a reason."""

    action: Act
    why: Annotated[str, Field(max_length=500)] = ""


@router.get("/posts/{post_id}/ledger")
def post_ledger(post_id: Id, store: ScopedStore) -> list[EntryOut]:
    """Show what was done to a post, oldest first."""
    store.posts.get(post_id)
    return [_shown(entry) for entry in ledger.history(store, post_id)]


@router.post("/posts/{post_id}/ledger", status_code=201)
def act(post_id: Id, wish: ActIn, store: ScopedStore, who: Who, as_of: Day) -> EntryOut:
    """Check, approve, publish, withdraw or suspend a post in the caller's name."""
    act_on(store, post_id, wish.action, as_of, who=who.name, why=wish.why)
    return _shown(ledger.history(store, post_id)[-1])


def _shown(entry: LedgerEntry) -> EntryOut:
    return EntryOut.model_validate(entry.model_dump())
