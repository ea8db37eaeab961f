"""Take in a visitor nobody knows yet: what was said, who it is, and the registration it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from features.errors import InputError
from features.parse.phone import parse_phone
from features.records import Fair, Identity, Worker, frame_schema
from matching.profile import profile_of, worker_of

VALID = timedelta(days=180)
"""How long a registration taken at a fair lasts."""

LONGEST_NAME = 60

OPEN = (
    "skills", "needs", "certificates", "years_experience", "monthly_low", "born_month", "wanted_places",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitor:
    """Hold what the desk writes down. Name and phone go into the vault and nowhere else."""

    said: str = ""
    name: str = ""
    phone: str = ""
    village: str = ""

    def __repr__(self) -> str:
        """Show nothing of the person: a visitor in a log or a traceback names nobody."""
        return "Visitor(...)"


def known(store: Any, visitor: Visitor) -> int | None:
    """Give the worker this phone belongs to, if it is in sight."""
    if not visitor.phone:
        return None
    found: dict[str, int] = store.workers.identities.known("phone", [visitor.phone])
    return found.get(visitor.phone)


def row_of(store: Any, fair: Fair, visitor: Visitor, worker_id: int | None, as_of: date) -> pl.DataFrame:
    """Give the one-row worker frame to score: what was said now goes before what was registered."""
    home = None if fair.lat is None or fair.lon is None else (fair.lat, fair.lon)
    said = worker_of(profile_of(visitor.said), as_of, home) if visitor.said.strip() else None
    if worker_id is None:
        if said is None:
            raise InputError("fair_said_nothing", where="said")
        return said
    stored: pl.DataFrame = store.workers.frame(ids=[worker_id], as_of=as_of)
    if said is None:
        return stored
    now = {name: said[name] for name in ("wanted", "skills", "needs") if len(said[name][0])}
    return stored.with_columns(**now)


def register(store: Any, fair: Fair, visitor: Visitor, as_of: date) -> int:
    """Register a visitor under the fair's division and seal who it is; gives the worker's number.

    Only words that name a trade or a need are kept in the open; the sentence itself is sealed.
    """
    worker = Worker(
        worker_id=0, division=fair.division, place=visitor.village[:40], registered_on=as_of,
        valid_until=as_of + VALID, simulated=fair.simulated, **_told(visitor, as_of),
    )  # fmt: skip
    worker_id: int = store.workers.add(worker)
    keep_identity(store, worker_id, visitor)
    return worker_id


def _told(visitor: Visitor, as_of: date) -> dict[str, Any]:
    """Give what of the sentence stands in the open: trades, skills, needs, pay, age as a month."""
    if not visitor.said.strip():
        return {}
    profile = profile_of(visitor.said)
    frame = worker_of(profile, as_of).row(0, named=True)
    told = {name: frame[name] for name in OPEN}
    nearby = {"will_leave": False} if "near_home" in profile.needs else {}
    return {**told, "wanted": profile.wanted[:3], **nearby}


def keep_identity(store: Any, worker_id: int, visitor: Visitor) -> None:
    """Seal who a visitor is; with neither name nor phone there is nothing to seal."""
    if not (visitor.name or visitor.phone):
        return
    identity = Identity(
        worker_id=worker_id, name=visitor.name, phone=visitor.phone, own_words=visitor.said[:2000]
    )
    store.workers.seal(pl.DataFrame([identity.model_dump()], schema=frame_schema(Identity)))


def complete(store: Any, worker_id: int, told: Visitor) -> None:
    """Add a name or phone that was missing so far; what is known already stays as it is.

    Without it the order in which two sheets come back would decide whether a name is kept.
    """
    if told.name and worker_id in store.workers.find(told.name) and not told.phone:
        return
    found = store.workers.identities.frame([worker_id], why="fair: complete a registration")
    if found.is_empty():
        keep_identity(store, worker_id, told)
        return
    old = found.row(0, named=True)
    new = {**old, "name": old["name"] or told.name, "phone": old["phone"] or told.phone}
    if new != old:
        store.workers.seal(pl.DataFrame([new], schema=frame_schema(Identity)))


def checked(visitor: Visitor) -> Visitor:
    """Give the visitor with tidy fields; InputError for a phone that is none or a name too long."""
    name = " ".join(visitor.name.split())
    if len(name) > LONGEST_NAME:
        raise InputError("fair_name_long", where="name", most=LONGEST_NAME)
    phone = ""
    if visitor.phone.strip():
        phone = _number(visitor.phone)
    return Visitor(visitor.said.strip(), name, phone, visitor.village.strip())


def _number(text: str) -> str:
    """Read a phone number; eleven digits are taken as they are."""
    digits = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"1\d{10}", digits):
        return digits
    found = parse_phone(text)
    if found is None:
        raise InputError("fair_phone", where="phone")
    return found.number
