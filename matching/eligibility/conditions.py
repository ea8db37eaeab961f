"""The gates themselves: each a polars expression over one frame with w_, p_ and e_ columns.

The same expressions judge one worker against many posts, one post against many workers, and any list of
pairs. What is not known never closes a gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from features.pairs.certificates import BY_LAW

C = pl.col

FORMS = ("full", "part", "day")


@dataclass(frozen=True)
class GateConfig:
    """Set how strictly the gates close; saved with nothing, shown by the matcher."""

    daily_km: float = 50.0
    """Daily way, km, where the worker said none."""

    lodged_km: float = 150.0
    """With lodging, home at the end of the week: km accepted unless the worker will not leave."""

    far_below: float = 0.6
    """A post whose best stated pay is under this share of the wish is not shown; above it, pay only sorts."""

    working_age: int = 16
    """Least age in years (劳动法, 禁止使用童工规定)."""

    require_verified: bool = False
    """Whether an employer must have been verified; a lapsed verification always closes."""


def expressions(as_of: date, config: GateConfig) -> dict[str, pl.Expr]:
    """Give every gate by name; an expression is True where the gate is open, null counts as open."""
    today = pl.lit(as_of)
    pay = pl.max_horizontal("p_monthly_low", "p_monthly_high")
    return {
        "registration": C("w_valid_until") >= today,
        "seeking": _available(today),
        "published": C("p_status") == "published",
        "open": (C("p_opened_on") <= today) & (today <= C("p_closes_on")),
        "places": C("p_headcount").is_null() | (C("p_hired") < C("p_headcount")),
        "employer": _employer(today, config),
        "reach": _reach(config),
        "age": _age(as_of) >= config.working_age,
        "form": _form(),
        "certificate": _certificate(),
        "refused": ~C("refused"),
        "pay": pay >= C("w_monthly_low") * config.far_below,
    }


NAMES = (
    "registration", "seeking", "published", "open", "places", "employer", "reach", "age", "form",
    "certificate", "refused", "pay",
)  # fmt: skip
"""The gates in the order people are told of them."""


@lru_cache(maxsize=64)
def questions(as_of: date, config: GateConfig) -> list[pl.Expr]:
    """Give every gate in the order of ``NAMES``, and last the stated ages; the same all day long."""
    gates = expressions(as_of, config)
    return [gates[name].fill_null(True).alias(name) for name in NAMES] + [_outside_ages(as_of).alias("below")]


def _available(today: pl.Expr) -> pl.Expr:
    """Somebody away until a day that has come is back; somebody away without a day is not."""
    back = (C("w_status") == "away") & (C("w_away_until") <= today).fill_null(False)
    return C("w_status").is_in(["seeking", "at_home"]) | back


def _employer(today: pl.Expr, config: GateConfig) -> pl.Expr:
    lapsed = (C("e_verified_until") < today).fill_null(False)
    checked = C("e_verified_on").is_not_null() if config.require_verified else pl.lit(True)
    return ~C("e_suspended").fill_null(False) & ~lapsed & checked


def _reach(config: GateConfig) -> pl.Expr:
    """Daily reach, a place the worker named, lodging for the week, or ready to leave."""
    daily = C("km") <= C("w_max_km").fill_null(config.daily_km)
    lodged = C("p_offer_lodging").fill_null(False) & (C("km") <= config.lodged_km)
    stays = C("w_will_leave") == False  # noqa: E712  (null: not said)
    away = (C("w_will_leave").fill_null(False)) | (lodged & ~stays.fill_null(False))
    return C("km").is_null() | daily | C("place_wanted").fill_null(False) | away


def _outside_ages(as_of: date) -> pl.Expr:
    """Say whether a pair lies outside the employer's stated range; policy sorts it below, no gate closes."""
    age = _age(as_of)
    return (age < C("p_age_low")).fill_null(False) | (age > C("p_age_high")).fill_null(False)


def _age(as_of: date) -> pl.Expr:
    """Full years by month of birth, the day being sealed: a year counts once its month is over.

    So nobody under the law's age passes; ``matching.criteria.age_on`` counts alike.
    """
    born = C("w_born_month")
    return as_of.year - born.dt.year() - (born.dt.month() >= as_of.month).cast(pl.Int32)


def _form() -> pl.Expr:
    accepted = [(C("p_form") == form) & C(f"w_form_{form}") for form in FORMS]
    return C("w_form_any") | pl.any_horizontal(accepted)


def _certificate() -> pl.Expr:
    """Work the law keeps for holders needs the certificate or a past in that trade (to be shown there)."""
    closed = [(C("p_law_kind") == kind.name) & ~C(f"w_shows_{kind.name}") for kind in BY_LAW]
    return ~pl.any_horizontal(closed).fill_null(False)
