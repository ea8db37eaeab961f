"""For staff: one post in the words of every channel; who takes the posts, and what did not arrive."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from pydantic import ValidationError
from starlette.responses import Response

from features.errors import InputError
from features.say import say
from features.store.subscribers import CHANNELS, Channel
from serving.api.params import Id
from serving.api.subscribers import SubscriberIn
from serving.errors import from_validation
from serving.guard import ScopedStore, TheOffice, Who, genuine_form
from serving.language import language_of
from serving.release.channels import texts
from serving.release.feed_forms import base_of
from serving.release.follow import begin, end
from serving.release.takers import enter, signer_of, standings
from serving.window.render import forward, page
from serving.window.sheets import public_post

router = APIRouter()

ERRORS = 50
"""Posts that the province refused, on the page at a time."""


@router.get("/posts/{post_id}/channels")
def of_post(request: Request, post_id: Id, office: TheOffice, who: Who, store: ScopedStore) -> Response:
    """Show a published post ready for each channel: group text, script, picture, posters."""
    post, lang = public_post(office, post_id), language_of(request)
    name = office.settings.serving.office_name or say("window.office", lang)
    url = f"{base_of(request, office)}/posts/{post_id}"
    told = store.province.frame([post_id]).to_dicts()
    return page(
        request, "post_channels.html", post=post, group=texts.group_text(post, lang, url, name),
        script=texts.script(post, lang), province=told[0] if told else None,
    )  # fmt: skip


@router.get("/release/channels")
def overview(request: Request, office: TheOffice, store: ScopedStore) -> Response:
    """Show subscribers and what they lack, followed feeds, background work, the province's errors."""
    return _overview(request, office, store)


@router.post("/release/subscribers", dependencies=[Depends(genuine_form)])
def subscribe(
    request: Request,
    office: TheOffice,
    store: ScopedStore,
    who: Who,
    name: Annotated[str, Form(max_length=80)] = "",
    channel: Annotated[Channel, Form()] = "pull",
    url: Annotated[str, Form(max_length=500)] = "",
    divisions: Annotated[str, Form(max_length=500)] = "",
    occupations: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Enter a subscriber, and show once what it signs in with."""
    try:
        wish = SubscriberIn(
            name=name.strip(), channel=channel, url=url.strip(), divisions=_codes(divisions),
            occupations=_codes(occupations),
        )  # fmt: skip
    except ValidationError as error:
        raise from_validation(error.errors()[0]) from None
    taker = enter(store, office.board, wish, who.name)
    signer = signer_of(office)
    fresh = {
        "name": taker.name, "number": taker.subscriber_id, "token": signer.token(taker.subscriber_id),
        "secret": signer.secret(taker.subscriber_id),
    }  # fmt: skip
    return _overview(request, office, store, fresh)


@router.post("/release/subscribers/{subscriber_id}/end", dependencies=[Depends(genuine_form)])
def unsubscribe(subscriber_id: Id, store: ScopedStore) -> Response:
    """Send nothing more to a subscriber."""
    store.subscribers.end(subscriber_id)
    return forward("/release/channels")


@router.post("/release/followed", dependencies=[Depends(genuine_form)])
def follow(store: ScopedStore, who: Who, url: Annotated[str, Form(max_length=500)] = "") -> Response:
    """Follow another office's feed in the caller's name."""
    if not url.strip():
        raise InputError("wire_address", where="url", url="")
    feed = begin(store, url, who=who.name)
    store.jobs.ask("follow", str(feed.followed_id))
    return forward("/release/channels")


@router.post("/release/followed/{followed_id}/end", dependencies=[Depends(genuine_form)])
def unfollow(followed_id: Id, store: ScopedStore, who: Who) -> Response:
    """Follow a feed no longer; what it brought is taken back."""
    end(store, store.feeds.get(followed_id), who=who.name)
    return forward("/release/channels")


def _overview(request: Request, office: Any, store: Any, fresh: dict[str, Any] | None = None) -> Response:
    refused = store.province.frame(failed=True)
    titles = {number: (office.board.post(number) or {}).get("title", "") for number in refused["post_id"]}
    return page(
        request, "channels.html", standings=standings(store, office.board), followed=store.feeds.all(),
        jobs=store.jobs.all(), refused=refused.head(ERRORS).to_dicts(), refused_count=refused.height,
        titles=titles, channels=CHANNELS, fresh=fresh, cursor=office.board.cursor,
        whole=not store.scope,
    )  # fmt: skip


def _codes(text: str) -> tuple[str, ...]:
    """Read codes typed with spaces or commas between them."""
    for mark in "，、;；":
        text = text.replace(mark, " ")
    return tuple(text.replace(",", " ").split())
