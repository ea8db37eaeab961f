"""The terms of posts: pay, places, conditions, what is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training_jobs.county.firms import Firms
from training_jobs.county.parameters import Market
from training_jobs.county.trades import Trades
from training_jobs.county.traits import Real, Whole, Yes, round_to, weighted_rows
from training_jobs.county.world import World

PIECE_FAMILIES = ("sewing", "textile", "wood", "electronics")
"""Trades often paid by the piece."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold the terms of k posts as the office sees them; ``middle`` and ``places`` are hidden."""

    headcount: Whole
    """0 = not said"""
    places: Whole
    """what is really open, also where nothing was said"""
    low: Whole
    high: Whole
    middle: Real
    """yuan a month"""
    basis: tuple[str, ...]
    gives: Yes
    """(k, 7) in the order of NEEDS"""
    shuttle: Yes
    asks_school: Yes
    asks_papers: Yes
    experience: Whole
    """years, 0 = none asked"""
    age_high: Whole
    """0 = not said"""


def draw_terms(rng: np.random.Generator, world: World, firms: Firms, firm: Whole, trade: Whole) -> Terms:
    """Draw the terms of posts, given who offers them and for which trade."""
    market, trades, count = world.parameters.market, world.trades, len(firm)
    middle = _middle(rng, world, firms, firm, trade)
    low, high = _range(rng, middle, np.array(market.least_pay)[firms.zone[firm]])
    gives, shuttle = _gives(rng, world, firms, firm, trade)
    places = _places(rng, market, firms, firm)
    skilled = (rng.random(count) < market.asks_experience) & ~trades.simple[trade]
    papers = np.array([bool(names) for names in trades.certificates])[trade]
    return Terms(
        headcount=np.where(rng.random(count) < market.headcount_unsaid, 0, places), places=places,
        low=low, high=high, middle=middle, basis=_basis(rng, market, trades, trade),
        gives=gives, shuttle=shuttle, asks_school=rng.random(count) < market.asks_school,
        asks_papers=papers & (rng.random(count) < market.asks_papers),
        experience=np.where(skilled, rng.integers(1, 4, count), 0),
        age_high=_age_high(rng, market, trades, trade),
    )  # fmt: skip


def narrow(values: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Give 32-bit numbers, as the truth keeps them."""
    return np.asarray(values, dtype=np.float32)


def _middle(rng: np.random.Generator, world: World, firms: Firms, firm: Whole, trade: Whole) -> Real:
    """Give the middle of the offered pay; the mix of places meets each industry's mean."""
    market = world.parameters.market
    local = dict(market.local_industries)
    share = np.array([local[letter] for letter in firms.industry])
    mean = share * market.local_pay + (1 - share) * market.away_pay
    place = (np.where(firms.zone == 0, market.local_pay, market.away_pay) / mean)[firm]
    spread = rng.normal(0, market.post_spread, len(firm))
    middle: Real = world.usual[trade] * place * np.exp(firms.pay[firm] + spread)
    return middle


def _range(rng: np.random.Generator, middle: Real, least: Whole) -> tuple[Whole, Whole]:
    """Give round figures around the middle, in steps of 500 or 100 yuan."""
    wide = rng.uniform(0.04, 0.2, len(middle))
    step = np.where(rng.random(len(middle)) < 0.6, 500, 100)
    low = np.maximum((np.round(middle * (1 - wide) / step) * step).astype(np.int64), least)
    return low, np.maximum((np.round(middle * (1 + wide) / step) * step).astype(np.int64), low + step)


def _basis(rng: np.random.Generator, market: Market, trades: Trades, trade: Whole) -> tuple[str, ...]:
    piece = np.isin(np.array(trades.families)[trades.family[trade]], PIECE_FAMILIES)
    by_day = np.isin(np.array(trades.forms)[trade], ["day"]) | (trades.industry[trade] == "A")
    schooled = trades.level[trade] >= 3
    kinds = np.where(by_day, 0, np.where(piece, 1, np.where(schooled, 2, 3)))
    weight = np.array([list(dict(market.pay_basis)[kind]) for kind in ("day", "piece", "schooled", "other")])
    names = ("month", "piece", "hour", "day", "year", "negotiable")
    return tuple(names[k] for k in weighted_rows(rng, weight, kinds))


def _gives(
    rng: np.random.Generator, world: World, firms: Firms, firm: Whole, trade: Whole
) -> tuple[Yes, Yes]:
    market = world.parameters.market
    away = (firms.zone[firm] > 0)[:, None]
    chance = np.where(away, np.array(market.gives_away), np.array(market.gives_local))
    chance[:, 4] += market.insured_by_size * np.log(firms.size[firm])
    chance[:, 6] += market.day_shift_simple * world.trades.simple[trade]
    given = rng.random(chance.shape) < chance
    given[:, 3] &= given[:, 0]
    return given[:, :7], given[:, 7]


def _places(rng: np.random.Generator, market: Market, firms: Firms, firm: Whole) -> Whole:
    log = market.headcount_log + market.headcount_size * (np.log(firms.size[firm]) - 3.5)
    drawn = np.exp(log + rng.normal(0, market.headcount_spread, len(firm)))
    drawn = np.where(drawn > 12, round_to(drawn, 5), np.maximum(np.round(drawn), 1))
    return np.where(firms.household[firm], 1, np.minimum(drawn, market.headcount_most)).astype(np.int64)


def _age_high(rng: np.random.Generator, market: Market, trades: Trades, trade: Whole) -> Whole:
    simple, building, other = market.age_high
    usual = np.where(trades.simple[trade], simple, np.where(trades.industry[trade] == "E", building, other))
    said = usual + rng.choice([-3, 0, 0, 2], len(trade))
    return np.where(rng.random(len(trade)) < market.age_unsaid, 0, said)
