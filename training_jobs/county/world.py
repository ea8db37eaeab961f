"""What every part of the simulation starts from: figures, calendar, trades, map and usual pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from training_jobs.county.parameters import Market, Parameters
from training_jobs.county.places import Atlas, draw_atlas
from training_jobs.county.season import Calendar, calendar
from training_jobs.county.trades import Trades, load_trades


@dataclass(frozen=True, slots=True)
class World:
    """Hold what does not depend on any one worker or post."""

    parameters: Parameters
    days: Calendar
    trades: Trades
    atlas: Atlas
    usual: npt.NDArray[np.float64]
    """yuan a month per trade, shape (T,)"""


def make_world(rng: np.random.Generator, parameters: Parameters, until: date) -> World:
    """Lay out calendar, map and pay; a date outside the calendar raises InputError."""
    trades = load_trades(parameters.templates)
    days = calendar(until, parameters.market.months)
    atlas = draw_atlas(rng, parameters.geography)
    return World(parameters, days, trades, atlas, usual_pay(trades, parameters.market))


def usual_pay(trades: Trades, market: Market) -> npt.NDArray[np.float64]:
    """Give yuan a month per trade, shape (T,), so that each industry meets its mean."""
    usual = trades.pay * 1000
    for industry, mean in market.pay:
        rows = trades.industry == industry
        usual[rows] *= mean / np.average(usual[rows], weights=trades.weight[rows])
    return usual
