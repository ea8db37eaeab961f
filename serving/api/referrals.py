"""Referrals: a letter, its slip, the later calls."""

from __future__ import annotations

from fastapi import APIRouter

from features.records import Referral
from serving import referrals
from serving.api.params import Day, Letter
from serving.api.shapes import OutcomeIn, ReferralIn, ReferralOut
from serving.guard import ScopedStore

router = APIRouter(tags=["referrals"])


@router.post("/referrals", status_code=201)
def refer(wish: ReferralIn, store: ScopedStore, as_of: Day) -> ReferralOut:
    """Write a referral letter."""
    letter = referrals.refer(
        store, wish.worker_id, wish.post_id, as_of, position=wish.position, source=wish.source,
        listed=wish.listed,
    )  # fmt: skip
    return shown(letter)


@router.get("/referrals/{letter}")
def letter(letter: Letter, store: ScopedStore) -> ReferralOut:
    """Show a letter by its number."""
    return shown(referrals.by_letter(store, letter))


@router.post("/referrals/{letter}/outcome")
def outcome(letter: Letter, told: OutcomeIn, store: ScopedStore, as_of: Day) -> ReferralOut:
    """Write down what came of a letter; what is left out stays unknown."""
    return shown(referrals.record_outcome(store, letter, told.model_dump(exclude_unset=True), as_of))


def shown(referral: Referral) -> ReferralOut:
    """Show a referral."""
    row = referral.model_dump()
    return ReferralOut(**{name: row[name] for name in ReferralOut.model_fields})
