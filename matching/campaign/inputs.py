"""Everything a campaign is planned from, held together so that a change can be tried on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from matching.campaign.config import CampaignConfig, CampaignWishes

Score = Callable[[pl.DataFrame, pl.DataFrame, date, int], pl.DataFrame]
"""Workers, posts, day, k -> the best ``k`` open pairs of each worker (``Matcher.score_campaign``)."""


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """Hold a campaign before it is planned.

    ``candidates``: worker_id, post_id, value and the learned stages. ``workers`` and ``posts``: records,
    posts with ``places``; ids alone do for quotas, the records' columns are needed by changes of pay,
    lodging and day. ``waiting``: posts, in the same columns, of employers that may be added. ``employers``:
    records, for the gates of another day. ``score`` scores pairs anew; without it such changes are refused.
    """

    candidates: pl.DataFrame
    workers: pl.DataFrame
    posts: pl.DataFrame
    as_of: date
    config: CampaignConfig = field(default_factory=CampaignConfig)
    wishes: CampaignWishes = field(default_factory=CampaignWishes)
    waiting: pl.DataFrame | None = None
    employers: pl.DataFrame | None = None
    score: Score | None = None
