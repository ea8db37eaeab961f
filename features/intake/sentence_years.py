"""Count the years of work that speak for the trade wanted."""

from __future__ import annotations

import re

from features.intake.sentence_clauses import Clause, given_up
from features.intake.sentence_facts import years
from features.intake.sentence_wanted import Named
from features.intake.sentence_work import same_work


def years_of_work(
    parts: tuple[Clause, ...], named: list[Named], wanted: tuple[str, ...]
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
