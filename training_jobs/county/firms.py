"""Who offers work, in numbers: firms and households of the county, the province and the coast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training_jobs.county.places import Atlas, Spots
from training_jobs.county.traits import Real, Whole, Yes, shared_out, weighted, weighted_rows
from training_jobs.county.world import World


@dataclass(frozen=True, slots=True)
class Firms:
    """Hold m employers as numbers; pay habit, strictness, conditions and reply habit are hidden."""

    industry: tuple[str, ...]
    trade: Whole
    """what it mostly hires"""
    household: Yes
    size: Whole
    zone: Whole
    """0 county, 1 province, 2 beyond"""
    spot: Whole
    """row in the spots of its zone"""
    division: tuple[str, ...]
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


def draw_firms(rng: np.random.Generator, world: World) -> Firms:
    """Draw the employers."""
    market, hidden, count = world.parameters.market, world.parameters.hidden, world.parameters.size.employers
    letters = [letter for letter, _ in market.industries]
    industry = shared_out(rng, np.array([share for _, share in market.industries]), count)
    trade = weighted_rows(rng, _trade_weights(world, letters), industry)
    care = world.trades.names.index("家政员")
    household = (trade == care) & (rng.random(count) < market.households)
    zone = _zones(rng, world, np.array(letters)[industry], household)
    spot, lat, lon = _placed(rng, world.atlas, zone)
    spots = zones(world.atlas)
    large = np.exp(rng.normal(np.where(zone == 0, *market.employer_size), 1.1)).astype(np.int64) + 2
    known = rng.exponential(1, count) * np.where(zone == 0, 1.0, world.parameters.desk.known_away)
    return Firms(
        industry=tuple(letters[i] for i in industry), trade=trade, household=household,
        size=np.where(household, 1, large), zone=zone, spot=spot,
        division=tuple(spots[z].division[s] for z, s in zip(zone, spot, strict=True)), lat=lat, lon=lon,
        always=rng.random(count) < market.always_hiring, known=known,
        pay=rng.normal(0, market.employer_spread, count),
        strict=np.exp(rng.normal(0, hidden.strict, (count, 4))), conditions=rng.normal(0, 1, count),
        replies=rng.normal(0, hidden.replies, count), bond=rng.normal(0, 1, (count, 4)),
        draw=np.where(household, 0.3, rng.gamma(1.2, 1.0, count) + 0.1),
    )  # fmt: skip


def _trade_weights(world: World, letters: list[str]) -> Real:
    trades = world.trades
    return np.stack([trades.weight * (trades.industry == letter) for letter in letters])


def _zones(rng: np.random.Generator, world: World, industry: npt.NDArray[np.str_], household: Yes) -> Whole:
    market = world.parameters.market
    shares = dict(market.local_industries)
    local = np.array([shares[letter] for letter in industry.tolist()])
    drawn = rng.random(len(industry))
    away = np.where(drawn < local + (1 - local) * market.province_of_away, 1, 2)
    return np.where((drawn < local) | household, 0, away)


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
