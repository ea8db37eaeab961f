"""Nobody is in two places at once: every plan is held against this before it is kept."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from serving.fairs.told import Told

SPAN = ("who", "place", "starts", "ends")


@dataclass(frozen=True, slots=True)
class Spans:
    """Hold a day's layout as the check reads it: the frames of buses, arrivals and slots."""

    buses: pl.DataFrame
    arrivals: pl.DataFrame
    slots: pl.DataFrame
    closes: int


def clashes(plan: Spans) -> list[Told]:
    """Give one sentence per clash: persons, desks and seats."""
    found = [Told("fair.clash.person", row) for row in overlaps(person_spans(plan)).iter_rows(named=True)]
    found += [Told("fair.clash.desk", row) for row in overlaps(desk_spans(plan)).iter_rows(named=True)]
    found += [Told("fair.clash.seats", row) for row in overfull(plan).iter_rows(named=True)]
    found += [Told("fair.clash.twice", row) for row in _twice(plan.arrivals).iter_rows(named=True)]
    return found


def overlaps(spans: pl.DataFrame) -> pl.DataFrame:
    """Give who, place, other, at: each span that begins before an earlier one of the same one has ended."""
    ordered = spans.sort("who", "starts", "ends")
    before = pl.col("ends").cum_max().shift(1).over("who")
    other = pl.col("place").shift(1).over("who").alias("other")
    late = ordered.with_columns(other, before=before).filter(pl.col("starts") < pl.col("before"))
    return late.select("who", "place", "other", at=clock(pl.col("starts")))


def clock(minutes: pl.Expr) -> pl.Expr:
    """Write minutes after midnight as ``09:30``."""
    two = [(minutes // 60 % 24), (minutes % 60)]
    return pl.concat_str([part.cast(pl.String).str.zfill(2) for part in two], separator=":")


def person_spans(plan: Spans) -> pl.DataFrame:
    """Give where each person is bound to be: before arriving, in each slot, and from the way home on."""
    day = plan.arrivals.join(plan.buses, on="bus", how="inner")
    there = _span(day, "worker_id", "fair.place.way", pl.lit(0), pl.col("arrives"))
    home = _span(day, "worker_id", "fair.place.home", pl.col("returns"), pl.lit(24 * 60))
    slots = plan.slots.select(
        who=pl.col("worker_id"), place=_booth(), starts="starts", ends=pl.col("starts") + pl.col("minutes")
    )
    return pl.concat([there, slots.select(SPAN), home])


def desk_spans(plan: Spans) -> pl.DataFrame:
    """Give the times each interview desk is taken; ``who`` is the employer's desk."""
    desk = plan.slots.select(pl.struct("employer_id", "desk").rank("dense").alias("who")).to_series()
    timed = plan.slots.with_columns(desk.cast(pl.Int64))
    return timed.select("who", place=_booth(), starts="starts", ends=pl.col("starts") + pl.col("minutes"))


def overfull(plan: Spans) -> pl.DataFrame:
    """Give bus, people, seats of every bus with more people than seats."""
    riders = plan.arrivals.drop_nulls("bus").group_by("bus").agg(people=pl.len())
    return riders.join(plan.buses.select("bus", "seats"), on="bus").filter(pl.col("people") > pl.col("seats"))


def _twice(arrivals: pl.DataFrame) -> pl.DataFrame:
    return arrivals.group_by("worker_id").agg(times=pl.len()).filter(pl.col("times") > 1).sort("worker_id")


def _span(frame: pl.DataFrame, who: str, place: str, starts: pl.Expr, ends: pl.Expr) -> pl.DataFrame:
    return frame.select(
        pl.col(who).alias("who"), pl.lit(place).alias("place"), starts=starts.cast(pl.Int64),
        ends=ends.cast(pl.Int64),
    )  # fmt: skip


def _booth() -> pl.Expr:
    return pl.col("employer_id").cast(pl.String)
