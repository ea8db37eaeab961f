"""Say a post's pay, ages, schooling and offers as they stand on a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from features.say import Lang, say

Row = Mapping[str, Any]
TEXT_LENGTH = 200
"""Characters of an invitation text: three parts of a long message, one screen of a phone."""


def pay(row: Row, lang: Lang) -> str:
    """Say the monthly pay; what is no monthly figure is given as it was written."""
    low, high = row["monthly_low"], row["monthly_high"]
    if low is None and high is None:
        return str(row["pay_raw"] or say("fair.pay.open", lang))
    if high is None:
        return say("fair.pay.from", lang, pay=low)
    return say("fair.pay.month", lang, pay=high if low in (None, high) else f"{low}-{high}")


def ages(row: Row, lang: Lang) -> str:
    """Say the employer's stated range of ages."""
    low, high = row["age_low"], row["age_high"]
    if low is None and high is None:
        return say("fair.education.any", lang)
    if high is None:
        return say("fair.age.from", lang, low=low)
    return say("fair.age.to", lang, high=high) if low is None else f"{low}-{high}"


def places(row: Row, lang: Lang) -> str:
    """Say how many are wanted; a headcount that was not said stays unsaid."""
    return say("fair.places.unsaid", lang) if row["headcount"] is None else str(row["places"])


def education(row: Row, lang: Lang) -> str:
    """Say the least schooling asked."""
    return say(f"fair.education.{row['education'] or 'any'}", lang)


def offers(row: Row, lang: Lang) -> str:
    """Say what a post gives beside pay."""
    return ("、" if lang == "zh" else ", ").join(say(f"fair.offer.{offer}", lang) for offer in row["offers"])


def booth(row: Row, lang: Lang) -> str:
    """Say the number of a booth."""
    return say("fair.page.unplaced", lang) if row["booth"] is None else str(row["booth"])


def invitation(fair: Row, worker_id: int, rows: Sequence[Row], lang: Lang, length: int = TEXT_LENGTH) -> str:
    """Write the text a worker gets; the last posts are left out where it would not fit a phone message.

    Employer and title are shortened where even one does not fit.
    """
    for count, width in [(len(rows) - n, 40) for n in range(len(rows))] + [(1, 12), (1, 6)]:
        text = _text(fair, worker_id, rows[:count], lang, width)
        if len(text) <= length:
            return text
    return text[:length]


def _text(fair: Row, worker_id: int, rows: Sequence[Row], lang: Lang, width: int) -> str:
    start = "fair.sms.start_at" if fair["venue"] else "fair.sms.start"
    values = {"name": fair["name"], "day": fair["held_on"]}
    told = [_one(row, lang, width) for row in rows]
    return (
        say(start, lang, **values, **({"venue": fair["venue"]} if fair["venue"] else {}))
        + say("fair.sms.separator", lang).join(told)
        + say("fair.sms.end", lang, worker=worker_id)
    )


def _one(row: Row, lang: Lang, width: int) -> str:
    values = {
        "employer": _cut(row["employer"], width),
        "title": _cut(row["title"], width),
        "pay": pay(row, lang),
    }
    if row["booth"] is None:
        return say("fair.sms.one_unplaced", lang, **values)
    return say("fair.sms.one", lang, number=row["booth"], **values)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
