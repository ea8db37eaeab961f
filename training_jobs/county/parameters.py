"""Every figure the simulated county is set by, in one place, each with its source or "assumed".

The hidden spreads and the coefficients of the truth stand in ``coefficients``, smaller figures in
``details``; ``Parameters`` holds them all.

Frozen: ``digest`` is pinned by a test, so that no later work tunes the county to its own results.
Sources: NBS = National Bureau of Statistics of China, monitoring survey of migrant workers 2024
(农民工监测调查报告); GX = Guangxi public offices, supply and demand, third quarter of 2024; REF = published
records of referrals and their slips; "assumed" = no figure known, set by judgement.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from typing import Literal

from training_jobs.county.coefficients import Coefficients, Hidden
from training_jobs.county.details import Desk, NeedShares, Said, Skill

Templates = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class Size:
    """Say how many of each there are; the three are independent."""

    workers: int = 6000
    employers: int = 700
    posts: int = 3500


@dataclass(frozen=True, slots=True)
class Geography:
    """Say how the county lies. An invented county in a hilly part of the south-west."""

    lat: float = 25.20
    lon: float = 103.45
    """degrees; assumed, a place without a county seat of its own."""
    townships: int = 20
    villages: int = 300
    radius_km: float = 32.0
    """assumed."""
    county_km: float = 60.0
    """Beyond it nobody goes home every day; assumed."""


@dataclass(frozen=True, slots=True)
class People:
    """Say who the workers are."""

    age_shares: tuple[float, ...] = (0.035, 0.150, 0.252, 0.247, 0.250, 0.066)
    """NBS: up to 40 43.7 %, 41-50 24.7 %, over 50 31.6 %; the split within bands is assumed."""
    age_edges: tuple[int, ...] = (17, 21, 31, 41, 51, 61, 68)
    """years."""
    women: float = 0.376
    """NBS."""
    education: tuple[tuple[str, float], ...] = (
        ("80", 0.15), ("70", 0.52), ("60", 0.09), ("40", 0.08), ("30", 0.12), ("20", 0.039), ("10", 0.001),
    )  # fmt: skip
    """NBS 15 / 52 / 17 / 16 %; the split of the last two is assumed."""
    education_age: float = 0.75
    """How strongly older means less schooled (latent correlation); assumed."""
    industries: tuple[tuple[str, float], ...] = (
        ("C", 0.279), ("E", 0.143), ("F", 0.136), ("G", 0.072), ("H", 0.071), ("O", 0.123),
        ("A", 0.120), ("B", 0.016), ("D", 0.020), ("S", 0.020),
    )  # fmt: skip
    """NBS for the first six; the rest is assumed."""
    reserve_share: float = 0.8
    """True reservation pay over usual pay of the trade; assumed."""
    reserve_spread: float = 0.17
    """Log standard deviation between people; assumed."""
    overstated: float = 1.16
    overstated_spread: float = 0.1
    """Workers overstate the pay they hold out for (REF, direction known; size assumed)."""
    pay_unsaid: float = 0.12
    """assumed."""
    leaves: float = 0.55
    """Would work away from the county; NBS: 179 M of 300 M do, fewer among those who come to a window."""
    km_said: float = 0.75
    """Share that names the daily way accepted; assumed."""
    groups_hardship: float = 0.10
    groups_out_of_poverty: float = 0.22
    groups_veteran: float = 0.02
    """assumed for a western county."""
    plain_list: float = 0.01
    """Share that asks for a list without personalisation; assumed."""
    never_came: float = 0.06
    """Registered by phone or at a fair and never at a window; assumed."""


@dataclass(frozen=True, slots=True)
class Market:
    """Say what is offered."""

    months: int = 18
    """Length of the recorded past."""
    industries: tuple[tuple[str, float], ...] = (
        ("C", 0.36), ("F", 0.15), ("H", 0.14), ("O", 0.12), ("E", 0.06), ("G", 0.07),
        ("A", 0.06), ("D", 0.015), ("B", 0.01), ("S", 0.015),
    )  # fmt: skip
    """GX: manufacturing 36, retail 15, catering 14 %, primary 8 % with mining; the rest is assumed."""
    pay: tuple[tuple[str, int], ...] = (
        ("C", 4978), ("E", 5743), ("F", 4362), ("G", 5635), ("H", 4141), ("O", 4023),
        ("A", 3700), ("B", 6300), ("D", 5100), ("S", 3300),
    )  # fmt: skip
    """Mean yuan a month; NBS for the first six, the rest is assumed."""
    local_pay: float = 0.865
    away_pay: float = 1.135
    """Over the industry's mean; NBS: 4,291 local, 5,634 away, 4,961 all."""
    local_industries: tuple[tuple[str, float], ...] = (
        ("C", 0.20), ("E", 0.35), ("F", 0.55), ("G", 0.40), ("H", 0.50), ("O", 0.50), ("A", 0.85),
        ("B", 0.60),
        ("D", 0.70), ("S", 1.0),
    )  # fmt: skip
    """Share of employers inside the county; by industry assumed, together 40 % (NBS: 121 M of 300 M)."""
    province_of_away: float = 0.55
    """NBS: 44.6 % of those away from the west cross a province."""
    employer_spread: float = 0.10
    post_spread: float = 0.09
    """Log standard deviations of pay; assumed."""
    open_days: int = 15
    """Close date = open + 15 days unless said (form of public offices)."""
    always_hiring: float = 0.34
    renews_always: float = 0.95
    renews: float = 0.67
    """Chance that a post is renewed for another period; assumed."""
    least_pay: tuple[int, int, int] = (1900, 2100, 2800)
    """Least yuan a month written (county, province, beyond): above the minimum wages there; assumed."""
    headcount_log: float = 1.15
    headcount_spread: float = 1.0
    """Heavy tail, by log-normal; assumed."""
    headcount_size: float = 0.12
    """How much larger firms ask for more, per log of size; assumed."""
    headcount_most: int = 300
    headcount_unsaid: float = 0.05
    employer_size: tuple[float, float] = (3.0, 4.6)
    """Log of people employed, in the county and away; assumed."""
    households: float = 0.5
    """Share of those hiring domestic helpers that are families; assumed."""
    own_trade: float = 0.45
    same_industry: float = 0.25
    helpers: float = 0.25
    """How firms spread over trades; assumed."""
    asks_school: float = 0.65
    asks_papers: float = 0.75
    asks_experience: float = 0.32
    """assumed (GX: 53 % of places ask for a skill grade; fewer of simple work)."""
    age_high: tuple[int, int, int] = (60, 58, 48)
    age_unsaid: float = 0.45
    """Upper age usually stated: simple work, building, other; assumed."""
    gives_local: tuple[float, ...] = (0.25, 0.35, 0.0, 0.04, 0.12, 0.02, 0.30, 0.16)
    gives_away: tuple[float, ...] = (0.72, 0.50, 0.0, 0.16, 0.12, 0.04, 0.30, 0.10)
    """Shares giving lodging, meals, -, room for couples, insurance, school, day shift, shuttle; assumed."""
    insured_by_size: float = 0.10
    day_shift_simple: float = 0.10
    pay_basis: tuple[tuple[str, tuple[float, ...]], ...] = (
        ("day", (0.50, 0.02, 0.06, 0.38, 0.00, 0.04)), ("piece", (0.62, 0.28, 0.03, 0.03, 0.00, 0.04)),
        ("schooled", (0.80, 0.02, 0.02, 0.02, 0.10, 0.04)), ("other", (0.84, 0.02, 0.06, 0.04, 0.00, 0.04)),
    )  # fmt: skip
    """Kinds of trade -> shares of pay by month, piece, hour, day, year, negotiable; assumed."""
    elsewhere: float = 0.030
    """Share of places filled each week by people the office did not send; assumed."""
    unlawful: float = 0.06
    """Share of the newest posts that the office has not let through, for what they say; assumed."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Say how staff at the window list and pick; directions from REF, sizes assumed."""

    list_length: int = 10
    looks_at: int = 600
    """Posts on the week's sheet."""
    near: float = 0.9
    away: float = 0.5
    popular: float = 0.35
    known: float = 0.5
    wanted: float = 2.6
    place: float = 0.8
    narrow: float = 1.3
    """Older and less schooled people are offered a narrower set."""
    noise: float = 1.0
    picks_first: float = 0.9
    picks_liked: float = 0.5
    second_letter: float = 0.38
    comes_back: float = 0.072
    """Weekly chance that a seeking worker comes again."""
    gives_up: float = 0.014
    """Weekly chance that a seeker finds work alone or stops."""
    home_for_festival: float = 0.18
    """Weekly chance, in the three weeks before the festival, that somebody away comes home."""
    leaves_again: float = 0.5
    """Chance that who came home looks for work here after the festival; all assumed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say what is told afterwards."""

    returned_hired: float = 0.84
    returned_other: float = 0.59
    """REF: a third to a half of the slips never come back; more often when nobody was hired."""
    unwilling_told: float = 0.72
    """A worker who does not go: told as unwilling (3), otherwise as a no-show (2); assumed."""
    other_code: float = 0.03
    reason_told: float = 0.6
    never_arrives: float = 0.2
    """Among those hired who are not there after 90 days; assumed."""
    kinds_of_hire: tuple[float, ...] = (0.62, 0.24, 0.09, 0.05)
    """contract, agency, part-time, other; assumed."""
    arrival_told: float = 0.7
    reached_30: float = 0.78
    reached_90: float = 0.72
    left_reached: float = 0.85
    """Who has left is harder to reach, by this factor; assumed."""
    wages_on_time: float = 2.6
    """Logit at ordinary conditions; assumed."""
    slip_days: tuple[int, int] = (2, 24)
    """assumed."""
    hired_again: float = 0.55
    """Chance that a worker whose job ended looks for work through the office; assumed."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Hold them all. ``templates`` keeps the texts of training and of testing apart."""

    size: Size = field(default_factory=Size)
    templates: Templates = "train"
    geography: Geography = field(default_factory=Geography)
    people: People = field(default_factory=People)
    market: Market = field(default_factory=Market)
    skill: Skill = field(default_factory=Skill)
    needs: NeedShares = field(default_factory=NeedShares)
    said: Said = field(default_factory=Said)
    desk: Desk = field(default_factory=Desk)
    hidden: Hidden = field(default_factory=Hidden)
    truth: Coefficients = field(default_factory=Coefficients)
    staff: Staff = field(default_factory=Staff)
    outcome: Outcome = field(default_factory=Outcome)

    def digest(self) -> str:
        """Give sha256 over all figures but size and templates, and over the tables of trades and texts."""
        figures = {k: v for k, v in asdict(self).items() if k not in {"size", "templates"}}
        seal = hashlib.sha256(json.dumps(figures, sort_keys=True).encode())
        for name in ("trades.csv", "texts.toml"):
            seal.update(files("training_jobs.county").joinpath(name).read_bytes())
        return seal.hexdigest()
