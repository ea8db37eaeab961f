"""Fairs: one plan for everybody who is invited."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from serving.api.params import Day, Id, Tongue
from serving.api.shapes import Shape
from serving.guard import ScopedStore, TheOffice
from serving.office import Office

router = APIRouter(tags=["fairs"])


class PlanIn(Shape):
    """Say how many invitations: per worker, and per place of a post (null = as many as it needs)."""

    per_worker: Annotated[int, Field(ge=1, le=20)] = 3
    per_place: Annotated[float | None, Field(ge=1, le=50)] = None


class InvitationOut(Shape):
    """Invite one worker to one post; ``value`` is the expected number of lasting placements."""

    worker_id: int
    post_id: int
    rank: int
    value: float
    reserve: bool


class BoothOut(Shape):
    """Sum up one booth; ``state`` is open, short, full, starving or closed."""

    booth: int | None
    employer_id: int
    name: str
    posts: int
    places: int
    invited: int
    value: float
    state: str


class UnservedOut(Shape):
    """Name a worker left without an invitation, and why."""

    worker_id: int
    reason: str


class ReadyOut(Shape):
    """Say of one preparation whether it is done, due or late."""

    name: str
    state: str
    message: str


class PlanOut(Shape):
    """Show a plan: who is invited, who is left, how it compares, and what is not ready yet."""

    fair_id: int
    as_of: date
    invitations: list[InvitationOut]
    booths: list[BoothOut]
    unserved: list[UnservedOut]
    objective: float
    greedy: float
    top_k: float
    certified: bool
    readiness: list[ReadyOut]
    notes: list[str]


@router.post("/fairs/{fair_id}/plan")
def plan(
    *, fair_id: Id, wish: PlanIn, office: TheOffice, store: ScopedStore, as_of: Day, lang: Tongue
) -> PlanOut:
    """Allocate invitations for a fair under headcount, and keep them as the fair's plan."""
    made = make_plan(office, store, fair_id, wish, as_of)
    return PlanOut(
        fair_id=fair_id,
        as_of=as_of,
        invitations=_rows(InvitationOut, made.invitations),
        booths=_rows(BoothOut, made.booths),
        unserved=_rows(UnservedOut, made.unserved),
        objective=made.objective,
        greedy=made.greedy,
        top_k=made.top_k,
        certified=made.certified,
        readiness=[
            ReadyOut(name=item.name, state=item.state, message=item.told.text(lang))
            for item in made.readiness
        ],
        notes=[note.text(lang) for note in made.notes],
    )


def make_plan(office: Office, store: Any, fair_id: int, wish: PlanIn, as_of: date) -> Any:
    """Plan a fair with the service's matcher; raise NotFound for an unknown fair."""
    from serving.fairs.plan import plan_fair

    return plan_fair(store, office.matcher, fair_id, wish, as_of)


def _rows(shape: type[Any], frame: Any) -> list[Any]:
    return [shape(**row) for row in frame.select(list(shape.model_fields)).to_dicts()]
