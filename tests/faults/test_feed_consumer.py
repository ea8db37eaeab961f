"""A consumer of the change feed ends with exactly the live posts, whatever happens in between."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from features.errors import Unavailable
from features.records import Employer, Post
from serving import board as boards
from serving.release.feed import lines, page

DAY = date(2026, 11, 20)


class Crashed(Exception):
    """End a transaction as a killed program would."""


class Consumer:
    """Keep what the feed says, as a partner's program would; its cursor may be old."""

    def __init__(self, board: Any) -> None:
        self.cursor = board.cursor
        self.held = {row["post_id"]: row for row in map(json.loads, lines(board).splitlines())}

    def follow(self, board: Any, limit: int, most: int = 10_000) -> None:
        more = True
        while more and most:
            answer = json.loads(page(board, self.cursor, limit))
            for change in answer["changes"]:
                self.held.pop(change["id"], None)
                if not change["removed"]:
                    self.held[change["id"]] = change["post"]
            self.cursor, more, most = answer["cursor"], answer["more"], most - 1


def machine(desk: Any, store: Any, killed: list[int]) -> type[RuleBasedStateMachine]:
    class Office(RuleBasedStateMachine):
        """Publish, change and withdraw; let the service fall behind, restart, and lose its database."""

        def __init__(self) -> None:
            super().__init__()
            self.live: dict[int, str] = dict(
                store.posts.frame(status="published").select("post_id", "title").iter_rows()
            )
            self.crashes = 0
            self.seq = store.outbox.last()
            self.board = boards.read(store)
            self.consumers = [Consumer(self.board)]

        @rule(title=st.sampled_from(["焊工", "缝纫工", "保安"]))
        def publish(self, title: str) -> None:
            told = {
                "employer_id": 1,
                "division": "999901",
                "opened_on": DAY,
                "closes_on": DAY,
                "simulated": True,
            }
            number = store.posts.add(Post(post_id=0, title=title, **told))
            self.act(number, "published")
            self.live[number] = title

        @precondition(lambda self: self.live)
        @rule(data=st.data(), title=st.sampled_from(["电焊工", "车工"]))
        def change(self, data: st.DataObject, title: str) -> None:
            number = data.draw(st.sampled_from(sorted(self.live)))
            frame = store.posts.frame(ids=[number]).drop("hired", "referred")
            with store.transaction():
                store.posts.upsert_frame(frame.with_columns(title=pl.lit(title)))
                self.act(number, "changed")
            self.live[number] = title

        @precondition(lambda self: self.live)
        @rule(data=st.data(), action=st.sampled_from(["withdrawn", "filled", "expired", "suspended"]))
        def remove(self, data: st.DataObject, action: str) -> None:
            number = data.draw(st.sampled_from(sorted(self.live)))
            self.act(number, action)
            del self.live[number]

        @precondition(lambda self: self.live)
        @rule(data=st.data())
        def killed_while_removing(self, data: st.DataObject) -> None:
            with suppress(Crashed), store.transaction():
                self.act(data.draw(st.sampled_from(sorted(self.live))), "withdrawn")
                raise Crashed

        @rule()
        def service_looks(self) -> None:
            changes = store.changes(self.seq)
            if changes.height:
                self.board = boards.update(store, self.board, changes)
                self.seq = int(changes["seq"].max())

        @rule()
        def service_restarts(self) -> None:
            self.seq = store.outbox.last()
            self.board = boards.read(store)

        @precondition(lambda self: self.crashes < 1 and len(self.live) > 1)
        @rule()
        def database_is_killed(self) -> None:
            self.kill()

        def kill(self) -> None:
            self.crashes += 1
            killed.append(desk.server_pid())
            desk.crash_server()
            for _ in range(3):  # the first that asks finds it gone, and it is started anew
                with suppress(Unavailable):
                    store.ping()

        @rule(limit=st.integers(1, 4), most=st.integers(1, 2), late=st.booleans())
        def consumer_reads(self, limit: int, most: int, late: bool) -> None:
            if late:
                self.consumers.append(Consumer(self.board))
            self.consumers[0].follow(self.board, limit, most)

        def act(self, number: int, action: Any) -> None:
            store.releases.append_all([number], action, at=datetime.now(UTC), who="test", why="x")

        def teardown(self) -> None:
            if len(killed) < 2 and not self.crashes:  # chance may have left it out
                self.kill()
            self.service_looks()
            for consumer in self.consumers:
                consumer.follow(self.board, 3)
                assert {n: row["title"] for n, row in consumer.held.items()} == self.live
            store.releases.verify()

    return Office


def test_any_consumer_of_any_history_holds_exactly_the_live_posts(desk: Any) -> None:
    with desk.open() as store:
        store.employers.add(Employer(employer_id=1, name="模拟机械厂", simulated=True))
        killed: list[int] = []
        run_state_machine_as_test(
            machine(desk, store, killed),
            settings=settings(
                max_examples=7, stateful_step_count=20, deadline=None, derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        assert store.releases.verify() > 10
    assert len(set(killed)) >= 2  # the database was really killed, and was another one afterwards
