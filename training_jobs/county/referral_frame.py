"""The frames of letters and of what staff saw."""

from __future__ import annotations

from typing import get_args

import numpy as np
import polars as pl

from features.records import Referral
from features.records.vocabulary import NotHired, SlipDetail
from training_jobs.county.frames import SHOWN, blank, dates, framed, known_dates, yes_no
from training_jobs.county.places import COUNTY
from training_jobs.county.season import Calendar
from training_jobs.county.traits import Whole, in_shares
from training_jobs.county.world import World


def referral_frame(
    rng: np.random.Generator, world: World, book: dict[str, Whole], workers: pl.DataFrame
) -> pl.DataFrame:
    """Build the letters; ``book`` is what the past wrote down, in the order of the days."""
    count = len(book["worker"])
    days, desk = world.days, world.parameters.desk
    source = in_shares(desk.sources, rng.random(count))
    home = workers["division"].to_numpy()[book["worker"]]
    seat = rng.random(count) < desk.at_seat
    written = dates(days, book["day"])
    numbers = written.dt.year().cast(pl.String) + "-" + _serial(written)
    return framed(Referral, {
        "referral_id": np.arange(1, count + 1), "letter_number": numbers,
        "worker_id": workers["worker_id"].to_numpy()[book["worker"]], "post_id": book["post"] + 1,
        "division": [COUNTY if at_seat else code[:9] for at_seat, code in zip(seat, home, strict=True)],
        "referred_on": written, "position": blank(pl.Series(book["position"]), source > 1),
        "source": np.array(["window", "campaign", "fair", "self"])[source].tolist(),
        "slip": blank(pl.Series(book["slip"]), book["slip"] == 0),
        "slip_on": known_dates(days, book["slip_on"]),
        "slip_detail": _named(book["detail"], get_args(SlipDetail)),
        "interviewed": yes_no(book["interviewed"]),
        "not_hired": _named(book["reason"], get_args(NotHired)),
        "arrived_on": known_dates(days, book["arrived_on"]),
        "stayed_30": yes_no(book["stayed_30"]), "stayed_30_on": known_dates(days, book["stayed_30_on"]),
        "stayed_90": yes_no(book["stayed_90"]), "stayed_90_on": known_dates(days, book["stayed_90_on"]),
        "wages_on_time": yes_no(book["wages"]), "simulated": [True] * count,
    })  # fmt: skip


def _serial(written: pl.Series) -> pl.Series:
    """Number the letters of each year from 000001."""
    frame = pl.DataFrame({"year": written.dt.year()})
    serial = frame.select(pl.int_range(1, pl.len() + 1).over("year")).to_series()
    return serial.cast(pl.String).str.zfill(6)


def _named(numbers: Whole, names: tuple[str, ...]) -> pl.Series:
    """Give names for 1.., null for 0."""
    table = np.array(["", *names])
    return blank(pl.Series(table[numbers].tolist(), dtype=pl.String), numbers == 0)


def shown_frame(days: Calendar, book: dict[str, Whole], workers: pl.DataFrame) -> pl.DataFrame:
    """Build what staff had on the screen, one row per post of a list."""
    list_id = pl.Series(book["visit"]).rank("dense").cast(pl.Int64)
    return pl.DataFrame(
        {
            "list_id": list_id, "worker_id": workers["worker_id"].to_numpy()[book["worker"]],
            "post_id": book["post"] + 1, "position": book["position"],
            "shown_on": dates(days, book["day"]), "simulated": np.ones(len(book["post"]), dtype=bool),
        },
        schema=SHOWN,
    )  # fmt: skip
