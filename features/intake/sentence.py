"""Read what a worker says at the window into a profile. What was not said stays empty.

Rules, not a model: every fact keeps the words it came from, so that staff can see and correct it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from features.intake.sentence_clauses import clauses
from features.intake.sentence_facts import age, least_pay
from features.intake.sentence_needs import needs
from features.intake.sentence_places import wanted_places
from features.intake.sentence_skills import skills
from features.intake.sentence_wanted import named_in, practised, wanted_trades
from features.intake.sentence_years import years_of_work
from features.parse.certificates import parse_certificates
from features.records.vocabulary import Need


@dataclass(frozen=True, slots=True)
class Profile:
    """Hold what was said. ``said`` gives, per field, the words it came from."""

    text: str
    age: int | None = None
    wanted: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    monthly_low: int | None = None
    needs: tuple[Need, ...] = ()
    certificates: tuple[str, ...] = ()
    years_experience: float | None = None
    wanted_places: tuple[str, ...] = ()
    past_jobs: tuple[str, ...] = ()
    said: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def empty(self) -> bool:
        """Tell whether nothing was understood."""
        return not (self.said or self.wanted)


def read_sentence(text: str) -> Profile:
    """Read one sentence or note, Chinese or English."""
    parts = clauses(text)
    named = [name for part in parts for name in named_in(part)]
    wishes = {need: word for part in parts for need, word in needs(part.low).items()}
    wanted, past = wanted_trades(named, "couple_room" not in wishes)
    years_said = years_of_work(parts, named, wanted)
    pay, old = least_pay(parts), age(parts)
    papers = _as_said(text, tuple(c.said for c in parse_certificates(text)))
    places = wanted_places(parts)
    told = (s for p in parts if p.stance != "refused" for s in skills(p.raw))
    known = tuple(dict.fromkeys((*told, *practised(named, parts, years_said is not None))))
    said = {
        "age": (old[1],) if old else (), "wanted": wanted, "monthly_low": (pay[1],) if pay else (),
        "needs": tuple(wishes.values()), "certificates": papers, "skills": known,
        "years_experience": (years_said[1],) if years_said else (),
        "wanted_places": places, "past_jobs": past,
    }  # fmt: skip
    return Profile(
        text, old[0] if old else None, wanted, known, pay[0] if pay else None, tuple(wishes), papers,
        years_said[0] if years_said else None, places, past,
        MappingProxyType({key: words for key, words in said.items() if words}),
    )  # fmt: skip


def _as_said(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Give each word with the letters as they were typed."""
    low = text.lower()
    return tuple(text[low.find(w) : low.find(w) + len(w)] if w in low else w for w in words)
