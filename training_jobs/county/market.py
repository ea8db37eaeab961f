"""Who offers work and what, in numbers: firms of the county, the province and the coast, and their posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training_jobs.county.parameters import Market, Parameters
from training_jobs.county.places import Atlas, Spots
from training_jobs.county.season import Calendar
from training_jobs.county.trades import Trades
from training_jobs.county.traits import Real, Whole, Yes, round_to, weighted, weighted_rows
from training_jobs.county.truth import PostTraits


@dataclass(frozen=True, slots=True)
class Firms:
    """Hold m employers as numbers; strictness, conditions and reply habit are hidden."""

    industry: tuple[str, ...]
    trade: Whole
    """what it mostly hires"""
    household: Yes
    size: Whole
    zone: Whole
    """0 county, 1 province, 2 beyond"""
    spot: Whole
    """row in the spots of its zone"""
    lat: Real
    lon: Real
    always: Yes
    """hires all year"""
    known: Real
    """how well staff know it"""
    pay: Real
    strict: Real
    """(m, 4) skill, age, schooling, experience"""
    conditions: Real
    replies: Real
    bond: Real
    draw: Real
    """weight with which posts fall to it"""


@dataclass(frozen=True, slots=True)
class Offers:
    """Hold k posts as the office sees them, in numbers, beside their hidden traits."""

    traits: PostTraits
    firm: Whole
    zone: Whole
    opened: Whole
    expires: Whole
    """day numbers; opened counts from the first day, may be before it"""
    headcount: Whole
    """0 = not said"""
    places: Whole
    """what is really open, also where nothing was said"""
    low: Whole
    high: Whole
    basis: tuple[str, ...]
    education: tuple[str | None, ...]
    experience: Whole
    """0 = none asked"""
    age_high: Whole
    """0 = not said"""
    shuttle: Yes
    unlawful: Yes


def draw_firms(rng: np.random.Generator, parameters: Parameters, trades: Trades, atlas: Atlas) -> Firms:
    """Draw the employers."""
    market, count = parameters.market, parameters.size.employers
    letters = [letter for letter, _ in market.industries]
    # Taken in turn, so that a small county has every industry too.
    shares = np.array([share for _, share in market.industries])
    industry = rng.permutation(
        np.searchsorted(np.cumsum(shares) / shares.sum(), (np.arange(count) + 0.5) / count)
    )
    weights = np.stack([trades.weight * (trades.industry == letter) for letter in letters])
    trade = weighted_rows(rng, weights, industry)
    care = trades.table["name"].to_list().index("家政员")
    household = (trade == care) & (rng.random(count) < 0.5)
    local = np.array([dict(market.local_industries)[letter] for letter in letters])[industry]
    inside = market.province_of_away
    drawn = rng.random(count)
    zone = np.where((drawn < local) | household, 0, np.where(drawn < local + (1 - local) * inside, 1, 2))
    spot, lat, lon = _placed(rng, atlas, zone)
    size = np.where(household, 1, np.exp(rng.normal(np.where(zone == 0, 3.0, 4.6), 1.1)).astype(np.int64) + 2)
    return Firms(
        tuple(letters[i] for i in industry), trade, household, size, zone, spot, lat, lon,
        rng.random(count) < market.always_hiring, rng.exponential(1, count) * np.where(zone == 0, 1.0, 0.6),
        rng.normal(0, market.employer_spread, count), np.exp(rng.normal(0, 0.4, (count, 4))),
        rng.normal(0, 1, count), rng.normal(0, 0.6, count), rng.normal(0, 1, (count, 4)),
        np.where(household, 0.3, rng.gamma(1.2, 1.0, count) + 0.1),
    )  # fmt: skip


def _placed(rng: np.random.Generator, atlas: Atlas, zone: Whole) -> tuple[Whole, Real, Real]:
    spot, lat, lon = np.zeros(len(zone), np.int64), np.zeros(len(zone)), np.zeros(len(zone))
    for number, spots in enumerate(zones(atlas)):
        rows = np.flatnonzero(zone == number)
        spot[rows] = weighted(rng, spots.weight, len(rows))
        lat[rows] = spots.lat[spot[rows]] + rng.normal(0, 0.02, len(rows))
        lon[rows] = spots.lon[spot[rows]] + rng.normal(0, 0.02, len(rows))
    return spot, lat.round(5), lon.round(5)


def zones(atlas: Atlas) -> tuple[Spots, Spots, Spots]:
    """Give the spots of zone 0 (county), 1 (province), 2 (beyond)."""
    return atlas.towns, atlas.province, atlas.beyond


def draw_offers(
    rng: np.random.Generator,
    parameters: Parameters,
    trades: Trades,
    firms: Firms,
    usual: Real,
    days: Calendar,
) -> Offers:
    """Draw the posts of the recorded past; those still open on the last day are the live market."""
    market, count = parameters.market, parameters.size.posts
    firm = weighted(rng, firms.draw, count)
    trade = _trades_of(rng, trades, firms, firm)
    zone = firms.zone[firm]
    opened, expires = _periods(rng, market, firms.always[firm], days)
    low, high, basis, middle = _pay(rng, market, trades, firms, firm, trade, usual)
    gives, shuttle = _gives(rng, trades, firms, firm, trade)
    places = _places(rng, market, firms, firm)
    said = rng.random(count) >= market.headcount_unsaid
    asks = rng.random(count) < 0.65
    years = np.where((rng.random(count) < 0.32) & ~trades.simple[trade], rng.integers(1, 4, count), 0)
    papers = np.array([bool(names) for names in trades.certificates])[trade] & (rng.random(count) < 0.75)
    codes = trades.table["education"].to_list()
    real = np.log(middle) + rng.normal(-0.03, 0.08, count) + 0.02 * firms.conditions[firm]
    return Offers(
        traits=_traits(rng, trades, firms, firm, trade, real, gives, asks, years, papers),
        firm=firm, zone=zone, opened=opened, expires=expires,
        headcount=np.where(said, places, 0), places=places, low=low, high=high, basis=basis,
        education=tuple(codes[t] if a and codes[t] != "80" else None for t, a in zip(trade, asks, strict=True)),
        experience=years, age_high=_age_high(rng, trades, trade), shuttle=shuttle,
        unlawful=(rng.random(count) < market.unlawful) & (opened > days.last - 20),
    )  # fmt: skip


def _traits(
    rng: np.random.Generator, trades: Trades, firms: Firms, firm: Whole, trade: Whole, real: Real,
    gives: Yes, asks: Yes, years: Whole, papers: Yes,
) -> PostTraits:  # fmt: skip
    count = len(firm)
    strict = firms.strict[firm].astype(np.float32)
    return PostTraits(
        post_id=np.arange(1, count + 1), trade=trade, family=trades.family[trade],
        log_pay=real.astype(np.float32), offers=gives,
        lat=firms.lat[firm].astype(np.float32), lon=firms.lon[firm].astype(np.float32),
        appeal=rng.normal(0, 0.35, count).astype(np.float32), ease=rng.normal(0, 0.45, count).astype(np.float32),
        strict_skill=strict[:, 0], strict_age=strict[:, 1], strict_education=strict[:, 2],
        strict_experience=strict[:, 3], level=(trades.level[trade] * asks).astype(np.float32),
        years=years.astype(np.float32), certificate=papers,
        conditions=firms.conditions[firm].astype(np.float32), replies=firms.replies[firm].astype(np.float32),
        bond=firms.bond[firm].astype(np.float32),
    )  # fmt: skip


def _trades_of(rng: np.random.Generator, trades: Trades, firms: Firms, firm: Whole) -> Whole:
    """A firm mostly hires its own trade, sometimes another of its industry, sometimes a guard or a cook."""
    same = trades.industry[:, None] == trades.industry[None, :]
    near = trades.weight * (0.25 * same + 1.0 * (trades.family[:, None] == trades.family[None, :]))
    helpers = np.isin(
        trades.table["name"].to_list(), ["保安员", "保洁员", "中餐厨师", "仓管员", "文员", "电工"]
    )
    near = near + 0.25 * helpers * trades.weight
    trade = np.where(
        rng.random(len(firm)) < 0.45, firms.trade[firm], weighted_rows(rng, near, firms.trade[firm])
    )
    return np.where(firms.household[firm], firms.trade[firm], trade)


def _periods(rng: np.random.Generator, market: Market, always: Yes, days: Calendar) -> tuple[Whole, Whole]:
    week = weighted(rng, days.busy(), len(always))
    opened = week * 7 + rng.integers(0, 7, len(always))
    renewals = rng.geometric(1 - np.where(always, market.renews_always, market.renews)) - 1
    return opened, opened + market.open_days * (renewals + 1)


def _pay(
    rng: np.random.Generator,
    market: Market,
    trades: Trades,
    firms: Firms,
    firm: Whole,
    trade: Whole,
    usual: Real,
) -> tuple[Whole, Whole, tuple[str, ...], Real]:
    where = np.where(firms.zone[firm] == 0, market.local_pay, market.away_pay)
    spread = rng.normal(0, market.post_spread, len(firm))
    middle = usual[trade] * where * np.exp(firms.pay[firm] + spread)
    wide = rng.uniform(0.04, 0.2, len(firm))
    step = np.where(rng.random(len(firm)) < 0.6, 500, 100)
    low = np.maximum((np.round(middle * (1 - wide) / step) * step).astype(np.int64), 1900)
    high = np.maximum((np.round(middle * (1 + wide) / step) * step).astype(np.int64), low + step)
    names = ("month", "month", "piece", "hour", "day", "year", "negotiable")
    piece = np.isin(
        np.array(trades.families)[trades.family[trade]], ["sewing", "textile", "wood", "electronics"]
    )
    day = np.isin(np.array(trades.forms)[trade], ["day"]) | (trades.industry[trade] == "A")
    weight = np.stack([
        np.full(len(firm), 0.45), np.full(len(firm), 0.35), np.where(piece, 0.3, 0.02),
        np.where(trades.simple[trade], 0.1, 0.03), np.where(day, 0.5, 0.03),
        np.where(trades.level[trade] >= 3, 0.1, 0.0), np.full(len(firm), 0.04),
    ], axis=1)  # fmt: skip
    basis = weighted_rows(rng, weight, np.arange(len(firm)))
    return low, high, tuple(names[i] for i in basis), middle


def _gives(
    rng: np.random.Generator, trades: Trades, firms: Firms, firm: Whole, trade: Whole
) -> tuple[Yes, Yes]:
    away, drawn = firms.zone[firm] > 0, rng.random((len(firm), 8))
    steady = np.log(firms.size[firm]) / 10
    chance = np.stack([
        np.where(away, 0.72, 0.25), np.where(away, 0.5, 0.35), np.zeros(len(firm)), np.where(away, 0.16, 0.04),
        0.12 + steady, np.where(away, 0.04, 0.02), np.where(trades.simple[trade], 0.4, 0.3),
        np.where(away, 0.1, 0.16),
    ], axis=1)  # fmt: skip
    given = drawn < chance
    given[:, 3] &= given[:, 0]
    return given[:, :7], given[:, 7]


def _places(rng: np.random.Generator, market: Market, firms: Firms, firm: Whole) -> Whole:
    log = market.headcount_log + 0.12 * (np.log(firms.size[firm]) - 3.5)
    drawn = np.exp(log + rng.normal(0, market.headcount_spread, len(firm)))
    drawn = np.where(drawn > 12, round_to(drawn, 5), np.maximum(np.round(drawn), 1))
    return np.where(firms.household[firm], 1, np.minimum(drawn, 300)).astype(np.int64)


def _age_high(rng: np.random.Generator, trades: Trades, trade: Whole) -> Whole:
    usual = np.where(trades.simple[trade], 60, np.where(trades.industry[trade] == "E", 58, 48))
    said = usual + rng.choice([-3, 0, 0, 2], len(trade))
    return np.where(rng.random(len(trade)) < 0.45, 0, said)
