"""Identities of the simulated workers: plainly simulated names, numbers that belong to nobody."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.records import Identity
from training_jobs.county.frames import framed
from training_jobs.county.numbers import identity_numbers, phone_numbers
from training_jobs.county.parameters import Templates
from training_jobs.county.post_frame import SURNAMES
from training_jobs.county.texts import Choice, Shapes, load_shapes, need_words

GIVEN = ("云", "溪", "岭", "禾", "石", "松", "井", "竹", "泉", "坪", "秋", "雨", "山", "平", "青", "川")


def identity_frame(
    rng: np.random.Generator, templates: Templates, workers: pl.DataFrame, born: pl.Series
) -> pl.DataFrame:
    """Build the identities to be sealed; each name ends in （模拟）."""
    choice, shapes, count = Choice(rng, 30011), load_shapes(templates), workers.height
    names = [f"{choice.one(SURNAMES)}{choice.one(GIVEN)}{choice.one(GIVEN)}（模拟）" for _ in range(count)]
    ages = ((born.max() - born).dt.total_days() // 365).to_list() if count else []
    rows = workers.select("wanted", "skills", "monthly_low", "needs").rows()
    youngest = 17
    words = [_said(choice, shapes, age + youngest, *row) for age, row in zip(ages, rows, strict=True)]
    return framed(Identity, {
        "worker_id": workers["worker_id"], "name": names,
        "id_number": identity_numbers(rng, born.to_numpy(), (workers["sex"] == "female").to_numpy()),
        "birth_date": born, "phone": phone_numbers(rng, count), "address": workers["place"], "own_words": words,
    })  # fmt: skip


def _said(
    choice: Choice,
    shapes: Shapes,
    age: int,
    wanted: list[str],
    skills: list[str],
    low: int | None,
    needs: list[str],
) -> str:
    pay = choice.one(shapes.pay_said).format(low=low) if low else choice.one(shapes.pay_open)
    words = need_words()
    need = "，".join(words[n] for n in needs[:2]) or choice.one(shapes.need_none)
    return choice.one(shapes.own_words).format(
        age=age, t=(wanted or ["活"])[0], a=(skills or ["力气活"])[0], pay=pay, need=need
    )
