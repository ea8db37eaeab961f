"""The workers' frame: numbers of ``persons`` turned into a registration form with words."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from features.records import Worker
from features.records.vocabulary import NEEDS
from training_jobs.county.frames import blank, dates, framed, yes_no
from training_jobs.county.parameters import People
from training_jobs.county.persons import Persons
from training_jobs.county.places import COUNTY, REGIONS, WISHES
from training_jobs.county.season import Calendar
from training_jobs.county.texts import Choice, Pen, load_shapes
from training_jobs.county.traits import Whole, Yes
from training_jobs.county.world import World

FORM_NAMES = ("full", "part", "day")


def worker_frame(rng: np.random.Generator, world: World, persons: Persons, registered: Whole) -> pl.DataFrame:
    """Build the frame; status columns are filled by ``situations`` afterwards."""
    count, spots, days = len(persons.village), world.atlas.villages, world.days
    return framed(Worker, {
        "worker_id": persons.traits.worker_id,
        "division": [spots.division[v] for v in persons.village],
        "place": [spots.name[v] for v in persons.village],
        "lat": spots.lat[persons.village].round(5), "lon": spots.lon[persons.village].round(5),
        "registered_on": dates(days, registered),
        "valid_until": dates(days, _valid_until(registered, days.last)),
        "born_month": born(days, persons).dt.month_start(), "education": persons.education,
        **_words(rng, world, persons), **_limits(persons),
        "needs": _names(NEEDS, persons.stated_needs), "forms": _names(FORM_NAMES, persons.forms),
        "earliest_start": _starts(rng, world, registered),
        "groups": _groups(rng, world.parameters.people, persons),
        "sex": np.where(persons.female, "female", "male").tolist(),
        "consent_personalised": rng.random(count) >= world.parameters.people.plain_list,
        "simulated": [True] * count,
    })  # fmt: skip


def _limits(persons: Persons) -> dict[str, Any]:
    """Give what people name as their limits, null where they name nothing."""
    years, low, km = persons.stated_years, persons.stated_low, persons.stated_km
    return {
        "years_experience": blank(pl.Series(years), np.isnan(years)),
        "monthly_low": blank(pl.Series(low), low == 0),
        "max_km": blank(pl.Series(km.astype(np.float64)), km == 0), "will_leave": yes_no(persons.will_leave),
        "wanted_places": [_places(row) for row in persons.wish.tolist()],
    }  # fmt: skip


def _places(wish: int) -> list[str]:
    if wish < 0:
        return [COUNTY]
    return [] if wish == len(WISHES) - 1 else [code for row in WISHES[wish] for code in REGIONS[row]]


def _names(names: tuple[str, ...], rows: Yes) -> list[list[str]]:
    return [[name for name, held in zip(names, row, strict=True) if held] for row in rows.tolist()]


def born(days: Calendar, persons: Persons) -> pl.Series:
    """Give birth dates."""
    return dates(days, days.last - persons.age_days)


def _valid_until(registered: Whole, last: int) -> Whole:
    """Registrations hold a year and are renewed while people come; all are valid on the last day."""
    until: Whole = registered + 365 * np.maximum((last - registered) // 365 + 1, 1)
    return until


def _words(rng: np.random.Generator, world: World, persons: Persons) -> dict[str, Any]:
    shapes = load_shapes(world.parameters.templates)
    pen = Pen(Choice(rng, 50021), shapes, world.trades, world.parameters.said)
    traits = persons.traits
    columns: dict[str, list[list[str]]] = {"wanted": [], "skills": [], "past_jobs": [], "certificates": []}
    rows = zip(
        traits.trades.tolist(), traits.wants.tolist(), persons.shown_wants.tolist(), traits.years.tolist(),
        traits.certified.tolist(), strict=True,
    )  # fmt: skip
    for know, wants, shown, years, certified in rows:
        columns["wanted"].append(_wanted(pen, wants, shown))
        columns["skills"].append(_skills(pen, know, years))
        columns["past_jobs"].append(_past_jobs(pen, know, years))
        columns["certificates"].append(list(pen.trades.certificates[know[0]][:1]) if certified else [])
    return columns


def _wanted(pen: Pen, wants: list[int], shown: list[bool]) -> list[str]:
    words = [pen.choice.one(pen.trades.titles[t]) for t, told in zip(wants, shown, strict=True) if told]
    if pen.choice.number() < pen.said.wants_any:
        words = [pen.choice.one(pen.shapes.wanted_any), *words]
    return list(dict.fromkeys(words))[:3]


def _skills(pen: Pen, know: list[int], years: float) -> list[str]:
    choice, said = pen.choice, pen.said
    if choice.number() < said.no_skills:
        return []
    tasks = choice.some(pen.trades.tasks[know[0]], 1 + int(choice.number() * 2) + (years > 5))
    if choice.number() < said.other_skill:
        tasks = (*tasks, choice.one(pen.trades.tasks[know[1]]))
    words = [choice.one(pen.shapes.skill).format(a=task) for task in tasks]
    if choice.number() < said.extra_skill:
        words.append(choice.one(pen.shapes.skill_extra))
    return list(dict.fromkeys(words))


def _past_jobs(pen: Pen, know: list[int], years: float) -> list[str]:
    choice, more = pen.choice, pen.said.more_jobs
    count = 0 if years < 0.3 else 1 + (choice.number() < more[0]) + (choice.number() < more[1])
    jobs = [
        choice.one(pen.shapes.past).format(
            t=choice.one(pen.trades.titles[trade]), y=max(1, round(years * part))
        )
        for trade, part in zip(know[:count], (0.7, 0.2, 0.1), strict=False)
    ]
    return list(dict.fromkeys(jobs))


def _starts(rng: np.random.Generator, world: World, registered: Whole) -> pl.Series:
    later = registered + rng.integers(3, 40, len(registered))
    unsaid = rng.random(len(registered)) < world.parameters.said.start_unsaid
    return blank(dates(world.days, later), unsaid)


def _groups(rng: np.random.Generator, people: People, persons: Persons) -> list[list[str]]:
    age = persons.traits.age
    drawn = rng.random((len(age), 4))
    level = persons.traits.level.astype(np.float64)
    older = (age >= 50) & (persons.will_leave == 1)
    flags = {
        "hardship": drawn[:, 0] < people.groups_hardship * np.where(age > 45, 1.6, 0.6),
        "out_of_poverty": drawn[:, 1] < people.groups_out_of_poverty,
        "veteran": (drawn[:, 2] < 2 * people.groups_veteran) & ~persons.female,
        "graduate": (level >= 3) & (age < 26), "older_migrant": older,
        "young_migrant": (age < 28) & (persons.will_leave == 1), "returnee": drawn[:, 3] < 0.03,
    }  # fmt: skip
    return [[name for name, flag in flags.items() if flag[row]] for row in range(len(age))]
