"""The rules as data, compiled once, and their search in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from features.law.anchors import Anchors, anchors, possible
from features.law.plain import plain

Severity = Literal["block", "warn", "advise"]
_CLAUSE = "，。；;！!？?\n"
_SENTENCE = "。！!？?\n"


@cache
def _anchors(pattern: str) -> Anchors:
    return anchors(pattern)


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold one rule of ``rules/*.toml``; the comment there says what each part means.

    Several rules may share an ``id``; ``name`` tells them apart (``sex.1``).
    """

    name: str
    id: str
    severity: Severity
    article: str
    since: date
    until: date
    say: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    unless_sentence: re.Pattern[str] | None
    unless_text: re.Pattern[str] | None
    only_text: re.Pattern[str] | None
    needs: tuple[Anchors, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Read off each of ``say`` what a text must hold for it to match."""
        object.__setattr__(self, "needs", tuple(_anchors(pattern.pattern) for pattern in self.say))

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on a day."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one place where a rule's words stand: from ``start`` to ``end`` of the text given."""

    rule: Rule
    start: int
    end: int


@cache
def rules() -> tuple[Rule, ...]:
    """Read and compile the shipped rules, file by file in the order of their names."""
    words = shared_words()
    found: list[Rule] = []
    folder = files("features.law") / "rules"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".toml"):
            continue
        for one in tomllib.loads(path.read_text("utf-8")).get("rule", ()):
            number = sum(rule.id == one["id"] for rule in found) + 1
            found.append(read_rule(one, words, f"{one['id']}.{number}"))
    return tuple(found)


@cache
def shared_words() -> dict[str, str]:
    """Give the word lists that rules name in capitals; a list may name those that stand before it."""
    text = (files("features.law") / "rules" / "00_words.toml").read_text("utf-8")
    words: dict[str, str] = {}
    for name, told in tomllib.loads(text)["words"].items():
        words[name] = f"(?:{'|'.join(_fill(one, words) for one in told)})"
    return words


def read_rule(one: dict[str, Any], words: dict[str, str], name: str) -> Rule:
    """Compile one rule; raises KeyError, TypeError or re.error for one that is none."""
    return Rule(
        name, one["id"], one["severity"], one["article"], one["since"], one.get("until", date.max),
        tuple(re.compile(_fill(p, words)) for p in one["say"]),
        *(joined(one.get(part), words) for part in ("unless", "unless_sentence", "unless_text", "only_text")),
    )  # fmt: skip


def joined(patterns: list[str] | None, words: dict[str, str]) -> re.Pattern[str] | None:
    """Give one pattern that finds any of these; None for none."""
    return re.compile("|".join(f"(?:{_fill(p, words)})" for p in patterns)) if patterns else None


def _fill(pattern: str, words: dict[str, str]) -> str:
    """Put word lists in the place of their names; English is searched without blanks, so they go."""
    filled = re.sub(r"\{([A-Z_]+)\}", lambda m: words[m[1]], pattern)
    return re.sub(r"(?<=[a-z]) (?=[a-z])", "", filled)


def hits(text: str, title: str, on: date, held: tuple[Rule, ...] | None = None) -> Iterator[Hit]:
    """Give one place of every rule in ``text``; ``title`` only excuses, it is searched by itself."""
    searched, places = plain(text)
    held_here = frozenset(searched)
    whole = plain(title)[0] + "。" + searched
    for rule in rules() if held is None else held:
        if not rule.holds_on(on) or (rule.unless_text and rule.unless_text.search(whole)):
            continue
        if rule.only_text and not rule.only_text.search(whole):
            continue
        span = _first(rule, searched, held_here)
        if span:
            yield Hit(rule, places[span[0]], places[span[1] - 1] + 1)


def _first(rule: Rule, searched: str, held: frozenset[str]) -> tuple[int, int] | None:
    for pattern, needed in zip(rule.say, rule.needs, strict=True):
        if not possible(held, needed):
            continue
        for match in pattern.finditer(searched):
            start, end = _trimmed(searched, match.start(), match.end())
            if end > start and not _excused(rule, searched, start, end):
                return start, end
    return None


def _trimmed(searched: str, start: int, end: int) -> tuple[int, int]:
    while start < end and searched[start] in "，。；;、:：(（/ ":
        start += 1
    return start, end


def _excused(rule: Rule, searched: str, start: int, end: int) -> bool:
    clause = _around(searched, start, end, _CLAUSE)
    if rule.unless and rule.unless.search(clause):
        return True
    return bool(
        rule.unless_sentence and rule.unless_sentence.search(_around(searched, start, end, _SENTENCE))
    )


def _around(searched: str, start: int, end: int, marks: str) -> str:
    left = max((searched.rfind(mark, 0, start) for mark in marks), default=-1) + 1
    rights = [place for mark in marks if (place := searched.find(mark, end)) >= 0]
    return searched[left : min(rights, default=len(searched))]
