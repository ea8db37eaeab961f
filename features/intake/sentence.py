"""Read what a worker says at the window into a profile. What was not said stays empty.

Rules, not a model: every fact keeps the words it came from, so that staff can see and correct it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from features.intake.sentence_clauses import Clause, clauses, given_up
from features.intake.sentence_facts import age, least_pay, years
from features.intake.sentence_needs import needs
from features.intake.sentence_places import wanted_places
from features.intake.sentence_skills import skills
from features.intake.sentence_trades import Word, generic, trades
from features.intake.sentence_work import same_work
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


@dataclass(frozen=True, slots=True)
class _Named:
    """Hold one trade word with the clause it stands in."""

    word: str
    clause: Clause
    found: Word
    years: float | None


def read_sentence(text: str) -> Profile:
    """Read one sentence or note, Chinese or English."""
    parts = clauses(text)
    named = [name for part in parts for name in _named(part)]
    wishes = {need: word for part in parts for need, word in needs(part.low).items()}
    wanted, past = _wanted(named, "couple_room" not in wishes)
    years_said = _years(parts, named, wanted)
    pay, old = least_pay(parts), age(parts)
    papers = _as_said(text, tuple(c.said for c in parse_certificates(text)))
    places = wanted_places(parts)
    known = tuple(dict.fromkeys(s for p in parts if p.stance != "refused" for s in skills(p.raw)))
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


def _named(part: Clause) -> list[_Named]:
    found = trades(part.low)
    if not found and part.stance == "wish":
        last = generic(part.low)
        found = [last] if last else []
    if "child_school" in needs(part.low):
        found = [word for word in found if word.kind == "trade"]
    span = years(part, bool(found))
    if span is None and re.search("半辈子|一辈子|[好很]?多年|好几年", part.low):
        span = 0.0
    return [_Named(part.raw[w.start : w.end], part, w, span) for w in found]


def _wanted(named: list[_Named], alone: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sort trades (``alone``: nobody comes along): asked for now; otherwise those told with their years; otherwise the past ones."""
    trade = [n for n in named if n.found.kind == "trade" and not (alone and _theirs(n.clause))]
    place = [n for n in named if n.found.kind == "place" and n.clause.stance not in ("refused", "past")]
    now = [n for n in trade if n.clause.stance == "wish" or (n.clause.stance == "told" and n.years is None)]
    told = [n for n in trade if n.clause.stance == "told" and n.years is not None]
    gone = [n for n in trade if n.clause.stance == "past"]
    chosen = _asked(now) or told or gone or place
    words = tuple(dict.fromkeys(n.word for n in chosen))
    past = tuple(dict.fromkeys(n.word for n in (*told, *gone) if n.word not in words))
    return words, past


_THEIRS = re.compile(
    r"^(?:我|俺)?(?:家)?(?:老婆|媳妇|老公|爱人|对象|男人|女人|那口子|儿子|女儿|闺女|儿媳妇?|女婿|爸|妈|爹|娘|父亲|母亲|哥|姐|弟弟?|妹妹?)"
    r".{0,3}(?:在|是|搞|做|开|跑|当|干)|my (?:wife|husband|son|daughter|brother|sister) (?:is|works)"
)


def _theirs(clause: Clause) -> bool:
    """Tell what somebody else does, who does not come along and for whom nothing is asked."""
    return bool(_THEIRS.search(clause.low)) and clause.stance == "told" and not re.search("找|想|要", clause.low)


_STRONG = re.compile(
    r"找|求(?!稳)|寻|揾|应聘|想(?:做|当|干|进|搞|来|去|在)|要(?:做|当|干)|转行做|换行做|改行做|还(?:做|干|当|想)"
    r"|looking for|want|seek|apply"
)
"""Words that ask for a trade outright."""
_KNOWN = re.compile(r"(?<!不)(?<!机)(?<!社)会(?![计议所员展])|懂|熟悉|擅长|学过|can ")
"""Words that tell what somebody is able to do."""
_FOR_NOW = re.compile(r"先(?:做|干|当|找)")


def _asked(now: list[_Named]) -> list[_Named]:
    """What is asked for outright stands before what is merely known, what is done for now before the rest."""
    if for_now := [n for n in now if _FOR_NOW.search(n.clause.low)]:
        return for_now
    asked = [bool(_STRONG.search(n.clause.low)) for n in now]
    if not any(asked):
        return now
    first = asked.index(True)
    behind = [n for n in now[first:] if not _KNOWN.search(n.clause.low) or _STRONG.search(n.clause.low)]
    return [n for n in now[:first] if n.clause.stance == "wish" and not _KNOWN.search(n.clause.low)] + behind


def _years(
    parts: tuple[Clause, ...], named: list[_Named], wanted: tuple[str, ...]
) -> tuple[float, str] | None:
    """Count years in the wanted trade or one of the same work; those of a trade given up do not count."""
    own: dict[int, list[str]] = {}
    for name in named:
        own.setdefault(id(name.clause), []).append(name.word)
    best: tuple[float, str] | None = None
    changing = any(re.search("换|转行|想学|改行|不想|change", p.low) for p in parts)
    for part in parts:
        words = own.get(id(part), [])
        span = years(part, bool(words))
        if span is None or (best is not None and best[0] >= span) or part.stance == "refused":
            continue
        if words and wanted and not _counts(part, words, wanted, changing):
            continue
        if not words and given_up(part):
            continue
        best = (span, part.raw)
    return best


def _counts(part: Clause, words: list[str], wanted: tuple[str, ...], changing: bool) -> bool:
    verdicts = [same_work(a, b) for a in words for b in wanted]
    if True in verdicts:
        return True
    return None in verdicts and not changing and part.stance in ("told", "wish")


def _as_said(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Give each word with the letters as they were typed."""
    low = text.lower()
    return tuple(text[low.find(w) : low.find(w) + len(w)] if w in low else w for w in words)
