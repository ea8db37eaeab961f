"""From what was said at the window to a one-row worker frame that the engine can match."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from features.codes.divisions import Divisions
from features.errors import InputError
from features.intake import Profile, read_sentence
from features.parse.place import parse_place
from features.records import Worker, frame_schema

LONGEST_SENTENCE = 2000
"""Characters of one sentence at the window; a longer text is no sentence."""


def profile_of(text: str) -> Profile:
    """Read a sentence; one without a letter or digit, and an overlong one, raise InputError."""
    if not any(character.isalnum() for character in text):
        raise InputError("empty_text", where="text")
    if len(text) > LONGEST_SENTENCE:
        raise InputError("text_too_long", where="text", length=len(text), most=LONGEST_SENTENCE)
    return read_sentence(text)


def worker_of(
    profile: Profile, as_of: date, home: tuple[float, float] | None = None, table: Divisions | None = None
) -> pl.DataFrame:
    """Give the one-row frame of somebody who is not registered, seeking on ``as_of``.

    ``home`` (degrees north, east) is the office's own middle: who comes to its window lives near it. Unless
    they ask to stay near home, no distance keeps a post out; it only sorts. A trade that no rule named is
    looked for with the whole sentence, so that words unknown to the rules still count.
    """
    places = [parse_place(said, table) for said in profile.wanted_places]
    wanted = profile.wanted or ((profile.text,) if not profile.skills else ())
    lat, lon = home or (None, None)
    told: dict[str, Any] = {
        "worker_id": 0,
        "division": "",
        "lat": lat,
        "lon": lon,
        "will_leave": "near_home" not in profile.needs,
        "registered_on": as_of,
        "valid_until": as_of,
        "born_month": _born(profile.age, as_of),
        "wanted": wanted[:3],
        "skills": profile.skills,
        "certificates": profile.certificates,
        "past_jobs": profile.past_jobs,
        "years_experience": profile.years_experience,
        "monthly_low": profile.monthly_low,
        "needs": profile.needs,
        "wanted_places": tuple(place.prefix for place in places if place),
    }
    return pl.DataFrame([Worker(**told).model_dump()], schema=frame_schema(Worker))


def understood(profile: Profile) -> dict[str, Any]:
    """Give the facts that were said, field by field, with the words they came from."""
    facts = {name: getattr(profile, name) for name in _FACTS}
    return {
        name: {
            "value": list(value) if isinstance(value, tuple) else value,
            "said": list(profile.said.get(name, ())),
        }
        for name, value in facts.items()
        if value not in (None, ())
    }


_FACTS = (
    "age", "wanted", "skills", "monthly_low", "needs", "certificates", "years_experience", "wanted_places",
    "past_jobs",
)  # fmt: skip


def _born(age: int | None, as_of: date) -> date | None:
    """Give a month of birth that makes somebody exactly ``age`` on that day: the middle of the year."""
    if age is None:
        return None
    middle = as_of - timedelta(days=182)
    return date(middle.year - age, middle.month, 1)
