"""What each booth expected and what came: people, queues, wishes, hires; who went away empty."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from serving.fairs.closing.facts import Facts
from serving.fairs.desk.hall import FORGET
from serving.fairs.desk.state import last_words, visitors, wishes

BOOTH = (
    "booth",
    "employer_id",
    "employer",
    "places",
    "invited",
    "invited_came",
    "sent",
    "talked",
    "wishes",
    "letters",
    "hired",
    "lasting",
    "lasting_unknown",
    "expected",
    "peak_queue",
    "full_minutes",
    "state",
)
CROWDED_FROM = 3.0
"""A booth is crowded from so many talks a place; one with none is empty."""


def booth_table(facts: Facts) -> pl.DataFrame:
    """Give one row per booth: the columns of ``BOOTH``. ``expected``: lasting jobs the plan reckoned with."""
    table = facts.booths.select("booth", "employer_id", "employer")
    parts = [
        _places(facts),
        _expected(facts),
        _came(facts),
        _talks(facts),
        _letters(facts),
        peaks(facts.events),
        full_minutes(facts.events),
    ]
    for part in parts:
        table = table.join(part, on="employer_id", how="left")
    numbers = [
        name for name in BOOTH if name in table.columns and name not in ("booth", "employer_id", "employer")
    ]
    whole = table.with_columns(pl.col(numbers).fill_null(0))
    crowd = pl.col("talked") / pl.col("places").clip(1)
    state = (
        pl.when(pl.col("talked") == 0)
        .then(pl.lit("empty"))
        .when(crowd >= CROWDED_FROM)
        .then(pl.lit("crowded"))
        .otherwise(pl.lit("fine"))
    )
    return whole.with_columns(state=state).select(BOOTH).sort("booth", "employer_id", nulls_last=True)


def _places(facts: Facts) -> pl.DataFrame:
    return facts.posts.group_by("employer_id").agg(places=pl.col("headcount").sum())


def _expected(facts: Facts) -> pl.DataFrame:
    """Sum the plan's values per post, held to the places of each, and count the people invited."""
    heads = facts.posts.select("post_id", "headcount")
    by_post = (
        facts.invited.group_by("employer_id", "post_id").agg(pl.col("value").sum()).join(heads, on="post_id")
    )
    held = pl.min_horizontal("value", "headcount")  # a post without headcount is held to nothing
    people = facts.invited.group_by("employer_id").agg(invited=pl.col("worker_id").n_unique())
    return people.join(by_post.group_by("employer_id").agg(expected=held.sum()), on="employer_id", how="left")


def _came(facts: Facts) -> pl.DataFrame:
    here = visitors(facts.events).select("worker_id")
    came = facts.invited.join(here, on="worker_id").group_by("employer_id")
    return came.agg(invited_came=pl.col("worker_id").n_unique())


def _talks(facts: Facts) -> pl.DataFrame:
    sent = facts.events.filter(kind="sent").group_by("employer_id").agg(sent=pl.col("worker_id").n_unique())
    words = last_words(facts.events).group_by("employer_id").agg(talked=pl.col("worker_id").n_unique())
    wished = wishes(facts.events).group_by("employer_id").agg(wishes=pl.col("worker_id").n_unique())
    whole = sent.join(words, on="employer_id", how="full", coalesce=True)
    return whole.join(wished, on="employer_id", how="full", coalesce=True)


def _letters(facts: Facts) -> pl.DataFrame:
    hired = pl.col("slip").fill_null(0) == 1
    gone = ((pl.col("stayed_30") == False) | (pl.col("stayed_90") == False)).fill_null(False)  # noqa: E712
    lasting = pl.col("stayed_90").fill_null(False)
    return facts.letters.group_by("employer_id").agg(
        letters=pl.len(),
        hired=hired.sum(),
        lasting=(hired & lasting).sum(),
        lasting_unknown=(hired & ~lasting & ~gone).sum(),
    )


def peaks(events: pl.DataFrame) -> pl.DataFrame:
    """Give employer_id, peak_queue: the most people who stood at a booth at once, as far as was noted.

    A person stands in the queue from the slip to the talk, or until they count as gone.
    """
    sent = events.filter(kind="sent").group_by("employer_id", "worker_id").agg(starts=pl.col("at").min())
    said = events.filter(pl.col("kind").is_in(["intention", "passed"]))
    talk = said.group_by("employer_id", "worker_id").agg(talk=pl.col("at").min())
    spans = sent.join(talk, on=["employer_id", "worker_id"], how="left")
    ends = pl.max_horizontal("starts", pl.coalesce("talk", pl.col("starts") + FORGET))
    came = spans.select("employer_id", at="starts", step=pl.lit(1, pl.Int64))
    left = spans.select("employer_id", at=ends, step=pl.lit(-1, pl.Int64))
    steps = pl.concat([came, left]).sort("employer_id", "at", "step")
    stood = steps.with_columns(now=pl.col("step").cum_sum().over("employer_id"))
    return stood.group_by("employer_id").agg(peak_queue=pl.col("now").max())


def full_minutes(events: pl.DataFrame) -> pl.DataFrame:
    """Give employer_id, full_minutes: how long each booth was marked full, until the last thing noted."""
    marks = events.filter(pl.col("kind").is_in(["full", "open"])).sort("employer_id", "at", "event_id")
    last = events["at"].max()
    upto = pl.col("at").shift(-1).over("employer_id").fill_null(pl.lit(last, marks.schema["at"]))
    spent = (upto - pl.col("at")).dt.total_minutes()
    full = marks.with_columns(spent=spent).filter(kind="full")
    return full.group_by("employer_id").agg(full_minutes=pl.col("spent").sum())


def congestion(table: pl.DataFrame) -> dict[str, float]:
    """Say how evenly people were spread: Gini of talks per place, and the share of the busiest tenth."""
    from matching.campaign.compare import gini

    open_ = table.filter(pl.col("places") > 0)
    talks = open_["talked"].to_numpy().astype(np.float64)
    top = max(1, len(talks) // 10)
    share = float(np.sort(talks)[-top:].sum() / talks.sum()) if talks.sum() else 0.0
    even = gini(talks / open_["places"].to_numpy()) if len(talks) else 0.0
    states = {name: int((table["state"] == name).sum()) for name in ("crowded", "empty")}
    return {"gini": round(even, 3), "busiest_tenth": round(share, 3), **states}


def unserved(facts: Facts) -> dict[str, int]:
    """Count who stayed away, came and was sent nowhere, was sent and never noted, wished nothing."""
    here = visitors(facts.events)["worker_id"]
    invited = facts.invited["worker_id"].unique()
    sent = facts.events.filter(kind="sent")["worker_id"].unique()
    words = last_words(facts.events)
    talked = words["worker_id"].unique()
    wished = words.filter(kind="intention")["worker_id"].unique()
    return {
        "invited_away": _less(invited, here),
        "came_nowhere": _less(here, sent, talked, invited),
        "sent_not_noted": _less(sent, talked),
        "talked_no_wish": _less(talked, wished),
    }


def _less(these: pl.Series, *but: pl.Series) -> int:
    gone: set[Any] = set().union(*(set(one.to_list()) for one in but))
    return len(set(these.to_list()) - gone)
