"""Subscribers of the feed: what each may fetch, what it says it has taken, who lacks a removal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import Field

from features.errors import Conflict, InputError
from features.store.subscribers import Channel, Subscriber
from serving.api.params import Id
from serving.api.shapes import Shape
from serving.board import Board
from serving.errors import Unauthorised
from serving.guard import ScopedStore, TheOffice, Who
from serving.office import Office
from serving.release.deliver import wanted_by
from serving.release.feed import page
from serving.release.moves import SEEN_OUTSIDE
from serving.release.signing import Signer
from serving.release.wanted import Wanted
from serving.release.wire import checked_address

api = APIRouter(tags=["release"])

Token = Annotated[str, Header(alias="X-Subscriber-Token", max_length=100)]


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold how far a subscriber has come: entries of the ledger behind, and removals it has not taken."""

    subscriber: Subscriber
    behind: int
    untaken: pl.DataFrame

    @property
    def late(self) -> int:
        """Give how many removals it has not taken."""
        return self.untaken.height


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


@api.get("/subscribers/{subscriber_id}/changes")
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


@api.post("/subscribers/{subscriber_id}/taken")
def taken(subscriber_id: Id, wish: TakenIn, office: TheOffice, token: Token = "") -> dict[str, int]:
    """Take a subscriber's word that it has taken everything up to a cursor."""
    taker = known(office, subscriber_id, token)
    if wish.cursor > taker.sent_seq:
        raise Conflict("taken_ahead", where="cursor", cursor=wish.cursor, sent=taker.sent_seq)
    office.store.subscribers.acknowledge(subscriber_id, wish.cursor)
    return {"taken": max(taker.acked_seq, wish.cursor)}


@api.get("/subscribers")
def subscribers(request: Request, office: TheOffice, store: ScopedStore) -> list[SubscriberOut]:
    """Show who takes the posts of the caller's office."""
    return [shown(one) for one in standings(store, office.board)]


@api.post("/subscribers", status_code=201)
def subscribe(wish: SubscriberIn, office: TheOffice, store: ScopedStore, who: Who) -> NewSubscriberOut:
    """Enter a subscriber and give its token and the key its messages are signed with."""
    taker = enter(store, office.board, wish, who.name)
    signer, number = signer_of(office), taker.subscriber_id
    told = shown(standing(taker, office.board)).model_dump()
    return NewSubscriberOut(**told, token=signer.token(number), secret=signer.secret(number))


@api.delete("/subscribers/{subscriber_id}", status_code=204)
def unsubscribe(subscriber_id: Id, store: ScopedStore) -> None:
    """Send nothing more to a subscriber."""
    store.subscribers.end(subscriber_id)


def enter(store: Any, board: Board, wish: SubscriberIn, who: str) -> Subscriber:
    """Enter a subscriber; InputError for an address or a code that is none."""
    Wanted(wish.divisions, wish.occupations)
    if wish.channel != "pull":
        checked_address(wish.url)
    elif wish.url:
        raise InputError("rule_taker_url", where="url")
    began = 0 if wish.from_start or wish.channel == "pull" else board.cursor
    number = store.subscribers.add(
        wish.name.strip(), wish.channel, url=wish.url.strip(), divisions=wish.divisions,
        occupations=wish.occupations, began_seq=began, who=who,
    )  # fmt: skip
    if wish.channel != "pull":
        store.jobs.ask("deliver", str(number))
    found: Subscriber = store.subscribers.get(number)
    return found


def known(office: Office, subscriber_id: int, token: str) -> Subscriber:
    """Give the subscriber a token belongs to; Unauthorised for any other."""
    if not token or not signer_of(office).token_ok(subscriber_id, token):
        raise Unauthorised("wrong_token", where="X-Subscriber-Token")
    found: Subscriber = office.store.subscribers.get(subscriber_id)
    return found


def signer_of(office: Office) -> Signer:
    """Give the keys of this office's channels."""
    return Signer(office.settings.data_dir / "keys")


def standings(store: Any, board: Board) -> list[Standing]:
    """Give how far each subscriber has come."""
    return [standing(taker, board) for taker in store.subscribers.all()]


def standing(taker: Subscriber, board: Board) -> Standing:
    """Give how far one subscriber has come."""
    return Standing(taker, max(0, board.cursor - taker.acked_seq), untaken(taker, board))


def untaken(taker: Subscriber, board: Board) -> pl.DataFrame:
    """Give post_id, title, employer, status and at of removals a subscriber may not know of.

    It may hold what was out at any time up to what was sent to it; it knows what happened up to what it
    has taken.
    """
    after = board.ledger.filter((pl.col("seq") > taker.acked_seq) & pl.col("action").is_in(SEEN_OUTSIDE))
    last = after.unique("post_id", keep="last").select("post_id", "at")
    out = board.ledger.filter(
        (pl.col("seq") <= taker.sent_seq)
        & pl.col("action").is_in(("published", "changed"))
        & pl.col("post_id").is_in(last["post_id"].implode())
    )["post_id"]
    gone = board.posts.filter(
        (pl.col("status") != "published") & pl.col("post_id").is_in(out.unique().implode())
    )
    kept = wanted_by(taker).keep(gone).select("post_id", "title", "employer", "status")
    return kept.join(last, on="post_id", how="inner").sort("at", "post_id")


def shown(one: Standing) -> SubscriberOut:
    """Give a standing as the API shows it; its address may hold a robot's key and stays out."""
    taker = one.subscriber
    return SubscriberOut(
        subscriber_id=taker.subscriber_id, name=taker.name, channel=taker.channel,
        divisions=list(taker.divisions), occupations=list(taker.occupations), sent=taker.sent_seq,
        taken=taker.acked_seq, behind=one.behind, not_taken=one.untaken["post_id"].to_list(),
        failures=taker.failures, last_error=taker.last_error,
    )  # fmt: skip
