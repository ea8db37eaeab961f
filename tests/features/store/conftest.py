"""A small simulated office: two townships, two workers each, one employer, two posts, two letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import polars as pl
import psycopg
import pytest

from features.settings import Settings
from features.store import Store, open_store
from features.store.address import Address
from features.store.roles import Role

EAST, WEST = "999901101", "999901102"


@pytest.fixture
def office(store: Store) -> Store:
    """Fill the store; workers 1 and 2 are registered in the east, 3 and 4 in the west."""
    store.employers.add_frame(pl.DataFrame({"name": ["模拟电子厂"], "division": [EAST], "simulated": [True]}))
    day = {"registered_on": date(2026, 1, 5), "valid_until": date(2026, 12, 31), "simulated": True}
    store.workers.add_frame(pl.DataFrame([{"division": place, **day} for place in (EAST, EAST, WEST, WEST)]))
    people = [
        {"worker_id": n, "name": f"模拟{n}", "id_number": f"99990119900101000{n}", "phone": f"1200000000{n}"}
        for n in (1, 2, 3, 4)
    ]
    store.workers.seal(pl.DataFrame(people))
    post = {"employer_id": 1, "opened_on": date(2026, 2, 1), "closes_on": date(2026, 2, 16), "headcount": 2}
    store.posts.add_frame(
        pl.DataFrame(
            [{**post, "title": "焊工", "division": EAST}, {**post, "title": "普工", "division": WEST}]
        )
    )
    letter = {"referred_on": date(2026, 2, 3), "post_id": 1}
    store.referrals.add_frame(
        pl.DataFrame(
            [{**letter, "worker_id": 1, "division": EAST}, {**letter, "worker_id": 3, "division": WEST}]
        )
    )
    return store


@pytest.fixture
def within(settings: Settings) -> Callable[[str], AbstractContextManager[Store]]:
    """Open the same database bound to a scope."""
    return lambda scope: open_store(settings, scope=scope)


@pytest.fixture
def sql(settings: Settings) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Run one raw statement as a role, with a scope or (None) without any."""

    def run(statement: str, role: Role = "app", scope: str | None = "") -> list[tuple[Any, ...]]:
        address = Address.of_url(settings.database_url or "")
        with psycopg.connect(address.of(role, scope or ""), autocommit=True) as connection:
            if scope is None:
                connection.execute("SET springwind.scope = ''")
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    return run
