"""The posts' frame: numbers of ``offers`` turned into ads with words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from features.records import Post
from features.records.vocabulary import NEEDS
from training_jobs.county.frames import blank, dates, framed
from training_jobs.county.offers import Offers
from training_jobs.county.past import NEVER
from training_jobs.county.terms import Terms
from training_jobs.county.texts import Choice, Pen, load_shapes, pay_text
from training_jobs.county.traits import Whole
from training_jobs.county.world import World

UNLAWFUL = ("上岗先交押金200元。", "限女性，已婚已育优先。", "只招男工。", "报名收服装费150元。")
"""What the office does not let through; only in drafts and withdrawn posts."""


@dataclass(frozen=True, slots=True)
class Course:
    """Hold how each post went: day it was known to be full, hires reported, letters written."""

    known_full: Whole
    hired: Whole
    referred: Whole


def post_frame(
    rng: np.random.Generator, world: World, offers: Offers, course: Course, employers: pl.DataFrame
) -> pl.DataFrame:
    """Build the posts' frame as it stands on the last day."""
    days, count = world.days, len(offers.firm)
    pen = Pen(
        Choice(rng, 60013), load_shapes(world.parameters.templates), world.trades, world.parameters.said
    )
    closes = _closes(world, offers, course.known_full)
    firm = employers[offers.firm].select(
        "employer_id", "division", "place", "lat", "lon", "contact_name", "contact_phone"
    )
    trade = offers.traits.trade.tolist()
    return framed(Post, {
        "post_id": offers.traits.post_id, **firm.to_dict(), **_words(pen, offers),
        **_terms(pen, offers),
        "offers": [_benefits(offers.terms, row) for row in range(count)],
        "form": [world.trades.forms[t] for t in trade],
        "opened_on": dates(days, offers.opened), "closes_on": dates(days, closes),
        "status": _status(rng, world, offers, closes, course.known_full),
        "hired": course.hired, "referred": course.referred, "simulated": [True] * count,
    })  # fmt: skip


def _words(pen: Pen, offers: Offers) -> dict[str, Any]:
    ads = [_ad(pen, offers, row) for row in range(len(offers.firm))]
    papers = zip(offers.traits.trade.tolist(), offers.terms.asks_papers.tolist(), strict=True)
    return {
        "title": [ad[0] for ad in ads], "duties": [ad[1] for ad in ads], "skills": [ad[2] for ad in ads],
        "certificates": [list(pen.trades.certificates[trade]) if asked else [] for trade, asked in papers],
    }  # fmt: skip


def _terms(pen: Pen, offers: Offers) -> dict[str, Any]:
    terms = offers.terms
    rows = zip(terms.low.tolist(), terms.high.tolist(), terms.basis, strict=True)
    pay = [pay_text(pen.choice, pen.said, *row) for row in rows]
    schools = zip(offers.traits.trade.tolist(), terms.asks_school.tolist(), strict=True)
    education = [pen.trades.education[trade] if asked else None for trade, asked in schools]
    return {
        "headcount": blank(pl.Series(terms.headcount), terms.headcount == 0),
        "monthly_low": [p.low for p in pay], "monthly_high": [p.high for p in pay],
        "pay_basis": [p.basis for p in pay], "pay_raw": [p.raw for p in pay],
        "education": [None if code == "80" else code for code in education],
        "experience_low": blank(pl.Series(terms.experience.astype(np.float64)), terms.experience == 0),
        "age_low": blank(pl.Series(np.full(len(pay), 18)), terms.age_high == 0),
        "age_high": blank(pl.Series(terms.age_high), terms.age_high == 0),
    }  # fmt: skip


def _ad(pen: Pen, offers: Offers, row: int) -> tuple[str, str, list[str]]:
    choice, trade = pen.choice, int(offers.traits.trade[row])
    shape = choice.one(_title_shapes(pen, offers.terms, row))
    places = max(int(offers.terms.headcount[row]), 2)
    title = shape.format(t=choice.one(pen.trades.titles[trade]), n=places)
    first, second = (*choice.some(pen.trades.tasks[trade], 2), "服从安排")[:2]
    silent = choice.number() < pen.said.no_duties
    duties = "" if silent else choice.one(pen.shapes.duties).format(a=first, b=second)
    if offers.unlawful[row]:
        duties += choice.one(UNLAWFUL)
    tags = list(choice.some(pen.trades.tags[trade], int(choice.number() * 3)))
    return title, duties, tags + ([first] if choice.number() < pen.said.task_as_tag else [])


def _title_shapes(pen: Pen, terms: Terms, row: int) -> tuple[str, ...]:
    """Some ads say in the title that there is lodging; only those that give it."""
    if not terms.gives[row, 0] or pen.choice.number() >= pen.said.lodging_in_title:
        return pen.shapes.title
    return pen.shapes.title_full_board if terms.gives[row, 1] else pen.shapes.title_lodging


def _benefits(terms: Terms, row: int) -> list[str]:
    given = [NEEDS[k] for k in np.flatnonzero(terms.gives[row])]
    return given + (["shuttle"] if terms.shuttle[row] else [])


def _closes(world: World, offers: Offers, known_full: Whole) -> Whole:
    """Give the close date: end of the period that ran when the post ended, or that runs on the last day."""
    period = world.parameters.market.open_days
    seen = np.minimum(np.minimum(offers.expires - 1, world.days.last), known_full)
    closes: Whole = offers.opened + period * (np.maximum(seen - offers.opened, 0) // period + 1)
    return np.minimum(closes, offers.expires)


def _status(
    rng: np.random.Generator, world: World, offers: Offers, closes: Whole, known_full: Whole
) -> list[str]:
    last, desk = world.days.last, world.parameters.desk
    status = np.where(closes >= last, "published", "expired").astype(object)
    status[(known_full <= last) & (known_full < NEVER)] = "filled"
    drawn = rng.random(len(closes))
    ended = status == "expired"
    status[ended & (drawn < desk.withdrawn)] = "withdrawn"
    status[ended & (drawn > 1 - desk.suspended)] = "suspended"
    status[offers.unlawful & (status == "published")] = "draft"
    status[offers.unlawful & (status == "expired")] = "withdrawn"
    return list(status)
