"""Read what a closed fair left behind: its hall on the day, its events, its letters and their outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from features.records import Fair
from serving.fairs.plan import fair_of

BEFORE, AFTER = timedelta(days=30), timedelta(days=7)
"""Letters of the fair: written so long before the day, or so long after it."""

OFFERED = ("published", "filled", "expired")


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold a fair as it went. ``posts`` are those open on the day, whatever has become of them since;
    ``owners`` gives the employer of every post of the hall's employers."""

    fair: Fair
    booths: pl.DataFrame
    posts: pl.DataFrame
    invitations: pl.DataFrame
    events: pl.DataFrame
    letters: pl.DataFrame
    owners: pl.DataFrame
    as_of: date

    @property
    def invited(self) -> pl.DataFrame:
        """Give the invitations that are no reserves, with the employer."""
        return self.invitations.filter(~pl.col("reserve")).join(self.owners, on="post_id")


def read_facts(store: Any, fair_id: int, as_of: date) -> Facts:
    """Read a fair with all that is known of it on ``as_of``; NotFound for an unknown one."""
    fair = fair_of(store, fair_id)
    booths = store.fairs.booths(fair_id)
    names = store.employers.frame(ids=booths["employer_id"].to_list()).select("employer_id", employer="name")
    open_then = (pl.col("opened_on") <= fair.held_on) & (pl.col("closes_on") >= fair.held_on)
    whole = store.posts.frame(as_of=as_of).filter(
        pl.col("employer_id").is_in(booths["employer_id"].implode())
    )
    posts = whole.filter(open_then & pl.col("status").is_in(OFFERED))
    events = store.fair_days.events(fair_id)
    return Facts(
        fair,
        booths.join(names, on="employer_id", how="left"),
        posts,
        store.fairs.invitations(fair_id),
        events,
        _letters(store, fair, whole),
        whole.select("post_id", "employer_id"),
        as_of,
    )


def _letters(store: Any, fair: Fair, posts: pl.DataFrame) -> pl.DataFrame:
    """Give the letters this fair led to, with what is known of each; what was not told stays null."""
    first, last = fair.held_on - BEFORE, fair.held_on + AFTER
    letters = store.referrals.frame(since=first, until=last).filter(
        pl.col("source").is_in(["fair", "campaign"]) & pl.col("post_id").is_in(posts["post_id"].implode())
    )
    joined: pl.DataFrame = letters.join(posts.select("post_id", "employer_id"), on="post_id")
    return joined
