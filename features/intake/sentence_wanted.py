"""Sort the trades a sentence names: wanted, known, past, somebody else's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from features.intake.sentence_clauses import Clause
from features.intake.sentence_facts import years
from features.intake.sentence_needs import needs
from features.intake.sentence_trades import Word, generic, trades


@dataclass(frozen=True, slots=True)
class Named:
    """Hold one trade word with the clause it stands in."""

    word: str
    clause: Clause
    found: Word
    years: float | None


_HOLDS = re.compile(
    r"^(?:也|都|我|本人|而且)?[有持]证(?:的|件|上岗)?$|证[件书]?(?:都)?(?:齐全?|都?有|在)$|certified"
    r"|licen[cs]ed|have the (?:certificate|licen[cs]e)"
)
"""A certificate without its name: that of the trade, to be shown at the window."""
_LEARNS = re.compile("学徒|想学|没[干做]过|没经验|不会|没学")


def practised(named: list[Named], parts: tuple[Clause, ...], years_told: bool) -> tuple[str, ...]:
    """Give the trades told with years or with a certificate that is not named (焊工,有证): they are known.

    Years in a clause of their own and a bare 有证 belong to the trades told, not to those only wished for.
    """
    holds = years_told or any(_HOLDS.search(part.low) for part in parts)
    trade = [n for n in named if n.found.kind == "trade" and n.clause.stance != "refused"]
    if any(_LEARNS.search(part.low) for part in parts):
        holds = False
    return tuple(n.word for n in trade if n.years is not None or (holds and n.clause.stance == "told"))


def named_in(part: Clause) -> list[Named]:
    """Give the trade and workplace words of one clause."""
    found = trades(part.low)
    if not found and part.stance == "wish":
        last = generic(part.low)
        found = [last] if last else []
    if "child_school" in needs(part.low):
        found = [word for word in found if word.kind == "trade"]
    span = years(part, bool(found))
    if span is None and re.search("半辈子|一辈子|[好很]?多年|好几年", part.low):
        span = 0.0
    return [Named(part.raw[w.start : w.end], part, w, span) for w in found]


def wanted_trades(named: list[Named], alone: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the trades wanted and the past ones; ``alone``: nobody comes along whose trade counts as well.

    What is asked for now comes first, otherwise what is told with its years, otherwise the past.
    """
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
    r"^(?:我|俺)?(?:家)?(?:老婆|媳妇|老公|爱人|对象|男人|女人|那口子|儿子|女儿|闺女|儿媳妇?|女婿|爸|妈"
    r"|爹|娘|父亲|母亲|哥|姐|弟弟?|妹妹?)"
    r".{0,3}(?:在|是|搞|做|开|跑|当|干)|my (?:wife|husband|son|daughter|brother|sister) (?:is|works)"
)


def _theirs(clause: Clause) -> bool:
    """Tell what somebody else does, who does not come along and for whom nothing is asked."""
    return (
        bool(_THEIRS.search(clause.low)) and clause.stance == "told" and not re.search("找|想|要", clause.low)
    )


_STRONG = re.compile(
    r"找|求(?!稳)|寻|揾|应聘|想(?:做|当|干|进|搞|来|去|在)|要(?:做|当|干)|转行做|换行做|改行做|还(?:做"
    r"|干|当|想)"
    r"|looking for|want|seek|apply"
)
"""Words that ask for a trade outright."""
_KNOWN = re.compile(r"(?<!不)(?<!机)(?<!社)会(?![计议所员展])|懂|熟悉|擅长|学过|can ")
"""Words that tell what somebody is able to do."""
_FOR_NOW = re.compile(r"先(?:做|干|当|找)")


def _asked(now: list[Named]) -> list[Named]:
    """What is asked for outright stands before what is merely known, what is done for now before the rest."""
    if for_now := [n for n in now if _FOR_NOW.search(n.clause.low)]:
        return for_now
    asked = [bool(_STRONG.search(n.clause.low)) for n in now]
    if not any(asked):
        return now
    first = asked.index(True)
    behind = [n for n in now[first:] if not _KNOWN.search(n.clause.low) or _STRONG.search(n.clause.low)]
    before = [n for n in now[:first] if n.clause.stance == "wish" and "现在" not in n.clause.low]
    return [n for n in before if not _KNOWN.search(n.clause.low)] + behind
