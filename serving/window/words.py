"""Values in words, as a clerk would say them; used by the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from features.clock import BUSINESS_ZONE
from features.say import Lang, catalogue, say
from serving.release.why import spoken as why_spoken


def pay(post: Any, lang: Lang) -> str:
    """Say the monthly pay; what was written where no monthly figure is known."""
    low, high = _of(post, "monthly_low"), _of(post, "monthly_high")
    if low is None and high is None:
        raw = "" if _of(post, "pay_basis") == "negotiable" else str(_of(post, "pay_raw"))
        return raw or say("window.pay.negotiable", lang)
    if low is not None and high is not None and low != high:
        return say("window.pay.range", lang, low=f"{low:,}", high=f"{high:,}")
    if low is None:
        return say("window.pay.up_to", lang, high=f"{high:,}")
    return say("window.pay.from" if high is None else "window.pay.exact", lang, low=f"{low:,}")


def word(kind: str, value: str | int | None, lang: Lang) -> str:
    """Say one value of a closed word list; the value itself where there is no word for it."""
    key = f"window.{kind}.{value}"
    return say(key, lang) if key in catalogue() else str(value if value is not None else "")


def several(kind: str, values: Iterable[str], lang: Lang) -> list[str]:
    """Say each value of a list."""
    return [word(kind, value, lang) for value in values]


def percent(share: float | None) -> str:
    """Say a probability as a whole percentage; a dash for what was not learned."""
    return "—" if share is None else f"{share * 100:.0f}%"


def tenth(share: float | None) -> int:
    """Give 0..10, the length of a bar drawn by a class of the style sheet."""
    return 0 if share is None else max(0, min(10, round(share * 10)))


def day(value: date | None) -> str:
    """Say a day; a dash for none."""
    return value.isoformat() if value is not None else "—"


def moment(value: datetime | None) -> str:
    """Say a moment in the office's own time zone; a dash for none."""
    return value.astimezone(BUSINESS_ZONE).strftime("%Y-%m-%d %H:%M") if value is not None else "—"


def places(post: Any, lang: Lang) -> str:
    """Say how many places are left; 'several' where the employer gave no number."""
    left = _of(post, "places_left")
    if left is None:
        return say("window.places.unsaid", lang)
    return say("window.places.one" if left == 1 else "window.places.left", lang, left=left)


def years(value: float | None, lang: Lang) -> str:
    """Say years of experience; empty for unknown."""
    if value is None:
        return ""
    return say("window.years.one" if value == 1 else "window.years", lang, years=f"{value:g}")


def listed(values: Iterable[str], lang: Lang) -> str:
    """Join words with the mark of the language; a dash for none."""
    return ("、" if lang == "zh" else ", ").join(values) or "—"


def education(code: str | None, lang: Lang) -> str:
    """Say a GB/T 4658 code; 'not asked' for none."""
    return word("education", code or "none", lang)


def ages(post: Any, lang: Lang) -> str:
    """Say the employer's stated age range; empty where there is none."""
    low, high = _of(post, "age_low"), _of(post, "age_high")
    if low is None and high is None:
        return ""
    return say(
        "window.ages", lang, low=low if low is not None else 16, high=high if high is not None else "…"
    )


def findings(entries: Iterable[str], lang: Lang) -> list[str]:
    """Say findings as the ledger keeps them (``rule:severity``) in words."""
    return [_finding(*entry.partition(":")[::2], lang) for entry in entries]


def spoken(why: str, lang: Lang) -> str:
    """Say a reason of the ledger: a code of the service in words, what a person wrote as it stands."""
    return why_spoken(why, lang)


def rule(name: str, lang: Lang) -> str:
    """Say a rule of the legal check; its name where there is no word for it."""
    return say(f"release.rule.{name}", lang) if f"release.rule.{name}" in catalogue() else name


def field(name: str, lang: Lang) -> str:
    """Say a field of a record; its own name in plain letters where there is no word for it."""
    key = f"window.field.{name}"
    return say(key, lang) if key in catalogue() else name.replace("_", " ")


def fields(names: Iterable[str], lang: Lang) -> str:
    """Say several fields; two that go by one word (latitude and longitude) are said once."""
    return listed(dict.fromkeys(field(name, lang) for name in names), lang)


def _finding(rule_name: str, severity: str, lang: Lang) -> str:
    name = rule(rule_name, lang)
    return say("window.finding", lang, severity=word("severity", severity, lang), name=name)


def _of(post: Any, name: str) -> Any:
    return post[name] if isinstance(post, Mapping) else getattr(post, name)
