"""Read what the sheets of a fair are made of, from its saved plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from features.errors import InputError
from features.records import Fair
from features.records.fair_day import FairDay
from serving.fairs.config import FairConfig
from serving.fairs.day.clash import clock as clock_of
from serving.fairs.day.clock import told as clock
from serving.fairs.new import open_places
from serving.fairs.plan import read
from serving.fairs.readiness import Item, readiness

Names = Literal["none", "masked", "full"]
"""How much of a worker's name a sheet shows: nothing, the family name, or all with the phone number."""


@dataclass(frozen=True, slots=True)
class Kit:
    """Hold the sheets' rows.

    ``rows``: one per invitation, with worker_id, village, wanted, name, phone, post_id, title, employer,
    booth, monthly_low, monthly_high, pay_raw, rank, reserve, and wave, starts (``09:30``), bus once the day
    is laid out. ``posts``: one per post of the fair that has places left, with employer, booth, places and
    phone_published. ``opens``: clock time the hall opens.
    """

    fair: Fair
    rows: pl.DataFrame
    posts: pl.DataFrame
    readiness: tuple[Item, ...]
    names: Names
    opens: str


def read_kit(store: Any, fair_id: int, as_of: date, names: Names = "masked", why: str = "") -> Kit:
    """Read a fair's plan with all that is printed beside it.

    Opening names is a logged act; ``full`` asks for a purpose. Raises NotFound for an unknown fair and
    InputError for one without a plan.
    """
    if names == "full" and not why.strip():
        raise InputError("fair_reveal_why", where="--why")
    fair, facts = read(store, fair_id, as_of, FairConfig())
    invitations = store.fairs.invitations(fair_id)
    if invitations.is_empty():
        raise InputError("fair_no_plan", id=fair_id)
    posts = _posts(facts.posts, facts.employers, facts.booths)
    lasting = (pl.col("status") == "published") & (pl.col("closes_on") >= as_of)
    offered = posts.filter(lasting & (pl.col("places") > 0))
    people = _people(store, invitations["worker_id"].unique().sort().to_list(), as_of)
    people = people.join(
        _named(store, people, names, why or f"fair {fair_id}: sheets"), on="worker_id", how="left"
    )
    rows = invitations.join(people, on="worker_id").join(
        posts.select("post_id", "title", "employer", "booth", "monthly_low", "monthly_high", "pay_raw"),
        on="post_id",
    )
    hours = store.fair_days.day(fair_id)
    rows = rows.join(_waves(store, hours), on="worker_id", how="left")
    return Kit(fair, rows.sort("worker_id", "rank"), offered, readiness(facts), names, clock(hours.opens))


def _waves(store: Any, hours: FairDay) -> pl.DataFrame:
    """Give wave, starts and bus of whoever the day's layout has placed."""
    arrivals = store.fair_days.arrivals(hours.fair_id).select("worker_id", "wave", "bus")
    start = hours.opens + (pl.col("wave") - 1) * hours.wave_minutes
    placed: pl.DataFrame = arrivals.with_columns(starts=clock_of(start))
    return placed


def _posts(posts: pl.DataFrame, employers: pl.DataFrame, booths: pl.DataFrame) -> pl.DataFrame:
    named = employers.select("employer_id", employer="name", own_phone="contact_phone").join(
        booths.select("employer_id", "booth"), on="employer_id"
    )
    joined = posts.join(named, on="employer_id").with_columns(open_places(1))
    told = pl.when(pl.col("contact_phone") != "").then("contact_phone").otherwise("own_phone")
    joined = joined.with_columns(phone_published=told).drop("own_phone")
    return joined.sort("booth", "employer", "post_id", nulls_last=True)


def _people(store: Any, ids: list[int], as_of: date) -> pl.DataFrame:
    workers: pl.DataFrame = store.workers.frame(ids=ids, as_of=as_of)
    return workers.select("worker_id", "division", pl.col("place").alias("village"), "wanted")


def _named(store: Any, people: pl.DataFrame, names: Names, why: str) -> pl.DataFrame:
    """Give worker_id, name, phone as far as ``names`` allows; nothing is opened where nothing is shown."""
    schema = {"worker_id": pl.Int64(), "name": pl.String(), "phone": pl.String()}
    if names == "none":
        return pl.DataFrame(schema=schema)
    found = store.workers.identities.frame(people["worker_id"].to_list(), why=why).select(*schema)
    if names == "full":
        return pl.DataFrame(found)
    return pl.DataFrame(found.with_columns(masked("name"), phone=pl.lit("")))


def masked(column: str) -> pl.Expr:
    """Keep the first character of a name, the family name as a rule; one of a single character goes too."""
    name = pl.col(column)
    return pl.when(name.str.len_chars() > 1).then(name.str.head(1) + "**").otherwise(pl.lit("*"))
