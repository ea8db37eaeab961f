"""A hall with four employers, eight posts and twelve workers, all simulated, in a store of its own."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from features.records import Booth, Employer, Fair, Identity, Post, Worker, frame_schema
from features.settings import Settings
from features.store import open_store

AS_OF = date(2026, 3, 2)
HELD = date(2026, 3, 28)


def frame(record, rows):
    return pl.DataFrame([record(**row).model_dump() for row in rows], schema=frame_schema(record))


def employers():
    return frame(
        Employer,
        [
            {
                "employer_id": n,
                "name": f"模拟单位{n}",
                "division": "530112",
                "verified_on": date(2026, 1, 5),
                "simulated": True,
            }
            for n in range(1, 5)
        ],
    )


def posts():
    rows = [
        {
            "post_id": n,
            "employer_id": 1 + (n - 1) % 4,
            "title": f"模拟岗位{n}",
            "division": "530112",
            "place": "模拟园区",
            "headcount": None if n == 8 else n % 3,
            "monthly_low": 4000,
            "monthly_high": None if n == 7 else 4000 + 100 * n,
            "opened_on": date(2026, 2, 20),
            "closes_on": date(2026, 4, 5),
            "status": "published",
            "offers": ("lodging", "meals"),
            "education": "70",
            "age_low": 18,
            "simulated": True,
        }
        for n in range(1, 9)
    ]
    return frame(Post, rows)


def workers():
    return frame(
        Worker,
        [
            {
                "worker_id": n,
                "division": f"53011220{1 + n % 2}001",
                "place": f"模拟村{1 + n % 2}",
                "lat": 24.9 + n / 100,
                "lon": 102.7,
                "registered_on": date(2026, 1, 10),
                "valid_until": date(2026, 7, 10),
                "wanted": ("缝纫工",),
                "simulated": True,
            }
            for n in range(1, 13)
        ],
    )


def identities():
    rows = [{"worker_id": n, "name": f"模拟{n}", "phone": f"000000000{n:02}"} for n in range(1, 13)]
    return frame(Identity, rows)


class Probabilities:
    """Stand in for the matcher: every pair is possible, chances drawn from a seed."""

    def __init__(self, keep=lambda worker_id, post_id: True):
        self.keep = keep
        self.asked = None

    def score_campaign(self, workers, posts, as_of, k=50):
        self.asked = (workers, posts, as_of, k)
        ids = workers.select("worker_id").join(posts.select("post_id"), how="cross")
        ids = ids.filter(
            pl.struct("worker_id", "post_id").map_elements(lambda r: self.keep(**r), return_dtype=bool)
        )
        rng = np.random.default_rng(3)
        stages = {name: rng.uniform(0.2, 0.9, len(ids)) for name in ("accept", "hire", "stay")}
        scored = ids.with_columns(**{name: pl.Series(value) for name, value in stages.items()})
        return scored.with_columns(value=pl.col("accept") * pl.col("hire") * pl.col("stay"))


@pytest.fixture
def scorer():
    return Probabilities()


@pytest.fixture
def make_scorer():
    return Probabilities


def fill_town(store):
    store.employers.add_frame(employers())
    store.posts.add_frame(posts())
    store.workers.add_frame(workers())
    store.workers.seal(identities())


def fill_hall(store):
    fair = Fair(
        fair_id=0,
        name="春风行动招聘会（模拟）",
        division="530112",
        held_on=HELD,
        venue="模拟体育馆",
        booths=4,
        expected_visitors=200,
        simulated=True,
    )
    store.fairs.add(fair)
    rows = [
        {"fair_id": 1, "employer_id": n, "booth": n, "capacity": 2 if n == 2 else None} for n in range(1, 5)
    ]
    store.fairs.set_booths(1, frame(Booth, rows))


@pytest.fixture
def town(store):
    """Give the store with people and posts, and no fair yet."""
    fill_town(store)
    return store


@pytest.fixture
def hall(town):
    """Give the store with one fair of four booths; its number is 1."""
    fill_hall(town)
    return town


@pytest.fixture(scope="module")
def shared_hall(new_database, tmp_path_factory):
    """Give one hall to tests that take back what they write."""
    with new_database() as url:
        settings = Settings(data_dir=tmp_path_factory.mktemp("var"), database_url=url)
        with open_store(settings) as store:
            fill_town(store)
            fill_hall(store)
            yield store


@pytest.fixture(scope="session")
def town_makers():
    """Give what fills a store, for fixtures that outlive one test."""
    return fill_town, fill_hall, Probabilities()
