"""Reasons that the service itself writes into the ledger: a code there, a sentence where it is read.

The ledger is never changed, so the words it held before there were codes are still understood.
"""

from __future__ import annotations

import re

from features.say import Lang, catalogue, say

AUTO = "auto:"

_OLD = (
    (re.compile(r"entered as published without an entry here"), "readmitted"),
    (re.compile(r"closes_on < ([0-9-]{10})"), "ended"),
    (re.compile(r"hired = headcount"), "filled"),
    (re.compile(r"a finding blocks"), "blocked"),
)


def auto(name: str, detail: object = "") -> str:
    """Give the code of a reason, with one detail (a day, a number) where its sentence has a place for it."""
    return f"{AUTO}{name}:{detail}" if detail != "" else f"{AUTO}{name}"


def spoken(why: str, lang: Lang) -> str:
    """Give a reason as people read it; what a person wrote stands as it is."""
    name, detail = "", ""
    if why.startswith(AUTO):
        name, _, detail = why.removeprefix(AUTO).partition(":")
    else:
        for pattern, code in _OLD:
            found = pattern.fullmatch(why)
            if found:
                name, detail = code, found[1] if found.re.groups else ""
    key = f"release.auto.{name}"
    return say(key, lang, detail=detail) if key in catalogue() else why
