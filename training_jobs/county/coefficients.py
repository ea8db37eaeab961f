"""The hidden part of the figures: how traits spread, and what the true probabilities depend on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hidden:
    """Say how widely the hidden traits spread; all assumed. Tastes, bonds, conditions: standard normal."""

    appeal: float = 0.35
    ease: float = 0.45
    strict: float = 0.40
    """Log standard deviation of each kind of strictness."""
    replies: float = 0.60
    """Logit standard deviation of the habit of sending slips back."""
    pay_honest: float = -0.03
    pay_honest_spread: float = 0.08
    """Log of pay really paid over pay written."""
    pay_conditions: float = 0.02
    need_not_meant: float = 0.15
    need_unsaid: float = 0.06
    km: tuple[float, float] = (15.0, 0.5)
    """Scale of the daily way accepted: median km and log standard deviation."""
    leave_age: float = 0.4
    leave_women: float = 0.25
    leave_cost: float = 0.8
    """Cost of leaving the county, log scale; rising with age (NBS: those away are younger, more men)."""
    years_shape: tuple[float, float] = (1.4, 1.6)
    wants_other: tuple[float, float, float] = (0.22, 0.35, 0.50)
    """Chance that the first, second, third wish is not what the person does now."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Say how the hidden probabilities depend on visible and hidden things (logits); all assumed."""

    accept_base: float = 1.1
    accept_want: float = 2.6
    accept_taste: float = 0.4
    accept_pay: float = 4.0
    accept_km: float = 1.4
    accept_leave: float = 0.8
    accept_place: float = 0.8
    accept_need: float = 0.75
    accept_bond: float = 0.3
    hire_base: float = 1.05
    hire_skill: float = 3.5
    hire_education: float = 1.1
    hire_experience: float = 1.0
    hire_certificate: float = 1.2
    hire_age: float = 0.9
    hire_reliable: float = 0.5
    hire_bond: float = 0.35
    stay_base: float = 0.75
    stay_conditions: float = 0.4
    stay_reliable: float = 0.3
    stay_pay: float = 4.0
    stay_taste: float = 0.3
    stay_far: float = 1.4
    """Lower for long distance without lodging (direction: REF)."""
    stay_want: float = 1.6
    stay_need: float = 0.6
    stay_km: float = 0.7
    stay_bond: float = 0.25
    gives_way_lodging: float = 0.08
    gives_way_meals: float = 0.03
    gives_way_couple: float = 0.06
    """Log pay a worker gives way with; assumed (direction: REF)."""
