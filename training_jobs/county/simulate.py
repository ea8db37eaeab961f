"""The one place that knows in which order a county comes about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from features.errors import InputError
from training_jobs.county.market import Firms, Offers, draw_firms, draw_offers
from training_jobs.county.parameters import Parameters
from training_jobs.county.past import Past
from training_jobs.county.pay import usual_pay
from training_jobs.county.people_words import identity_frame
from training_jobs.county.persons import Persons, draw_persons
from training_jobs.county.places import draw_atlas
from training_jobs.county.post_frame import employer_frame, post_frame
from training_jobs.county.referral_frame import referral_frame, shown_frame
from training_jobs.county.season import Calendar, calendar
from training_jobs.county.situations import status_frame, with_status
from training_jobs.county.staff import Desk
from training_jobs.county.trades import Trades, load_trades
from training_jobs.county.traits import Whole
from training_jobs.county.truth import Truth
from training_jobs.county.worker_frame import born, worker_frame


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


def simulate(parameters: Parameters, until: date, seed: int) -> County:
    """Simulate a county whose recorded past ends on ``until``.

    The same parameters, date and seed give the same county to the last cell. A size below 20 workers, 10
    employers or 20 posts, or a date outside the calendar, raises InputError.
    """
    size = parameters.size
    if size.workers < 20 or size.employers < 10 or size.posts < 20:
        raise InputError("county_size", where="size", workers=20, employers=10, posts=20)
    days = calendar(until, parameters.market.months)
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(10)]
    trades = load_trades(parameters.templates)
    usual = usual_pay(trades, parameters.market)
    atlas = draw_atlas(streams[0], parameters.geography)
    persons = draw_persons(streams[1], parameters, trades, atlas, usual)
    firms = draw_firms(streams[2], parameters, trades, atlas)
    offers = draw_offers(streams[3], parameters, trades, firms, usual, days)
    past, truth = _lived(streams[4], parameters, days, trades, persons, firms, offers)
    registered = _registered(streams[5], past.first_week, days)
    book = past.referrals.read()
    workers = worker_frame(streams[6], parameters, days, trades, atlas, persons, registered)
    employers = employer_frame(streams[7], trades, atlas, firms, days)
    hired = np.bincount(book["post"][book["slip"] == 1], minlength=size.posts)
    posts = post_frame(
        streams[8], parameters, trades, firms, offers, employers, days, past.known_full, hired, past.letters
    )
    words, situations, letters = streams[9].spawn(3)
    statuses = status_frame(
        situations, days, atlas, past.situations.read(), registered, posts, employers,
        usual[persons.traits.trades[:, 0]],
    )  # fmt: skip
    workers = with_status(workers, statuses)
    records = Records(
        workers, employers, posts, referral_frame(letters, days, book, workers), statuses,
        identity_frame(words, parameters.templates, workers, born(days, persons)),
        shown_frame(days, past.shown.read(), workers),
    )  # fmt: skip
    return County(records, truth, parameters, until, seed)


def _lived(
    rng: np.random.Generator, parameters: Parameters, days: Calendar, trades: Trades, persons: Persons,
    firms: Firms, offers: Offers,
) -> tuple[Past, Truth]:  # fmt: skip
    relation = trades.relation()
    far = parameters.geography.county_km
    truth = Truth(persons.traits, offers.traits, relation, parameters.truth, far, {})
    desk = Desk(parameters.staff, trades, relation, persons, offers, firms, far)
    past = Past(rng, parameters, days, truth, desk)
    past.run()
    past.in_order()
    book = past.referrals.read()
    happened = {
        "referral_id": np.arange(1, len(book["day"]) + 1), "accepted": book["true_accepted"] == 1,
        "hired": book["true_hired"] == 1, "stayed": book["true_stayed"] == 1,
    }  # fmt: skip
    return past, Truth(persons.traits, offers.traits, relation, parameters.truth, far, happened)


def _registered(rng: np.random.Generator, first_week: Whole, days: Calendar) -> Whole:
    """Most register on their first visit, some earlier; nobody after the last day."""
    earlier = np.where(rng.random(len(first_week)) < 0.2, rng.integers(1, 300, len(first_week)), 0)
    return np.minimum(first_week * 7 - earlier, days.last)
