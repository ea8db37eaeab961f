"""The law as one office applies it: the shipped rules, what the office changed, its minimum wages.

A change is TOML that a lawyer can read::

    [[change]]
    rule = "age_ceiling.1"        # as `springwind release rules` names it
    severity = "warn"             # block, warn, advise or off
    unless = ["高空作业"]          # further words that take the finding back
    say = []                      # further words that make one
    why = "..."

    [[rule]]                      # a rule of the office's own, written as in the shipped files
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from features.errors import SpringwindError
from features.law.check import Finding, PostText, check_post
from features.law.errors import RuleBad
from features.law.rules import Rule, joined, read_rule, rules, shared_words
from features.law.wages import MinimumWages, parse_wages, shipped_wages
from features.say import Lang

SEVERITIES = ("block", "warn", "advise", "off")


@dataclass(frozen=True, slots=True)
class OfficeLaw:
    """Hold rules and wages; ``changed`` names the rules that differ from the shipped ones."""

    rules: tuple[Rule, ...]
    wages: MinimumWages
    changed: frozenset[str] = frozenset()

    def check(self, post: PostText, on: date, lang: Lang = "zh") -> list[Finding]:
        """Check one post, as ``features.law.check_post`` does."""
        return check_post(post, on, lang, self.wages, self.rules)


@lru_cache(maxsize=8)
def office_law(changes: str = "", wages: str = "") -> OfficeLaw:
    """Give the law of an office from its TOML of changes and its csv of minimum wages; both may be empty.

    Raises RuleBad naming the part that cannot be read, WageTableBad naming the row.
    """
    table = parse_wages(wages, "wages") if wages.strip() else shipped_wages()
    if not changes.strip():
        return OfficeLaw(rules(), table)
    told = _toml(changes)
    whole = list(rules())
    for number, change in enumerate(told.get("change", ()), start=1):
        _apply(whole, change, f"change {number}")
    for number, own in enumerate(told.get("rule", ()), start=1):
        whole.append(_own(own, number))
    shipped = set(rules())
    gone = {rule.name for rule in shipped} - {rule.name for rule in whole}
    return OfficeLaw(tuple(whole), table, frozenset({r.name for r in whole if r not in shipped} | gone))


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBad(where="TOML", detail=str(error)) from error


def _apply(whole: list[Rule], change: dict[str, Any], where: str) -> None:
    """Put one change in place; the order of the rules stays."""
    name = str(change.get("rule", ""))
    place = next((i for i, rule in enumerate(whole) if rule.name == name), None)
    if place is None:
        raise RuleBad(where=where, detail=f"rule = {name!r}?")
    severity = change.get("severity", whole[place].severity)
    if severity not in SEVERITIES:
        raise RuleBad(where=where, detail=f"severity = {severity!r}; {' / '.join(SEVERITIES)}")
    if severity == "off":
        whole.pop(place)
        return
    rule = replace(whole[place], severity=severity, article=change.get("article", whole[place].article))
    try:
        more = joined(change.get("unless"), shared_words())
        rule = replace(
            rule,
            say=(*rule.say, *(re.compile(p) for p in change.get("say", ()))),
            unless=re.compile("|".join(f"(?:{p.pattern})" for p in (rule.unless, more) if p)) if more
            else rule.unless,
            since=change.get("since", rule.since), until=change.get("until", rule.until),
        )  # fmt: skip
    except (re.error, TypeError, KeyError) as error:
        raise RuleBad(where=where, detail=str(error)) from error
    whole[place] = rule


def _own(own: dict[str, Any], number: int) -> Rule:
    try:
        rule = read_rule(own, shared_words(), f"office.{number}")
        if rule.severity not in SEVERITIES or not isinstance(rule.since, date):
            raise ValueError("severity, since")
        return rule
    except (SpringwindError, re.error, TypeError, KeyError, ValueError) as error:
        raise RuleBad(where=f"rule {number}", detail=str(error)) from error
