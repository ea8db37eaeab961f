"""Identities of the simulated workers: plainly simulated names, numbers that belong to nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from features.records import Identity
from training_jobs.county.frames import framed
from training_jobs.county.numbers import identity_numbers, phone_numbers
from training_jobs.county.texts import SURNAMES, Choice, Shapes, load_shapes, need_words
from training_jobs.county.world import World

GIVEN = ("云", "溪", "岭", "禾", "石", "松", "井", "竹", "泉", "坪", "秋", "雨", "山", "平", "青", "川")


def identity_frame(
    rng: np.random.Generator, world: World, workers: pl.DataFrame, birth: pl.Series
) -> pl.DataFrame:
    """Build the identities to be sealed; each name ends in （模拟）."""
    choice, shapes, count = Choice(rng, 30011), load_shapes(world.parameters.templates), workers.height
    names = [f"{choice.one(SURNAMES)}{choice.one(GIVEN)}{choice.one(GIVEN)}（模拟）" for _ in range(count)]
    ages = pl.select(((pl.lit(world.days.until) - birth).dt.total_days() / 365.25).cast(pl.Int64)).to_series()
    rows = workers.select("wanted", "skills", "monthly_low", "needs").rows()
    return framed(Identity, {
        "worker_id": workers["worker_id"], "name": names,
        "id_number": identity_numbers(rng, birth.to_numpy(), (workers["sex"] == "female").to_numpy()),
        "birth_date": birth, "phone": phone_numbers(rng, count), "address": workers["place"],
        "own_words": [_said(choice, shapes, age, *row) for age, row in zip(ages, rows, strict=True)],
    })  # fmt: skip


def _said(choice: Choice, shapes: Shapes, age: int, wanted: list[str], skills: list[str], *rest: Any) -> str:
    low, needs = rest
    pay = choice.one(shapes.pay_said).format(low=low) if low else choice.one(shapes.pay_open)
    words = need_words()
    need = "，".join(words[n] for n in needs[:2]) or choice.one(shapes.need_none)
    trade, task = (wanted or ["零活"])[0], (skills or ["有力气"])[0]
    return choice.one(shapes.own_words).format(age=age, t=trade, a=task, pay=pay, need=need)
