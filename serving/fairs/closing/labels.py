"""What a closed fair teaches the model: who was shown what, who came, who wished, what became of it.

One row per person and post that the person was invited or sent to, or wished for. ``null`` = unknown: a
booth that noted nothing is no refusal. Letters keep their own labels (slip, 90 days) in the store; they are
repeated here, so that exposure and outcome stand side by side.
"""

from __future__ import annotations

import polars as pl

from serving.fairs.closing.facts import Facts
from serving.fairs.desk.state import last_words, visitors

LABELS = {
    "fair_id": pl.Int64(), "held_on": pl.Date(), "worker_id": pl.Int64(), "post_id": pl.Int64(),
    "invited_rank": pl.Int64(), "sent_rank": pl.Int64(), "came": pl.Boolean(), "wish": pl.Boolean(),
    "letter_number": pl.String(), "slip": pl.Int64(), "not_hired": pl.String(), "arrived_on": pl.Date(),
    "stayed_30": pl.Boolean(), "stayed_90": pl.Boolean(), "simulated": pl.Boolean(),
}  # fmt: skip
"""Columns of the labels file; no name, no sex, no group, no age."""

PAIR = ["worker_id", "post_id"]


def labels(facts: Facts) -> pl.DataFrame:
    """Give the labels of a fair: the columns of ``LABELS``, one row per pair."""
    invited = facts.invited.select(*PAIR, invited_rank="rank")
    sent = facts.events.filter(kind="sent").sort("at").unique(PAIR, keep="last")
    table = invited.join(sent.select(*PAIR, sent_rank="rank"), on=PAIR, how="full", coalesce=True)
    table = table.join(_wishes(facts), on=PAIR, how="full", coalesce=True)
    table = table.join(_outcomes(facts), on=PAIR, how="left")
    came = visitors(facts.events)["worker_id"].implode()
    noted = facts.events.filter(kind="arrived").height > 0  # nobody was checked in at all: nothing is known
    here = pl.col("worker_id").is_in(came) if noted else pl.lit(None, pl.Boolean)
    told = table.with_columns(
        fair_id=pl.lit(facts.fair.fair_id, pl.Int64), held_on=pl.lit(facts.fair.held_on), came=here,
        simulated=pl.lit(facts.fair.simulated),
    )  # fmt: skip
    return told.select(pl.col(name).cast(dtype) for name, dtype in LABELS.items()).sort(PAIR)


def _wishes(facts: Facts) -> pl.DataFrame:
    """Give what was said of a pair: True a wish, False talked and did not want; taken back counts as False.

    A word about a booth with several posts says nothing of one post.
    """
    words = last_words(facts.events).drop_nulls("post_id")
    return words.select(*PAIR, wish=pl.col("kind") == "intention")


def _outcomes(facts: Facts) -> pl.DataFrame:
    names = ("letter_number", "slip", "not_hired", "arrived_on", "stayed_30", "stayed_90")
    return facts.letters.sort("referred_on", "referral_id").unique(PAIR, keep="last").select(*PAIR, *names)
