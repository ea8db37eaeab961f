"""What a post asks, set against what the worker brings: 要求 | 本人 | 符合 / 不符合 / 未知.

Values are language-neutral here; ``shown`` says them in Chinese or English.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from features.codes.education import NAMES, meets
from features.say import Lang, say
from matching.types import Criterion

Row = dict[str, Any]


def criteria(row: Row) -> tuple[Criterion, ...]:
    """Set one joined pair (``w_``, ``p_`` columns, ``as_of``) side by side; what is not asked is left out."""
    found = (rule(row) for rule in _RULES)
    return tuple(criterion for criterion in found if criterion is not None)


def shown(name: str, value: str, lang: Lang) -> str:
    """Say one value of a criterion; what needs no words (figures, names) stays as it is."""
    if not value:
        return ""
    if name == "education":
        return NAMES.get(value, (value, value))[0 if lang == "zh" else 1]
    if name in ("age", "experience", "pay"):
        return _figures(name, value, lang)
    if name in ("form", "needs"):
        return say("list.and", lang).join(say(f"word.{word}", lang) for word in value.split(","))
    return value


def _figures(name: str, value: str, lang: Lang) -> str:
    """Say a figure or a span; a span that is open on one side is said in words."""
    low, dash, high = value.partition("–")
    if dash and not (low and high):
        value = say("criterion.from" if low else "criterion.up_to", lang, value=low or high)
    return value if name == "pay" else say(f"criterion.{name}.value", lang, value=value)


def _education(row: Row) -> Criterion | None:
    asked, has = row["p_education"], row["w_education"]
    if not asked:
        return None
    return Criterion("education", asked, has or "", meets(has, asked))


def _age(row: Row) -> Criterion | None:
    low, high = row["p_age_low"], row["p_age_high"]
    if low is None and high is None:
        return None
    age = age_on(row["w_born_month"], row["as_of"])
    met = None if age is None else (low is None or age >= low) and (high is None or age <= high)
    return Criterion("age", _span(low, high), "" if age is None else str(age), met)


def _experience(row: Row) -> Criterion | None:
    asked, has = row["p_experience_low"], row["w_years_experience"]
    if not asked:
        return None
    return Criterion(
        "experience", f"{asked:g}", "" if has is None else f"{has:g}", None if has is None else has >= asked
    )


def _certificates(row: Row) -> Criterion | None:
    asked, has = row["p_certificates"] or [], row["w_certificates"] or []
    if not asked:
        return None
    missing = set(row["p_kinds"] or asked) - set(row["w_kinds"] or has)
    return Criterion("certificates", "、".join(asked), "、".join(has), not missing if has else None)


def _pay(row: Row) -> Criterion | None:
    wish, low, high = row["w_monthly_low"], row["p_monthly_low"], row["p_monthly_high"]
    if wish is None:
        return None
    return Criterion("pay", _span(low, high), f"{wish}", _pays(wish, low, high))


def _pays(wish: int, low: int | None, high: int | None) -> bool | None:
    """A range that begins below the wish and ends above it is a question to ask, not an answer."""
    if low is not None and low >= wish:
        return True
    return False if high is not None and high < wish else None


def _needs(row: Row) -> Criterion | None:
    needs = [need for need in row["w_needs"] or [] if need != "near_home"]
    if not needs:
        return None
    offers = set(row["p_offers"] or [])
    met = True if set(needs) <= offers else None  # what an ad does not mention may still be given: ask
    return Criterion("needs", ",".join(need for need in needs if need in offers), ",".join(needs), met)


def _form(row: Row) -> Criterion | None:
    forms = row["w_forms"] or []
    if not forms:
        return None
    return Criterion("form", row["p_form"], ",".join(forms), row["p_form"] in forms)


def _span(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    if low is not None and low == high:
        return f"{low:g}"
    return f"{'' if low is None else f'{low:g}'}–{'' if high is None else f'{high:g}'}".strip()


def age_on(born_month: date | None, on: date) -> int | None:
    """Give the age in whole years on a day, counting the birth month as complete at its end."""
    if born_month is None:
        return None
    return on.year - born_month.year - (on.month <= born_month.month)


_RULES: tuple[Callable[[Row], Criterion | None], ...] = (
    _education, _age, _experience, _certificates, _form, _pay, _needs,
)  # fmt: skip
