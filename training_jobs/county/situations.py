"""Where people were and are: dated status entries, and the newest one on the worker's record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from features.records import StatusEntry, Worker, frame_schema
from training_jobs.county.frames import blank, dates, framed, known_dates
from training_jobs.county.past import BEFORE, HIRED, OWN_AWAY, SEEKING
from training_jobs.county.places import COUNTY
from training_jobs.county.traits import Real, Whole, Yes, in_shares, weighted
from training_jobs.county.world import World

CONTACTS = ("reached", "not_reached", "wrong_number", "refused")


@dataclass(frozen=True, slots=True)
class Changes:
    """Hold n changes: row of the worker, day number, kind (see ``past``), row of the post or -1."""

    who: Whole
    since: Whole
    kind: Whole
    post: Whole


def status_frame(
    rng: np.random.Generator, world: World, changes: Changes, jobs: pl.DataFrame, usual: Real
) -> pl.DataFrame:
    """Build the entries.

    ``jobs`` holds division, employer name and pay of each post in order of the posts; ``usual`` the pay of
    each worker's trade in yuan a month.
    """
    who, since, kind = changes.who, changes.since, changes.kind
    job = jobs[np.maximum(changes.post, 0)]
    through, alone = kind == HIRED, np.isin(kind, [BEFORE, OWN_AWAY])
    status = _status(rng, kind, job["division"].str.starts_with(COUNTY).to_numpy())
    city = np.array(world.atlas.beyond.division)[weighted(rng, world.atlas.beyond.weight, len(who))]
    place = np.where(through, job["division"].to_numpy(), np.where(alone, city, ""))
    own = np.round(usual[who] * rng.normal(1.1, 0.12, len(who)), -2).astype(np.int64)
    pay = np.where(through, job["pay"].to_numpy(), own)
    leave = since + rng.integers(60, 400, len(who))
    said = (status == "away") & (rng.random(len(who)) < 0.5)
    result = in_shares(world.parameters.desk.contacts, rng.random(len(who)))
    told = np.minimum(since + rng.integers(0, 25, len(who)), world.days.last)
    return framed(StatusEntry, {
        "worker_id": who + 1, "since": dates(world.days, since), "status": status.tolist(),
        "place": place.tolist(), "employer_name": np.where(through, job["name"].to_numpy(), "").tolist(),
        "monthly_pay": blank(pl.Series(pay), ~(through | alone)),
        "until": known_dates(world.days, np.where(said, leave, -1)), "contacted_on": dates(world.days, told),
        "contact": np.array(CONTACTS)[np.where(kind == SEEKING, 0, result)].tolist(),
    })  # fmt: skip


def with_registration(
    rng: np.random.Generator, world: World, registered: Whole, book: dict[str, Whole]
) -> Changes:
    """Give all changes up to the last day in order of worker and day: before, at and after registration."""
    away = np.flatnonzero(rng.random(len(registered)) < world.parameters.desk.away_before)
    began = registered[away] - rng.integers(120, 900, len(away))
    everyone = np.arange(len(registered))
    who = np.concatenate([away, everyone, book["worker"]])
    since = np.concatenate([began, registered, book["day"]])
    kind = np.concatenate([np.full(len(away), BEFORE), np.full(len(everyone), SEEKING), book["kind"]])
    post = np.concatenate([np.full(len(away) + len(everyone), -1), book["post"]])
    order = np.lexsort((kind, since, who))
    order = order[since[order] <= world.days.last]
    return Changes(who[order], since[order], kind[order], post[order])


def _status(
    rng: np.random.Generator, kind: Whole, local: Yes
) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    """A job in the county is "not_seeking"; who stopped is at home, or not seeking for another reason."""
    stopped = np.where(rng.random(len(kind)) < 0.5, "at_home", "not_seeking")
    away = ((kind == HIRED) & ~local) | np.isin(kind, [BEFORE, OWN_AWAY])
    return np.select([away, kind == HIRED, kind == SEEKING], ["away", "not_seeking", "seeking"], stopped)


def with_status(workers: pl.DataFrame, statuses: pl.DataFrame) -> pl.DataFrame:
    """Give the workers with the newest entry of each on their record."""
    newest = statuses.group_by("worker_id", maintain_order=True).last().select(
        "worker_id", "status", pl.col("since").alias("status_since"), pl.col("until").alias("away_until"),
        pl.col("contacted_on").alias("last_contact_on"), pl.col("contact").alias("last_contact"),
    )  # fmt: skip
    rest = workers.drop("status", "status_since", "away_until", "last_contact_on", "last_contact")
    return rest.join(newest, on="worker_id", how="left").select(list(frame_schema(Worker)))
