"""Fairs: one plan for everybody who is invited."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from serving.access.guard import ScopedStore, TheOffice
from serving.api.params import Day, Id
from serving.api.shapes import Shape
from serving.office import Office

router = APIRouter(tags=["fairs"])


class PlanIn(Shape):
    """Say how many invitations: per worker, and per place of a post."""

    per_worker: Annotated[int, Field(ge=1, le=20)] = 3
    per_place: Annotated[float, Field(gt=0, le=20, description="most invitations per place offered")] = 2.0


class InvitationOut(Shape):
    """Invite one worker to one post."""

    worker_id: int
    post_id: int
    rank: int
    value: float
    reserve: bool


class PlanOut(Shape):
    """Show a plan: the invitations, who is left without one, and how it compares."""

    fair_id: int
    as_of: date
    invitations: list[InvitationOut]
    unserved: list[int]
    objective: float
    greedy: float | None
    top_k: float | None
    notes: list[str]


def real_planner(*arguments: Any, **named: Any) -> Any:
    """Plan with the engine's allocation."""
    from serving.fairs.plan import plan_fair

    return plan_fair(*arguments, **named)


@router.post("/fairs/{fair_id}/plan")
def plan(fair_id: Id, wish: PlanIn, office: TheOffice, store: ScopedStore, as_of: Day) -> PlanOut:
    """Allocate invitations for a fair under headcount, and keep them as the fair's plan."""
    made = make_plan(office, store, fair_id, wish, as_of)
    rows = made.invitations.select(InvitationOut.model_fields.keys())
    return PlanOut(
        fair_id=fair_id, as_of=as_of, invitations=[InvitationOut(**row) for row in rows.to_dicts()],
        unserved=[], objective=made.objective, greedy=None, top_k=None, notes=[],
    )  # fmt: skip


def make_plan(office: Office, store: Any, fair_id: int, wish: PlanIn, as_of: date) -> Any:
    """Plan a fair with the service's matcher; raise NotFound for an unknown fair."""
    store.fairs.get(fair_id)
    return real_planner(store, office.matcher, fair_id, wish, as_of)
