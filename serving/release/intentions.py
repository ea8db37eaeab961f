"""A worker leaves name and phone at a post: it becomes an intention in the township's worklist.

The person is registered as a worker with the identity sealed in the vault, so that asking what is held,
correcting and erasing work as for everybody; somebody already registered by that phone and name is kept.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import polars as pl

from features.errors import Conflict, InputError
from features.records import Identity, Post, Worker, frame_schema
from features.store.vault import comparable
from serving.release.offers import clean

VALID_DAYS = 90
"""How long a registration that a worker made alone holds."""

STATES = ("new", "reached", "not_reached", "referred", "dropped")
State = Literal["new", "reached", "not_reached", "referred", "dropped"]
_PHONE = re.compile(r"(?:1\d{10}|0\d{9,11}|\d{7,8})")


def leave(
    store: Any, post: Post, name: str, phone: str, on: date, *, consent: bool, personalised: bool = False,
    township: str = "", channel: str = "page",
) -> int:  # fmt: skip
    """Write down an intention and give its number; the same person and post twice is one intention.

    Raises InputError for a name or phone that is none, a notice not agreed to, or no place to belong to;
    Conflict for a post that is not published.
    """
    name, phone = clean("name", name, 30), comparable("phone", clean("phone", phone, 30))
    if not consent:
        raise InputError("intention_consent", where="consent")
    if len(name) < 2 or re.search(r"\d", name):
        raise InputError("intention_name", where="name")
    if not _PHONE.fullmatch(phone):
        raise InputError("intention_phone", where="phone")
    if post.status != "published":
        raise Conflict("post_not_published", where="post_id", id=post.post_id, status=post.status)
    division = _division(township, post.division, store.scope)
    with store.transaction():
        worker_id = _known(store, name, phone) or _register(
            store, post, name, phone, on, division, personalised
        )
        mine = store.intentions.rows(worker_id=worker_id, post_id=post.post_id, state="new")
        if mine:
            return int(mine[0]["intention_id"])
        row = store.intentions.add(
            post_id=post.post_id, worker_id=worker_id, division=division, at=datetime.now(UTC),
            channel=channel if channel in ("page", "qr") else "page",
        )  # fmt: skip
    return int(row["intention_id"])


def handle(store: Any, intention_id: int, state: State, *, who: str) -> dict[str, Any]:
    """Write down what came of calling; what is dropped stays known, the worker as well."""
    found: dict[str, Any] = store.intentions.change(
        intention_id, state=state, who=who, handled_at=datetime.now(UTC)
    )
    return found


def townships(store: Any) -> list[str]:
    """Give the divisions in which workers are registered, as a worker may choose one."""
    frame = store.workers.frame()
    found: list[str] = frame["division"].unique().sort().to_list()
    return found[:200]


def _division(township: str, of_post: str, scope: str) -> str:
    for code in (township.strip(), of_post, scope):
        if re.fullmatch(r"[0-9]{6}|[0-9]{9}|[0-9]{12}", code):
            return code
    raise InputError("intention_township", where="township")


def _known(store: Any, name: str, phone: str) -> int | None:
    both = set(store.workers.find(phone)) & set(store.workers.find(name))
    return min(both, default=None)


def _register(
    store: Any, post: Post, name: str, phone: str, on: date, division: str, personalised: bool
) -> int:
    worker = Worker(
        worker_id=0, division=division, registered_on=on, valid_until=on + timedelta(days=VALID_DAYS),
        wanted=(post.title[:30],), consent_personalised=personalised, simulated=post.simulated,
    )  # fmt: skip
    worker_id = int(store.workers.add(worker))
    person = Identity(worker_id=worker_id, name=name, phone=phone).model_dump()
    store.workers.seal(pl.DataFrame([person], schema=frame_schema(Identity)))
    return worker_id
