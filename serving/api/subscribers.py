"""Subscribers over HTTP: what each may fetch, and what it says it has taken."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from pydantic import Field

from features.errors import Conflict
from features.store.subscribers import Channel
from serving.api.params import Id
from serving.api.shapes import Shape
from serving.guard import ScopedStore, TheOffice, Who
from serving.release.deliver import wanted_by
from serving.release.feed import page
from serving.release.takers import Standing, enter, known, signer_of, standing, standings

router = APIRouter(tags=["release"])

Token = Annotated[str, Header(alias="X-Subscriber-Token", max_length=100)]


class SubscriberIn(Shape):
    """Ask for a subscriber; ``from_start`` sends everything that is out, not only what moves."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    channel: Channel
    url: Annotated[str, Field(max_length=500)] = ""
    divisions: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    occupations: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    from_start: bool = False


class SubscriberOut(Shape):
    """Show a subscriber, how far it has come, and the removals it has not taken."""

    subscriber_id: int
    name: str
    channel: Channel
    divisions: list[str]
    occupations: list[str]
    sent: int
    taken: int
    behind: int
    not_taken: list[int]
    failures: int
    last_error: str


class NewSubscriberOut(SubscriberOut):
    """Show a new subscriber with what it signs in with; both are shown here and nowhere else."""

    token: str
    secret: str


class TakenIn(Shape):
    """Say up to which cursor changes were taken."""

    cursor: Annotated[int, Field(ge=0, le=2**53)]


@router.get("/subscribers/{subscriber_id}/changes")
def changes(
    subscriber_id: Id,
    office: TheOffice,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    token: Token = "",
) -> Response:
    """Give a subscriber what has changed for it; to ask from a cursor says that all before it was taken."""
    taker = known(office, subscriber_id, token)
    body = page(office.board, after, limit, wanted_by(taker))
    if taker.began_seq < after <= taker.sent_seq:
        office.store.subscribers.acknowledge(subscriber_id, after)
    newest = min(after + limit, office.board.cursor)
    office.store.subscribers.sent(subscriber_id, newest)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/subscribers/{subscriber_id}/taken")
def taken(subscriber_id: Id, wish: TakenIn, office: TheOffice, token: Token = "") -> dict[str, int]:
    """Take a subscriber's word that it has taken everything up to a cursor."""
    taker = known(office, subscriber_id, token)
    if wish.cursor > taker.sent_seq:
        raise Conflict("taken_ahead", where="cursor", cursor=wish.cursor, sent=taker.sent_seq)
    office.store.subscribers.acknowledge(subscriber_id, wish.cursor)
    return {"taken": max(taker.acked_seq, wish.cursor)}


@router.get("/subscribers")
def subscribers(office: TheOffice, store: ScopedStore) -> list[SubscriberOut]:
    """Show who takes the posts of the caller's office."""
    return [shown(one) for one in standings(store, office.board)]


@router.post("/subscribers", status_code=201)
def subscribe(wish: SubscriberIn, office: TheOffice, store: ScopedStore, who: Who) -> NewSubscriberOut:
    """Enter a subscriber and give its token and the key its messages are signed with."""
    taker = enter(store, office.board, wish, who.name)
    signer, number = signer_of(office), taker.subscriber_id
    told = shown(standing(taker, office.board)).model_dump()
    return NewSubscriberOut(**told, token=signer.token(number), secret=signer.secret(number))


@router.delete("/subscribers/{subscriber_id}", status_code=204)
def unsubscribe(subscriber_id: Id, store: ScopedStore) -> None:
    """Send nothing more to a subscriber."""
    store.subscribers.end(subscriber_id)


def shown(one: Standing) -> SubscriberOut:
    """Give a standing as the API shows it; its address may hold a robot's key and stays out."""
    taker = one.subscriber
    return SubscriberOut(
        subscriber_id=taker.subscriber_id, name=taker.name, channel=taker.channel,
        divisions=list(taker.divisions), occupations=list(taker.occupations), sent=taker.sent_seq,
        taken=taker.acked_seq, behind=one.behind, not_taken=one.untaken["post_id"].to_list(),
        failures=taker.failures, last_error=taker.last_error,
    )  # fmt: skip
