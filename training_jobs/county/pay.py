"""What work pays: the industries' means, spread over trades and places."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from training_jobs.county.parameters import Market
from training_jobs.county.trades import Trades


def usual_pay(trades: Trades, market: Market) -> npt.NDArray[np.float64]:
    """Give yuan a month per trade, shape (T,), so that each industry meets its mean."""
    usual = trades.pay * 1000
    for industry, mean in market.pay:
        rows = trades.industry == industry
        usual[rows] *= mean / np.average(usual[rows], weights=trades.weight[rows])
    return usual
