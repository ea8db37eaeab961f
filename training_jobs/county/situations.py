"""Where people were and are: dated status entries, and the newest one on the worker's record."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.records import StatusEntry, Worker, frame_schema
from training_jobs.county.frames import blank, dates, framed, known_dates
from training_jobs.county.places import Atlas
from training_jobs.county.season import Calendar
from training_jobs.county.traits import Real, Whole, weighted

HIRED, SEEKING, STOPPED, OWN_AWAY, BEFORE = 1, 2, 3, 4, 0
CONTACTS = ("reached", "not_reached", "wrong_number", "refused")


def status_frame(
    rng: np.random.Generator, days: Calendar, atlas: Atlas, book: dict[str, Whole], registered: Whole,
    posts: pl.DataFrame, employers: pl.DataFrame, usual: Real,
) -> pl.DataFrame:  # fmt: skip
    """Build the entries: before registration, registration itself, and every change after it."""
    count = len(registered)
    away_before = np.flatnonzero(rng.random(count) < 0.45)
    everyone = np.arange(count)
    began = registered[away_before] - rng.integers(120, 900, len(away_before))
    none = np.full(count, -1)
    who = np.concatenate([away_before, everyone, book["worker"]])
    since = np.concatenate([began, registered, book["day"]])
    kind = np.concatenate([np.full(len(away_before), BEFORE), np.full(count, SEEKING), book["kind"]])
    post = np.concatenate([none[: len(away_before)], none, book["post"]])
    past = since <= days.last
    order = np.lexsort((kind[past], since[past], who[past]))
    columns = (column[past][order] for column in (who, since, kind, post))
    return _entries(rng, days, atlas, *columns, posts, employers, usual)


def _entries(
    rng: np.random.Generator, days: Calendar, atlas: Atlas, who: Whole, since: Whole, kind: Whole, post: Whole,
    posts: pl.DataFrame, employers: pl.DataFrame, usual: Real,
) -> pl.DataFrame:  # fmt: skip
    job = posts[np.maximum(post, 0)].join(
        employers.select("employer_id", "name"), on="employer_id", how="left"
    )
    local = job["division"].str.starts_with(posts["division"].min() or "").to_numpy()
    local = job["division"].str.starts_with("999901").to_numpy()
    through = kind == HIRED
    alone = np.isin(kind, [BEFORE, OWN_AWAY])
    city = weighted(rng, atlas.beyond.weight, len(who))
    place = np.where(through, job["division"].to_numpy(), np.array(atlas.beyond.division)[city])
    status = np.select(
        [through & ~local, through, alone, kind == SEEKING],
        ["away", "not_seeking", "away", "seeking"],
        np.where(rng.random(len(who)) < 0.5, "at_home", "not_seeking"),
    )
    stated = job["monthly_low"].fill_null(4000).to_numpy()
    pay = np.where(
        through, stated, np.round(usual[who] * rng.normal(1.1, 0.12, len(who)), -2).astype(np.int64)
    )
    until = np.where(
        (status == "away") & (rng.random(len(who)) < 0.5), since + rng.integers(60, 400, len(who)), -1
    )
    told = np.minimum(since + rng.integers(0, 25, len(who)), days.last)
    result = np.searchsorted([0.74, 0.92, 0.97], rng.random(len(who)))
    result = np.where(kind == SEEKING, 0, result)
    works = through | alone
    return framed(StatusEntry, {
        "worker_id": who + 1, "since": dates(days, since), "status": status.tolist(),
        "place": np.where(works, place, "").tolist(),
        "employer_name": np.where(through, job["name"].to_numpy(), "").tolist(),
        "monthly_pay": blank(pl.Series(pay), ~works), "until": _until(days, until),
        "contacted_on": dates(days, told), "contact": np.array(CONTACTS)[result].tolist(),
    })  # fmt: skip


def _until(days: Calendar, until: Whole) -> pl.Series:
    return known_dates(days, until)


def with_status(workers: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """Give the workers with the newest entry of each on their record."""
    newest = statuses.group_by("worker_id", maintain_order=True).last().select(
        "worker_id", "status", pl.col("since").alias("status_since"), pl.col("until").alias("away_until"),
        pl.col("contacted_on").alias("last_contact_on"), pl.col("contact").alias("last_contact"),
    )  # fmt: skip
    rest = workers.drop("status", "status_since", "away_until", "last_contact_on", "last_contact")
    return rest.join(newest, on="worker_id", how="left").select(list(frame_schema(Worker)))
