"""The one place that knows in which order a county comes about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from features.errors import InputError
from training_jobs.county.employer_frame import employer_frame
from training_jobs.county.firms import Firms, draw_firms
from training_jobs.county.identity_frame import identity_frame
from training_jobs.county.offers import Offers, draw_offers
from training_jobs.county.parameters import Parameters
from training_jobs.county.past import Past
from training_jobs.county.persons import Persons, draw_persons
from training_jobs.county.post_frame import Course, post_frame
from training_jobs.county.referral_frame import referral_frame, shown_frame
from training_jobs.county.situations import status_frame, with_registration, with_status
from training_jobs.county.staff import Desk
from training_jobs.county.traits import Whole
from training_jobs.county.truth import Truth
from training_jobs.county.worker_frame import born, worker_frame
from training_jobs.county.world import World, make_world


@dataclass(frozen=True, slots=True)
class Records:
    """Hold what an office would have: frames with exactly the columns of the records, all simulated."""

    workers: pl.DataFrame
    employers: pl.DataFrame
    posts: pl.DataFrame
    referrals: pl.DataFrame
    statuses: pl.DataFrame
    identities: pl.DataFrame
    shown: pl.DataFrame
    """what staff had on the screen (columns: frames.SHOWN); no record of its own"""


@dataclass(frozen=True, slots=True)
class County:
    """Hold a simulated county: its records, and apart from them the truth for evaluators."""

    records: Records
    truth: Truth
    parameters: Parameters
    until: date
    seed: int


def simulate(
    parameters: Parameters, until: date, seed: int, on_week: Callable[[int, int], None] | None = None
) -> County:
    """Simulate a county whose recorded past ends on ``until``; ``on_week(done, all)`` follows it.

    The same parameters, date and seed give the same county to the last cell. A size below 20 workers, 10
    employers or 20 posts, or a date outside the calendar, raises InputError.
    """
    size = parameters.size
    if size.workers < 20 or size.employers < 10 or size.posts < 20:
        raise InputError("county_size", where="size", workers=20, employers=10, posts=20)
    streams = [np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(6)]
    world = make_world(streams[0], parameters, until)
    persons = draw_persons(streams[1], world)
    firms = draw_firms(streams[2], world)
    offers = draw_offers(streams[3], world, firms)
    past = _set_out(streams[4], world, persons, firms, offers)
    past.run(on_week)
    truth = _known(past)
    return County(_written(streams[5], world, past), truth, parameters, until, seed)


def _set_out(rng: np.random.Generator, world: World, persons: Persons, firms: Firms, offers: Offers) -> Past:
    """Put the past in front of its first day."""
    parameters, relation = world.parameters, world.trades.relation(world.parameters.skill)
    far = parameters.geography.county_km
    truth = Truth(persons.traits, offers.traits, relation, parameters.truth, far, {})
    return Past(
        rng, world, truth, Desk(parameters.staff, world.trades, relation, persons, offers, firms, far)
    )


def _known(past: Past) -> Truth:
    """Add to the truth what really became of each letter."""
    book = past.referrals.read()
    happened = {name: book[f"true_{name}"] == 1 for name in ("accepted", "hired", "full", "stayed")}
    return replace(past.truth, happened={"referral_id": np.arange(1, len(book["day"]) + 1), **happened})


def _written(rng: np.random.Generator, world: World, past: Past) -> Records:
    """Write down what an office would have."""
    streams, book = rng.spawn(6), past.referrals.read()
    persons, firms, offers = past.desk.persons, past.desk.firms, past.desk.offers
    registered = _registered(streams[0], world, past.first_week)
    employers = employer_frame(streams[1], world, firms)
    hired = np.bincount(book["post"][book["slip"] == 1], minlength=len(offers.firm))
    posts = post_frame(streams[2], world, offers, Course(past.known_full, hired, past.letters), employers)
    changes = with_registration(streams[3], world, registered, past.situations.read())
    jobs = posts.join(
        employers.select("employer_id", "name"), on="employer_id", how="left", maintain_order="left"
    )
    jobs = jobs.select("division", "name", pay=pl.col("monthly_low").fill_null(pl.Series(offers.terms.low)))
    statuses = status_frame(streams[3], world, changes, jobs, world.usual[persons.traits.trades[:, 0]])
    workers = with_status(worker_frame(streams[4], world, persons, registered), statuses)
    return Records(
        workers=workers, employers=employers, posts=posts, statuses=statuses,
        referrals=referral_frame(streams[5], world, book, workers),
        identities=identity_frame(streams[5], world, workers, born(world.days, persons)),
        shown=shown_frame(world.days, past.shown.read(), workers),
    )  # fmt: skip


def _registered(rng: np.random.Generator, world: World, first_week: Whole) -> Whole:
    """Most register on their first visit, some earlier; nobody after the last day."""
    before = rng.random(len(first_week)) < world.parameters.desk.registered_before
    earlier = np.where(before, rng.integers(1, 300, len(first_week)), 0)
    return np.minimum(first_week * 7 - earlier, world.days.last)
