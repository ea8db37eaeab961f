"""The smaller figures, all assumed: how skill grows, which needs are named, how loosely things are said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skill:
    """Say how able people are, on a scale of 0..1, and how near trades are to each other."""

    start: float = 0.42
    gain: float = 0.33
    gain_years: float = 4.0
    """Skill = start + gain (1 - exp(-years / gain_years)), with a normal spread."""
    spread: float = 0.13
    others: tuple[float, float] = (0.45, 0.95)
    """Skill in the second and third trade, as a share of the first."""
    same_family: float = 0.55
    same_industry: float = 0.15
    both_simple: float = 0.35
    """How near two trades are; the same one is 1."""
    certified: tuple[float, float] = (0.35, 0.30)
    """Chance of holding the trade's certificate: at no skill, and what full skill adds."""
    reserve_skill: float = 0.15
    reserve_age: float = -0.004
    """What skill and each year of age over 43 add to the log of pay held out for."""


@dataclass(frozen=True, slots=True)
class NeedShares:
    """Say how often a need is named, as (by those it concerns most, by the others)."""

    lodging: tuple[float, float] = (0.55, 0.12)
    meals: tuple[float, float] = (0.32, 0.20)
    near_home: tuple[float, float] = (0.45, 0.06)
    couple_room: tuple[float, float] = (0.09, 0.01)
    insurance: tuple[float, float] = (0.28, 0.12)
    child_school: tuple[float, float] = (0.10, 0.01)
    day_shift: tuple[float, float] = (0.18, 0.08)


@dataclass(frozen=True, slots=True)
class Said:
    """Say how loosely people put things, and what they leave out."""

    leave_noise: float = 0.5
    leave_unsaid: float = 0.06
    years_noise: float = 0.25
    years_unsaid: float = 0.12
    km_over: tuple[float, float] = (1.2, 2.2)
    """Daily way named over the scale really lived by."""
    wants_shown: tuple[float, float, float] = (1.0, 0.6, 0.3)
    """Chance that the first, second, third wish is on the form."""
    wants_any: float = 0.08
    no_skills: float = 0.08
    other_skill: float = 0.40
    extra_skill: float = 0.35
    more_jobs: tuple[float, float] = (0.45, 0.20)
    """Chance of a second and of a third job named."""
    start_unsaid: float = 0.7
    no_duties: float = 0.10
    task_as_tag: float = 0.30
    lodging_in_title: float = 0.35
    pay_open_end: float = 0.12
    price_per_piece: float = 0.15


@dataclass(frozen=True, slots=True)
class Desk:
    """Say how the office keeps its books, and how it comes to know things."""

    registered_before: float = 0.2
    """Share registered before the first visit of the recorded past."""
    away_before: float = 0.45
    """Share that was away at work before registering."""
    sources: tuple[float, ...] = (0.80, 0.10, 0.07, 0.03)
    """window, campaign, fair, self."""
    at_seat: float = 0.4
    """Share of letters written at the county seat."""
    contacts: tuple[float, ...] = (0.74, 0.18, 0.05, 0.03)
    """reached, not reached, wrong number, refused."""
    known_away: float = 0.6
    """How well staff know firms away, over those of the county."""
    withdrawn: float = 0.02
    suspended: float = 0.005
    """Shares of ended posts."""
    late_full: tuple[int, int] = (8, 22)
    """Days until a post filled by others is known to be full."""
