"""Read pay as people write it. Figures are whole yuan a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from features.parse import pay_words as words
from features.parse.clean import clean, squeeze
from features.parse.numerals import digits
from features.parse.pay_clause import Figure, clauses, figures
from features.parse.pay_extra import extra_months
from features.records.vocabulary import PayBasis

HOURS_A_MONTH = 174
"""Paid working hours a month: 劳社部发〔2008〕3号, 21.75 days of 8 hours."""
DAYS_A_MONTH = 21.75
"""Paid days a month, same source."""
FACTOR: dict[str, float] = {"hour": HOURS_A_MONTH, "day": DAYS_A_MONTH, "month": 1.0, "year": 1 / 12}


@dataclass(frozen=True, slots=True)
class Pay:
    """Hold what a pay cell says; ``monthly_*`` in whole yuan a month, None where open or not said.

    ``extra_months`` is what stands beyond twelve (13薪: 1), None where nothing is said of it.
    """

    monthly_low: int | None
    monthly_high: int | None
    basis: PayBasis
    extra_months: int | None
    raw: str
    confidence: float


def parse_pay(text: str | None) -> Pay | None:
    """Read one pay cell; what is no pay gives None. hour × 174, day × 21.75, year / 12, half up."""
    plain = digits(squeeze(clean(text)))
    if not plain or words.FOREIGN.search(plain):
        return None
    raw = text or ""
    plain, extra = extra_months(plain)
    found = [figure for clause in clauses(plain) for figure in figures(clause)]
    money = [figure for figure in found if figure.unit != "piece"]
    if money:
        return _of_figures(money, extra, raw)
    if found or words.PIECEWORK.search(plain):
        return Pay(None, None, "piece", extra, raw, 0.9 if found else 0.8)
    if words.NEGOTIABLE.search(plain):
        return Pay(None, None, "negotiable", extra, raw, 1.0)
    return None


def _of_figures(found: list[Figure], extra: int | None, raw: str) -> Pay:
    chosen = _chosen(found)
    unit: Literal["hour", "day", "month", "year"] = chosen[0].unit  # type: ignore[assignment]
    low, high = _bounds([figure for figure in chosen if figure.unit == unit])
    sure = min(figure.confidence for figure in chosen)
    return Pay(_monthly(low, unit), _monthly(high, unit), unit, extra, raw, sure)


def _chosen(found: list[Figure]) -> list[Figure]:
    """Regular pay before trial pay, the total before the base, otherwise everything side by side."""
    regular = [figure for figure in found if not figure.trial]
    kept = regular or found
    total = [figure for figure in kept if not figure.base]
    if len(total) < len(kept) and any(figure.total for figure in total):
        return total
    ceiling = [figure for figure in kept if figure.at_most]
    if ceiling and len(kept) > 1:
        return kept
    based = [figure for figure in kept if figure.base]
    return based or kept


def _bounds(side: list[Figure]) -> tuple[float | None, float | None]:
    lows = [figure.low for figure in side if figure.low is not None]
    highs = [figure.high for figure in side if figure.high is not None]
    ceiled = any(figure.at_most for figure in side)
    is_open = any(figure.high is None for figure in side) and not ceiled
    low = min(lows) if lows else None
    high = None if is_open else (max(highs) if highs else None)
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _monthly(value: float | None, unit: str) -> int | None:
    if value is None:
        return None
    return int(value * FACTOR[unit] + 0.5 + 1e-9)
