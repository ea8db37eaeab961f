"""The feeds: a consumer that follows from any cursor ends with exactly the live posts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from features.records import Employer, LedgerEntry, Post, frame_schema
from features.store import Store
from serving.board import PUBLIC, Board, build
from serving.release.feed import array, page

DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)  # already the 11th in the office


class Consumer:
    """Keep what the change feed says, as a partner site would."""

    def __init__(self) -> None:
        self.cursor = 0
        self.held: dict[int, dict[str, Any]] = {}

    def snapshot(self, board: Board) -> None:
        self.held = {row["post_id"]: row for row in map(json.loads, board.lines.splitlines())}
        self.cursor = board.cursor

    def follow(self, board: Board, limit: int) -> None:
        more = True
        while more:
            answer = json.loads(page(board, self.cursor, limit))
            for change in answer["changes"]:
                self.held.pop(change["id"], None)
                if not change["removed"]:
                    self.held[change["id"]] = change["post"]
            self.cursor, more = answer["cursor"], answer["more"]


def board_of(history: list[tuple[int, str]]) -> Board:
    """Build the board that a history of (post, act) leaves behind."""
    status = {post: act for post, act in history if act != "changed"}
    posts = [
        {
            **Post(post_id=number, employer_id=1, title="工", opened_on=DAY, closes_on=DAY).model_dump(),
            "status": status.get(number, "draft"), "duties": version(history, number),
        }
        for number in range(1, 6)
    ]  # fmt: skip
    entries = [
        {"seq": seq, "post_id": post, "action": act, "at": NOON} for seq, (post, act) in enumerate(history, 1)
    ]
    schema = {k: v for k, v in frame_schema(LedgerEntry).items() if k in ("seq", "post_id", "action", "at")}
    return build(
        pl.DataFrame(posts, schema=frame_schema(Post)),
        pl.DataFrame([Employer(employer_id=1, name="模拟厂").model_dump()], schema=frame_schema(Employer)),
        pl.DataFrame(entries, schema=schema),
    )


def version(history: list[tuple[int, str]], number: int) -> str:
    return f"v{sum(post == number for post, _ in history)}"


ACTS = st.tuples(
    st.integers(1, 5),
    st.sampled_from(["published", "changed", "withdrawn", "expired", "suspended", "filled", "checked"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=25), st.data())
def test_any_consumer_ends_with_exactly_the_live_posts(
    acts: list[tuple[int, str]], data: st.DataObject
) -> None:
    live: set[int] = set()
    history = []
    for post, act in acts:  # a change or a removal happens only to what is out
        if (act == "published") == (post in live) and act != "checked":
            continue
        if act == "checked" and post in live:
            continue
        history.append((post, act))
        live = (live | {post}) if act in ("published", "changed") else live - {post}
    final = board_of(history)
    consumers = [Consumer(), Consumer()]
    consumers[1].snapshot(board_of(history[: data.draw(st.integers(0, len(history)))]))
    for consumer in consumers:
        consumer.follow(board_of(history[: data.draw(st.integers(consumer.cursor, len(history)))]), 3)
        consumer.follow(final, data.draw(st.integers(1, 10)))
        assert set(consumer.held) == live
        assert consumer.cursor == len(history)
        assert all(
            row["duties"] == f"v{sum(p == post for p, _ in history)}" for post, row in consumer.held.items()
        )


def test_a_tombstone_says_when_and_why_in_the_offices_day() -> None:
    board = board_of([(1, "published"), (2, "published"), (1, "suspended")])
    answer = json.loads(page(board, 0, 100))
    assert answer["cursor"] == 3
    assert [change["id"] for change in answer["changes"]] == [2, 1]
    assert answer["changes"][1] == {
        "id": 1, "removed": True, "removed_date": "2026-03-11", "reason": "suspended",
    }  # fmt: skip


def test_snapshot_as_lines_and_as_array_hold_the_same(public: TestClient) -> None:
    lines = public.get("/feed/posts/snapshot")
    rows = [json.loads(line) for line in lines.text.splitlines()]
    assert rows == public.get("/feed/posts/snapshot", params={"format": "array"}).json()
    assert [row["post_id"] for row in rows] == [1, 2]
    assert tuple(rows[0]) == PUBLIC
    assert rows[0]["contact_phone"] == "12000000001"
    assert lines.headers["x-feed-cursor"] == "6"
    assert json.loads(b"".join(array(b""))) == []


def test_an_unchanged_snapshot_is_not_sent_again(public: TestClient, office_store: Store) -> None:
    first = public.get("/feed/posts/snapshot")
    tag = first.headers["etag"]
    again = public.get("/feed/posts/snapshot", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    office_store.releases.append(1, "withdrawn", at=NOON, who="a", why="full")
    office = public.app.state.office  # type: ignore[attr-defined]
    office.take_in(office_store.changes(office.seq))
    other = public.get("/feed/posts/snapshot", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert len(other.text.splitlines()) == 1


def test_change_feed_over_http(public: TestClient) -> None:
    answer = public.get("/feed/posts/changes", params={"after": 0, "limit": 5}).json()
    assert (answer["cursor"], answer["more"]) == (5, True)
    rest = public.get("/feed/posts/changes", params={"after": 5}).json()
    assert [change["id"] for change in rest["changes"]] == [2]
    ahead = public.get("/feed/posts/changes", params={"after": 7}, headers={"Accept-Language": "en"})
    assert ahead.status_code == 422
    assert ahead.json()["error"]["code"] == "cursor_ahead"
    assert "new snapshot" in ahead.json()["error"]["message"]
