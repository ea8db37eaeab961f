"""A handful of simulated posts and workers in a real store."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from features.records import Employer, Post, Worker
from features.store import Store
from matching.bundle import Bundle, default_bundle
from matching.matcher import Matcher

DAY = date(2026, 4, 15)
TOWN = "999901101"


def post(number: int, title: str, **said: object) -> Post:
    told = {
        "post_id": number, "employer_id": 1, "title": title, "division": TOWN, "lat": 25.30, "lon": 103.60,
        "headcount": 5, "monthly_low": 5200, "monthly_high": 6000, "opened_on": DAY - timedelta(days=number),
        "closes_on": DAY + timedelta(days=10), "status": "published", "simulated": True,
    }  # fmt: skip
    return Post(**(told | said))


def worker(number: int, *wanted: str, **said: object) -> Worker:
    told = {
        "worker_id": number, "division": TOWN, "lat": 25.31, "lon": 103.61, "registered_on": DAY,
        "valid_until": DAY + timedelta(days=180), "born_month": date(1981, 1, 1), "wanted": wanted,
        "simulated": True,
    }  # fmt: skip
    return Worker(**(told | said))


POSTS = (
    post(1, "缝纫工包吃住", offers=("lodging", "meals"), age_high=50),
    post(2, "服装厂平车工", offers=("lodging",), monthly_low=4800, monthly_high=5500),
    post(3, "电焊工", certificates=("焊工证",)),
    post(4, "中餐厨师", education="70", experience_low=3),
    post(5, "保安员", monthly_low=2800, monthly_high=3000),
    post(6, "缝纫工", headcount=0),
)
WORKERS = (
    worker(1, "缝纫工", skills=("平车",), monthly_low=5000, needs=("lodging",)),
    worker(2, "电焊工", certificates=("焊工证",), years_experience=6.0),
    worker(3, "厨师", years_experience=1.0, education="80", consent_personalised=False),
    worker(4, "缝纫工", status="not_seeking"),
)


@pytest.fixture
def office(store: Store) -> Store:
    firm = Employer(employer_id=1, name="模拟-一号厂", division=TOWN, verified_on=DAY, simulated=True)
    store.employers.add(firm)
    for one in POSTS:
        store.posts.add(one)
    for one in WORKERS:
        store.workers.add(one)
    return store


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return default_bundle()


@pytest.fixture
def matcher(office: Store, bundle: Bundle) -> Matcher:
    return Matcher(bundle, office)


@pytest.fixture
def make() -> SimpleNamespace:
    """Give the makers of one more post or worker."""
    return SimpleNamespace(post=post, worker=worker)
