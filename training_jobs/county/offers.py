"""What is offered, in numbers: posts with pay, places, conditions and what is really behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training_jobs.county.firms import Firms
from training_jobs.county.places import region_of
from training_jobs.county.terms import Terms, draw_terms, narrow
from training_jobs.county.traits import Whole, Yes, weighted, weighted_rows
from training_jobs.county.truth import PostTraits
from training_jobs.county.world import World

HELPERS = ("保安员", "保洁员", "中餐厨师", "仓管员", "文员", "电工")
"""Trades that every kind of firm hires now and then."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Hold k posts as the office sees them, in numbers, beside their hidden traits."""

    traits: PostTraits
    firm: Whole
    opened: Whole
    expires: Whole
    """day numbers from the first day; a post may expire after the last"""
    terms: Terms
    unlawful: Yes


def draw_offers(rng: np.random.Generator, world: World, firms: Firms) -> Offers:
    """Draw the posts of the recorded past; those still open on the last day are the live market."""
    market, count = world.parameters.market, world.parameters.size.posts
    firm = weighted(rng, firms.draw, count)
    trade = _trades_of(rng, world, firms, firm)
    opened, expires = _periods(rng, world, firms.always[firm])
    terms = draw_terms(rng, world, firms, firm, trade)
    unlawful = (rng.random(count) < market.unlawful) & (opened > world.days.last - 20)
    return Offers(
        _traits(rng, world, firms, firm, trade=trade, terms=terms), firm, opened, expires, terms, unlawful
    )


def _traits(
    rng: np.random.Generator, world: World, firms: Firms, firm: Whole, *, trade: Whole, terms: Terms
) -> PostTraits:
    hidden, trades, count = world.parameters.hidden, world.trades, len(firm)
    honest = rng.normal(hidden.pay_honest, hidden.pay_honest_spread, count)
    real = np.log(terms.middle) + honest + hidden.pay_conditions * firms.conditions[firm]
    region = np.array([region_of(code) for code in firms.division])[firm]
    strict = narrow(firms.strict[firm])
    return PostTraits(
        post_id=np.arange(1, count + 1), trade=trade, family=trades.family[trade], log_pay=narrow(real),
        offers=terms.gives, region=region, lat=narrow(firms.lat[firm]), lon=narrow(firms.lon[firm]),
        appeal=narrow(rng.normal(0, hidden.appeal, count)), ease=narrow(rng.normal(0, hidden.ease, count)),
        strict_skill=strict[:, 0], strict_age=strict[:, 1], strict_education=strict[:, 2],
        strict_experience=strict[:, 3], level=narrow(trades.level[trade] * terms.asks_school),
        years=narrow(terms.experience), certificate=terms.asks_papers,
        conditions=narrow(firms.conditions[firm]), replies=narrow(firms.replies[firm]),
        bond=narrow(firms.bond[firm]),
    )  # fmt: skip


def _trades_of(rng: np.random.Generator, world: World, firms: Firms, firm: Whole) -> Whole:
    """A firm mostly hires its own trade, sometimes another of its industry, sometimes a guard or a cook."""
    market, trades = world.parameters.market, world.trades
    near = market.same_industry * (trades.industry[:, None] == trades.industry[None, :])
    near = near + 1.0 * (trades.family[:, None] == trades.family[None, :])
    near += market.helpers * np.isin(trades.names, HELPERS)
    other = weighted_rows(rng, near * trades.weight, firms.trade[firm])
    own = (rng.random(len(firm)) < market.own_trade) | firms.household[firm]
    return np.where(own, firms.trade[firm], other)


def _periods(rng: np.random.Generator, world: World, always: Yes) -> tuple[Whole, Whole]:
    market, days = world.parameters.market, world.days
    opened = weighted(rng, days.busy(), len(always)) * 7 + rng.integers(0, 7, len(always))
    renewals = rng.geometric(1 - np.where(always, market.renews_always, market.renews)) - 1
    return opened, opened + market.open_days * (renewals + 1)
