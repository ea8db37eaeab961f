"""Who the workers are, in numbers: what is visible of them and what is hidden. Words come later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.records.vocabulary import NEEDS
from training_jobs.county.coefficients import Hidden
from training_jobs.county.details import NeedShares, Said, Skill
from training_jobs.county.parameters import People
from training_jobs.county.places import REGIONS, WISHES
from training_jobs.county.trades import LEVEL, Trades
from training_jobs.county.traits import (
    Real,
    Whole,
    Yes,
    balanced,
    round_to,
    shared_out,
    weighted,
    weighted_rows,
)
from training_jobs.county.truth import WorkerTraits
from training_jobs.county.world import World


@dataclass(frozen=True, slots=True)
class Persons:
    """Hold what the office sees of n workers as numbers, beside their hidden traits."""

    traits: WorkerTraits
    village: Whole
    age_days: Whole
    """days lived on the last day"""
    female: Yes
    education: tuple[str, ...]
    stated_low: Whole
    """yuan a month, 0 = not said"""
    stated_km: Whole
    """0 = not said"""
    will_leave: Whole
    """1 yes, 0 no, -1 not said"""
    wish: Whole
    """row in WISHES of the places named; -1 for those who stay"""
    stated_years: Real
    """nan = not said"""
    stated_needs: Yes
    """(n, 7)"""
    shown_wants: Yes
    """(n, 3) which wishes are on the form"""
    forms: Yes
    """(n, 3) full, part, day; a row without any says nothing"""


def draw_persons(rng: np.random.Generator, world: World) -> Persons:
    """Draw the workers; ages, schooling, sex and industries meet their shares exactly."""
    people, hidden, count = world.parameters.people, world.parameters.hidden, world.parameters.size.workers
    trade, female, age, education = _matched(rng, people, world.trades, count)
    level = np.array([LEVEL[code] for code in education], dtype=np.float64)
    years = np.minimum(rng.beta(*hidden.years_shape, count) * np.maximum(age - 17, 0.5), 30)
    leave = rng.normal(0, 1, count) + hidden.leave_age * (age - 43) / 12 + hidden.leave_women * female
    km = hidden.km[0] * np.exp(rng.normal(0, hidden.km[1], count))
    skill = _skills(rng, world.parameters.skill, years)
    reserve = np.log(world.usual[trade] * people.reserve_share) + rng.normal(0, people.reserve_spread, count)
    able = world.parameters.skill
    reserve += able.reserve_skill * (skill[:, 0] - 0.6) + able.reserve_age * (age - 43)
    village = weighted(rng, world.atlas.villages.weight, count)
    said, loose = _needs_said(rng, world.parameters.needs, age, female, leave), world.parameters.said
    leaves = _stated_leave(rng, people, loose, leave)
    wish = np.where(
        leaves == 1, rng.integers(0, len(WISHES), count), np.where(leaves == 0, -1, len(WISHES) - 1)
    )
    bare = {"age": age, "level": level, "years": years, "km_scale": km, "log_reserve": reserve}
    spot = {"lat": world.atlas.villages.lat[village], "lon": world.atlas.villages.lon[village]}
    return Persons(
        traits=_traits(
            rng, world, trade, leave, skill=skill, needs=_really(rng, hidden, said), wish=wish, **bare, **spot
        ),
        village=village, age_days=(age * 365.25).astype(np.int64), female=female, education=education,
        stated_low=_stated_pay(rng, people, reserve), stated_km=_stated_km(rng, people, loose, km),
        will_leave=leaves,
        wish=wish, stated_years=_stated_years(rng, loose, years), stated_needs=said,
        shown_wants=rng.random((count, 3)) < np.array(loose.wants_shown), forms=_forms(rng, count),
    )  # fmt: skip


def _traits(
    rng: np.random.Generator,
    world: World,
    trade: Whole,
    leave: Real,
    *,
    wish: Whole,
    needs: Yes,
    **bare: Real,
) -> WorkerTraits:
    """Add what is drawn for itself; ``bare`` goes in as it is."""
    count, trades, hidden = len(trade), world.trades, world.parameters.hidden
    able = world.parameters.skill
    know = _trades_known(rng, able, trades, trade)
    papers = np.array([bool(names) for names in trades.certificates])[trade]
    suits = np.array([[row in regions for row in range(len(REGIONS))] for regions in (*WISHES, ())])
    return WorkerTraits(
        worker_id=np.arange(1, count + 1), trades=know, wants=_wants(rng, hidden, trades, know), needs=needs,
        taste=rng.normal(0, 1, (count, len(trades.families))).astype(np.float32),
        leave_cost=np.exp(hidden.leave_cost * leave).clip(0, 6).astype(np.float32),
        reliable=rng.normal(0, 1, count).astype(np.float32),
        homesick=rng.exponential(1, count).astype(np.float32),
        certified=papers & (rng.random(count) < able.certified[0] + able.certified[1] * bare["skill"][:, 0]),
        bond=rng.normal(0, 1, (count, 4)).astype(np.float32), regions=suits[wish],
        **{name: column.astype(np.float32) for name, column in bare.items()},
    )  # fmt: skip


def _matched(
    rng: np.random.Generator, people: People, trades: Trades, count: int
) -> tuple[Whole, Yes, Real, tuple[str, ...]]:
    """Draw (trade, sex) and (age, schooling) with exact margins and join them by a noisy order."""
    names = [name for name, _ in people.industries]
    groups = np.array([names.index(letter) for letter in trades.industry])
    table = trades.weight * np.stack([trades.female, 1 - trades.female]) + 1e-6
    sexes = np.array([people.women, 1 - people.women])
    table = balanced(table, sexes, groups, np.array([share for _, share in people.industries]))
    row = shared_out(rng, sexes, count)
    trade = weighted_rows(rng, table, row)
    age, education = _age_and_school(rng, people, count)
    level = np.array([LEVEL[code] for code in education])
    asks = 1.3 * trades.level[trade] - 0.5 * trades.simple[trade] + rng.normal(0, 0.8, count)
    brings = 1.3 * level - 0.03 * (age - 43) + rng.normal(0, 0.8, count)
    order = np.empty(count, dtype=np.int64)
    order[np.argsort(brings, kind="stable")] = np.argsort(asks, kind="stable")
    return trade[order], row[order] == 0, age, education


def _age_and_school(rng: np.random.Generator, people: People, count: int) -> tuple[Real, tuple[str, ...]]:
    band = shared_out(rng, np.array(people.age_shares), count)
    edges = np.array(people.age_edges, dtype=np.float64)
    age = edges[band] + rng.random(count) * (edges[band + 1] - edges[band])
    codes = sorted(people.education, key=lambda pair: LEVEL[pair[0]])
    rho = people.education_age
    latent = -rho * (age - age.mean()) / age.std() + np.sqrt(1 - rho * rho) * rng.normal(0, 1, count)
    rank = np.empty(count)
    rank[np.argsort(latent, kind="stable")] = (np.arange(count) + 0.5) / count
    bounds = np.cumsum([share for _, share in codes])
    level = np.searchsorted(bounds / bounds[-1], rank)
    return age, tuple(codes[i][0] for i in level)


def _trades_known(rng: np.random.Generator, able: Skill, trades: Trades, main: Whole) -> Whole:
    near = trades.relation(able).astype(np.float64) ** 1.5 * trades.weight + 0.004 * trades.weight
    return np.stack([main, weighted_rows(rng, near, main), weighted_rows(rng, near + 0.03, main)], axis=1)


def _skills(rng: np.random.Generator, able: Skill, years: Real) -> Real:
    learnt = able.gain * (1 - np.exp(-years / able.gain_years))
    main = able.start + learnt + rng.normal(0, able.spread, len(years))
    rest = main[:, None] * rng.uniform(*able.others, (len(years), 2))
    return np.concatenate([main[:, None], rest], axis=1).clip(0.1, 1.0)


def _wants(rng: np.random.Generator, hidden: Hidden, trades: Trades, know: Whole) -> Whole:
    """Most want what they know; some want out of it."""
    away = rng.random(know.shape) < np.array(hidden.wants_other)
    other = weighted(rng, trades.weight, know.size).reshape(know.shape)
    return np.where(away, other, know)


def _needs_said(rng: np.random.Generator, shares: NeedShares, age: Real, female: Yes, leave: Real) -> Yes:
    """Needs are named by those they concern: who leaves, who does not, parents, couples, the younger."""
    goes, parent = leave < 0.3, (age > 27) & (age < 46)
    concerns = {
        "lodging": goes, "meals": goes, "near_home": ~goes, "couple_room": (age > 27) & (age < 55),
        "insurance": age < 45, "child_school": parent, "day_shift": female,
    }  # fmt: skip
    chance = np.stack([np.where(concerns[need], *getattr(shares, need)) for need in NEEDS], axis=1)
    return rng.random((len(age), len(NEEDS))) < chance


def _really(rng: np.random.Generator, hidden: Hidden, said: Yes) -> Yes:
    """Some of what is said is not meant, and something is never said."""
    drawn = rng.random(said.shape)
    return np.where(said, drawn > hidden.need_not_meant, drawn < hidden.need_unsaid)


def _stated_pay(rng: np.random.Generator, people: People, reserve: Real) -> Whole:
    over = np.log(people.overstated) + rng.normal(0, people.overstated_spread, len(reserve))
    low = np.exp(reserve + over)
    rounded = np.where(rng.random(len(reserve)) < 0.7, round_to(low, 500), round_to(low, 100))
    return np.where(rng.random(len(reserve)) < people.pay_unsaid, 0, np.maximum(rounded, 1500))


def _stated_km(rng: np.random.Generator, people: People, loose: Said, km: Real) -> Whole:
    said = np.maximum(round_to(km * rng.uniform(*loose.km_over, len(km)), 5), 5)
    return np.where(rng.random(len(km)) < people.km_said, said, 0)


def _stated_leave(rng: np.random.Generator, people: People, loose: Said, leave: Real) -> Whole:
    heard = leave + rng.normal(0, loose.leave_noise, len(leave))
    goes = (heard < np.quantile(heard, people.leaves)).astype(np.int64)
    return np.where(rng.random(len(leave)) < loose.leave_unsaid, -1, goes)


def _stated_years(rng: np.random.Generator, loose: Said, years: Real) -> Real:
    said = np.round(years * np.exp(rng.normal(0, loose.years_noise, len(years))))
    return np.where(rng.random(len(years)) < loose.years_unsaid, np.nan, said)


def _forms(rng: np.random.Generator, count: int) -> Yes:
    """Half name no form; most others want full-time work (assumed)."""
    sets = np.array([[0, 0, 0], [1, 0, 0], [1, 0, 1], [1, 1, 0], [0, 0, 1], [0, 1, 1]], dtype=bool)
    return sets[np.searchsorted([0.5, 0.8, 0.9, 0.97, 0.985], rng.random(count))]
