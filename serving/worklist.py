"""What is to be done today: letters, calls, employers, posts and people that wait for somebody.

Everything is worked out from the records of the caller's division on the day asked about; nothing is kept,
so that a list never shows what has been done meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict

C = pl.col


class WorkConfig(BaseModel):
    """Say after how many days something waits; an office sets its own."""

    model_config = ConfigDict(frozen=True)

    slip_days: int = 7
    """A slip that has not come back so long after the letter is asked for."""

    slip_lost: int = 60
    """A slip that is out longer is given up: what was not told stays unknown."""

    first_call: int = 30
    second_call: int = 90
    """Days after arrival (or the slip, where no arrival was told) at which the worker is called."""

    late_call: int = 60
    """A call that is so many days overdue is given up: what was not asked stays unknown."""

    lonely_days: int = 3
    """A live post to which nobody was sent so long after it opened is looked at."""

    silent_days: int = 30
    """Somebody who seeks work and was neither called nor sent anywhere so long is called."""

    monthly: tuple[str, ...] = ("out_of_poverty", "hardship")
    """Groups that are checked once in every calendar month."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """Hold the frames of one day, the most urgent rows first."""

    slips: pl.DataFrame
    """letter_number, worker_id, post_id, days"""
    calls: pl.DataFrame
    """letter_number, worker_id, post_id, after (30 or 90), due"""
    employers: pl.DataFrame
    """employer_id, slips, oldest"""
    posts: pl.DataFrame
    """post_id, title, employer, days, places_left"""
    silent: pl.DataFrame
    """worker_id, place, last"""
    monthly: pl.DataFrame
    """worker_id, place, groups, last"""

    def sizes(self) -> dict[str, int]:
        """Give how many rows each list has, by name."""
        return {name: getattr(self, name).height for name in self.__slots__}


def worklist(
    letters: pl.DataFrame, workers: pl.DataFrame, board: pl.DataFrame, day: date,
    config: WorkConfig | None = None,
) -> Worklist:  # fmt: skip
    """Work the lists of ``day`` out of letters, workers (record columns) and the board's live posts."""
    told = config or WorkConfig()
    slips = slips_due(letters, day, told)
    return Worklist(
        slips, calls_due(letters, day, told), _employers(slips, board), _lonely(board, day, told),
        silent(workers, letters, day, told), _monthly(workers, day, told),
    )  # fmt: skip


def slips_due(letters: pl.DataFrame, day: date, config: WorkConfig) -> pl.DataFrame:
    """Give the letters whose slip should be back by now, the oldest first."""
    days = (pl.lit(day) - C("referred_on")).dt.total_days()
    waits = days.is_between(config.slip_days, config.slip_lost)
    due = letters.filter(C("slip").is_null() & waits).with_columns(days=days)
    return due.sort("days", "referral_id", descending=[True, False]).select(
        "letter_number", "worker_id", "post_id", "days"
    )


def calls_due(letters: pl.DataFrame, day: date, config: WorkConfig) -> pl.DataFrame:
    """Give the calls to those who were hired: after 30 days, then after 90, unless told already."""
    since = pl.coalesce("arrived_on", "slip_on", "referred_on")
    hired = letters.filter(C("slip") == 1)
    first = _calls(
        hired.filter(C("stayed_30").is_null() & C("stayed_90").is_null()), since, config.first_call
    )
    second = _calls(
        hired.filter(C("stayed_90").is_null() & C("stayed_30").fill_null(True)), since, config.second_call
    )
    late = pl.lit(day) - pl.duration(days=config.late_call)
    both = pl.concat([first, second]).filter((C("due") <= day) & (C("due") > late))
    newest = both.sort("after").unique("letter_number", keep="last")
    return newest.sort("due", "letter_number")


def _calls(hired: pl.DataFrame, since: pl.Expr, after: int) -> pl.DataFrame:
    return hired.select(
        "letter_number", "worker_id", "post_id", pl.lit(after).alias("after"),
        (since + pl.duration(days=after)).alias("due"),
    )  # fmt: skip


