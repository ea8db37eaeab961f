"""Lay out a fair's day in one act: read the plan, arrange, check, keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from features.errors import InputError, Integrity
from features.records import Fair
from features.records.fair_day import FairDay
from features.say import Lang, say
from serving.fairs.day import slots as slot_room
from serving.fairs.day import waves
from serving.fairs.day.clash import Spans, clashes
from serving.fairs.day.elsewhere import elsewhere
from serving.fairs.day.hall import number_booths
from serving.fairs.people import km
from serving.fairs.told import Told


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold a laid-out day.

    ``buses``: the columns of ``waves.BUS``. ``arrivals``: worker_id, wave, bus. ``slots``: worker_id,
    employer_id, desk, starts, minutes. ``without_slot``: worker_id, employer_id. ``waves``: wave, starts,
    people, by_bus. ``doubled``: who is also planned elsewhere that day.
    """

    fair: Fair
    day: FairDay
    booths: pl.DataFrame
    buses: pl.DataFrame
    arrivals: pl.DataFrame
    slots: pl.DataFrame
    without_slot: pl.DataFrame
    waves: pl.DataFrame
    doubled: tuple[Told, ...]


def lay_out(store: Any, fair_id: int, as_of: date, day: FairDay | None = None) -> Layout:
    """Arrange booths, waves, buses and slots from the fair's invitations, and keep them.

    ``day`` replaces the hours that were set. Raises InputError for a fair without a plan, and Integrity
    should the check find anybody in two places: such a layout is not kept.
    """
    with store.transaction():
        fair, hours = store.fairs.get(fair_id), day or store.fair_days.day(fair_id)
        _room_for_a_stay(hours)
        invited = own_invitations(store, fair_id)
        booths = _numbered(store, fair, invited)
        buses, arrivals = waves.arrange(_people(store, fair, invited, as_of), hours)
        asked = _asked(store, fair_id, invited, buses, arrivals, hours)
        slots, left = slot_room.arrange(asked, hours.opens)
        _checked(Spans(buses, arrivals, slots, hours.closes))
        store.fair_days.set_day(hours)
        store.fair_days.save_layout(fair_id, buses.drop("people"), arrivals, slots)
    doubled = elsewhere(store, fair)
    return Layout(fair, hours, booths, buses, arrivals, slots, left, wave_table(arrivals, hours), doubled)


def read_layout(store: Any, fair_id: int) -> Layout | None:
    """Give the layout as it was kept, or None before one was made."""
    arrivals = store.fair_days.arrivals(fair_id).select("worker_id", "wave", "bus")
    if arrivals.is_empty():
        return None
    fair, hours = store.fairs.get(fair_id), store.fair_days.day(fair_id)
    riders = arrivals.drop_nulls("bus").group_by("bus").agg(people=pl.len().cast(pl.Int64))
    buses = store.fair_days.buses(fair_id).join(riders, on="bus", how="left").fill_null(0).select(waves.BUS)
    slots = store.fair_days.slots(fair_id).select(list(slot_room.SLOT))
    left = _slot_pairs(store, fair_id, own_invitations(store, fair_id)).join(
        slots, on=["worker_id", "employer_id"], how="anti"
    )
    return Layout(
        fair, hours, store.fairs.booths(fair_id), buses.sort("bus"), arrivals, slots,
        left.select("worker_id", "employer_id"), wave_table(arrivals, hours), elsewhere(store, fair),
    )  # fmt: skip


def own_invitations(store: Any, fair_id: int) -> pl.DataFrame:
    """Give the invitations that are no reserves, with employer_id; InputError where there is no plan."""
    invitations = store.fairs.invitations(fair_id).filter(~pl.col("reserve"))
    if invitations.is_empty():
        raise InputError("fair_no_plan", id=fair_id)
    posts = store.posts.frame(ids=invitations["post_id"].unique().to_list())
    joined: pl.DataFrame = invitations.join(posts.select("post_id", "employer_id"), on="post_id")
    return joined


def wave_table(arrivals: pl.DataFrame, day: FairDay) -> pl.DataFrame:
    """Count the people of each wave: wave, starts, people, by_bus."""
    whole = pl.DataFrame({"wave": range(1, waves.wave_count(day) + 1), "starts": waves.wave_starts(day)})
    count = arrivals.group_by("wave").agg(
        people=pl.len().cast(pl.Int64), by_bus=pl.col("bus").is_not_null().sum().cast(pl.Int64)
    )
    return whole.join(count, on="wave", how="left").fill_null(0).sort("wave")


def _room_for_a_stay(day: FairDay) -> None:
    if day.closes - day.opens < day.stay_minutes:
        raise InputError("fair_day_short", where="closes", stay=day.stay_minutes)


def _numbered(store: Any, fair: Fair, invited: pl.DataFrame) -> pl.DataFrame:
    booths: pl.DataFrame = store.fairs.booths(fair.fair_id)
    employers = store.employers.frame(ids=booths["employer_id"].to_list())
    count = invited.group_by("employer_id").agg(invited=pl.len())
    about = employers.select("employer_id", "industry").join(count, on="employer_id", how="left")
    numbered = number_booths(booths, about, fair.booths)
    if not numbered.equals(booths):
        store.fairs.set_booths(fair.fair_id, numbered)
    return numbered


def _people(store: Any, fair: Fair, invited: pl.DataFrame, as_of: date) -> pl.DataFrame:
    workers = store.workers.frame(ids=invited["worker_id"].unique().to_list(), as_of=as_of)
    unknown = fair.lat is None or fair.lon is None
    way = pl.lit(None, pl.Float64) if unknown else km(fair.lat or 0.0, fair.lon or 0.0)
    people: pl.DataFrame = workers.select("worker_id", "division", village="place", km=way)
    return people


def _slot_pairs(store: Any, fair_id: int, invited: pl.DataFrame) -> pl.DataFrame:
    """Give one row per person and employer who asks for slots."""
    stands = store.fair_days.stands(fair_id).drop_nulls("slot_minutes").drop("fair_id")
    pairs = invited.group_by("worker_id", "employer_id").agg(pl.col("value").max())
    joined: pl.DataFrame = pairs.join(stands, on="employer_id")
    return joined


def _asked(
    store: Any, fair_id: int, invited: pl.DataFrame, buses: pl.DataFrame, arrivals: pl.DataFrame, day: FairDay
) -> pl.DataFrame:
    start = day.opens + (pl.col("wave") - 1) * day.wave_minutes
    end = pl.coalesce("returns", pl.min_horizontal(start + day.stay_minutes, pl.lit(day.closes)))
    stay = arrivals.join(buses.select("bus", "returns"), on="bus", how="left")
    bounds = stay.select("worker_id", start.alias("from"), end.alias("until"))
    return _slot_pairs(store, fair_id, invited).join(bounds, on="worker_id").select(slot_room.ASKED)


class Clashing(Integrity):
    """Say that a layout doubles somebody or something; its first clash is told in the reader's language."""

    code = "fair_clash"

    def __init__(self, count: int, first: Told) -> None:
        self.count, self.first = count, first
        super().__init__()

    def message(self, lang: Lang = "zh") -> str:
        """Give the sentence with the first clash."""
        return say("error.fair_clash", lang, where="", count=self.count, first=self.first.text(lang))


def _checked(plan: Spans) -> None:
    found = clashes(plan)
    if found:
        raise Clashing(len(found), found[0])
