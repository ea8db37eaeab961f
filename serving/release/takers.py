"""Subscribers of the feed: how one is entered, how far each has come, who lacks a removal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from features.errors import InputError
from features.store.subscribers import Channel, Subscriber
from serving.board import Board
from serving.errors import Unauthorised
from serving.office import Office
from serving.release.deliver import wanted_by
from serving.release.moves import SEEN_OUTSIDE
from serving.release.signing import Signer
from serving.release.wanted import Wanted
from serving.release.wire import checked_address


class Wish(Protocol):
    """Be what a form or a request says of a new subscriber."""

    @property
    def name(self) -> str:
        """Give its name."""
        ...

    @property
    def channel(self) -> Channel:
        """Give how it takes posts."""
        ...

    @property
    def url(self) -> str:
        """Give the address posts are sent to, empty for one that fetches."""
        ...

    @property
    def divisions(self) -> tuple[str, ...]:
        """Give division prefixes."""
        ...

    @property
    def occupations(self) -> tuple[str, ...]:
        """Give occupation prefixes."""
        ...

    @property
    def from_start(self) -> bool:
        """Say whether it is sent everything that is out."""
        ...


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


def enter(store: Any, board: Board, wish: Wish, who: str) -> Subscriber:
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