def _employers(slips: pl.DataFrame, board: pl.DataFrame) -> pl.DataFrame:
    """Give the employers several of whose slips are out, most first: one call asks for all of them."""
    owners = slips.join(board.select("post_id", "employer_id", "employer", "contact_phone"), on="post_id")
    return (
        owners.group_by("employer_id")
        .agg(C("employer").first(), C("contact_phone").first(), slips=pl.len(), oldest=C("days").max())
        .sort("slips", "oldest", "employer_id", descending=[True, True, False])
    )


def _lonely(board: pl.DataFrame, day: date, config: WorkConfig) -> pl.DataFrame:
    days = (pl.lit(day) - C("opened_on")).dt.total_days()
    live = board.filter((C("status") == "published") & (C("closes_on") >= day) & (C("referred") == 0))
    lonely = live.with_columns(days=days).filter(C("days") >= config.lonely_days)
    return lonely.sort("days", "post_id", descending=[True, False]).select(
        "post_id", "title", "employer", "place", "days", "places_left"
    )


def silent(workers: pl.DataFrame, letters: pl.DataFrame, day: date, config: WorkConfig) -> pl.DataFrame:
    """Give those who seek work and of whom nothing was heard and for whom nothing was done, longest first."""
    sent = letters.group_by("worker_id").agg(C("referred_on").max().alias("sent_on"))
    last = pl.max_horizontal("registered_on", "last_contact_on", "sent_on")
    known = workers.filter((C("status") == "seeking") & (C("valid_until") >= day))
    joined = known.join(sent, on="worker_id", how="left").with_columns(last=last)
    waiting = joined.filter(C("last") <= day - timedelta(days=config.silent_days))
    return waiting.sort("last", "worker_id").select("worker_id", "place", "last")


def _monthly(workers: pl.DataFrame, day: date, config: WorkConfig) -> pl.DataFrame:
    asked = C("groups").list.eval(pl.element().is_in(list(config.monthly))).list.any()
    known = workers.filter(asked.fill_null(False) & (C("valid_until") >= day))
    unasked = known.filter((C("last_contact_on") < day.replace(day=1)).fill_null(True))
    return unasked.sort("last_contact_on", "worker_id", nulls_last=False).select(
        "worker_id", "place", "groups", C("last_contact_on").alias("last")
    )


def next_steps(
    workers: pl.DataFrame, letters: pl.DataFrame, day: date, config: WorkConfig
) -> dict[int, Step]:
    """Give for each worker the one thing to do next, and since when it waits."""
    steps: dict[int, Step] = {}
    for row in workers.select("worker_id", "status", "valid_until", "last_contact_on").to_dicts():
        steps[row["worker_id"]] = _plain_step(row, day)
    for row in calls_due(letters, day, config).reverse().to_dicts():
        steps[row["worker_id"]] = Step(f"call_{row['after']}", row["letter_number"], row["due"])
    known = pl.lit(day) - pl.duration(days=config.slip_lost)
    out = letters.filter(C("slip").is_null() & (C("referred_on") >= known)).sort("referred_on")
    for row in out.to_dicts():
        due = row["referred_on"] + timedelta(days=config.slip_days)
        steps[row["worker_id"]] = Step("slip" if due <= day else "slip_later", row["letter_number"], due)
    return {worker: steps[worker] for worker in workers["worker_id"].to_list()}


@dataclass(frozen=True, slots=True)
class Step:
    """Name one thing to do (slip, slip_later, call_30, call_90, renew, match, ask), its letter and day."""

    name: str
    letter: str = ""
    due: date | None = None


def _plain_step(row: Mapping[str, Any], day: date) -> Step:
    if row["valid_until"] < day:
        return Step("renew", due=row["valid_until"])
    return Step("match" if row["status"] == "seeking" else "ask", due=row["last_contact_on"])
