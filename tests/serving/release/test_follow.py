"""Another office's feed, followed: what it brings, what it takes back, and what it cannot do to us."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from features.errors import InputError
from features.records import Employer, Post
from features.settings import Settings
from features.store import Store, open_store
from serving.channels import ChannelSettings
from serving.release import ledger
from serving.release.follow import Look, begin, end, look
from serving.release.follow.fetch import FeedRefused
from serving.release.follow.line import Line, read_line
from serving.release.wire import WireFailed

DAY = date(2026, 3, 10)
NEIGHBOUR, THIRD = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"
QUICK = ChannelSettings(follow_seconds=20, follow_lines=50)


def line(number: int, **told: Any) -> dict[str, Any]:
    given = {
        "post_id": number, "title": f"模拟焊工{number}", "employer": "模拟邻县机械厂",
        "division": "999911",
        "duties": "焊接钢结构", "place": "模拟邻县", "headcount": 3, "monthly_low": 5000,
        "monthly_high": 8000,
        "pay_basis": "month", "pay_raw": "5000-8000", "opened_on": "2026-03-01", "closes_on": "2026-03-20",
        "contact_phone": "12000000002", "simulated": True, "origin": "",
    }  # fmt: skip
    return {**given, **told}


class Neighbour:
    """Be another office's feed: posts and a ledger of what moved; it may lie, break off or send rubbish."""

    def __init__(self, name: str = NEIGHBOUR) -> None:
        self.name, self.cursor = name, 0
        self.posts: dict[int, dict[str, Any]] = {}
        self.moved: list[tuple[int, int]] = []
        self.over: dict[str, Any] = {}
        self.asked: list[str] = []

    def publish(self, *posts: dict[str, Any]) -> None:
        for post in posts:
            self.cursor += 1
            self.posts[post["post_id"]] = post
            self.moved.append((self.cursor, post["post_id"]))

    def withdraw(self, number: int) -> None:
        self.cursor += 1
        del self.posts[number]
        self.moved.append((self.cursor, number))

    def answer(self, path: str) -> tuple[dict[str, str], bytes]:
        bare, _, query = path.partition("?")
        self.asked.append(bare)
        if bare in self.over:
            return {"X-Feed-Cursor": str(self.cursor), "X-Feed-Id": self.name}, self.over[bare]
        if bare == "/feed":
            told = {"feed": self.name, "name": "模拟邻县", "cursor": self.cursor}
            return {}, json.dumps(told).encode()
        if bare.endswith("snapshot"):
            body = b"".join(json.dumps(post).encode() + b"\n" for post in self.posts.values())
            count = {"X-Feed-Posts": str(len(self.posts))}
            return {"X-Feed-Cursor": str(self.cursor), "X-Feed-Id": self.name, **count}, body
        return {}, self._changes(int(dict(part.split("=") for part in query.split("&"))["after"]))

    def _changes(self, after: int) -> bytes:
        last = dict(sorted((number, seq) for seq, number in self.moved if seq > after))
        rows = [
            {"id": number, "removed": False, "post": self.posts[number]}
            if number in self.posts
            else {"id": number, "removed": True, "removed_date": "2026-03-10", "reason": "filled"}
            for number in last
        ]
        return json.dumps({"cursor": self.cursor, "more": False, "changes": rows}).encode()


@pytest.fixture(scope="module")
def line_out() -> Iterator[tuple[str, dict[str, Neighbour]]]:
    """Give one server; the first part of a path names the neighbour that answers."""
    known: dict[str, Neighbour] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, name, rest = self.path.split("/", 2)
            headers, body = known[name].answer("/" + rest)
            self.send_response(200)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", known
    server.shutdown()
    server.server_close()


@pytest.fixture
def neighbour(line_out: Any) -> Neighbour:
    line_out[1]["a"] = Neighbour()
    line_out[1]["c"] = Neighbour(THIRD)
    return line_out[1]["a"]


@pytest.fixture
def third(neighbour: Neighbour, line_out: Any) -> Neighbour:
    return line_out[1]["c"]


class Desk:
    def __init__(self, store: Store, address: str) -> None:
        self.store, self.address = store, address

    def look(self, name: str = "a", settings: ChannelSettings = QUICK, on: date = DAY) -> Look:
        feed = begin(self.store, f"{self.address}/{name}/feed", who="审核员")
        return look(self.store, feed, on, settings)

    def live(self) -> list[str]:
        return sorted(self.store.posts.frame(status="published")["title"].to_list())


class RolledBack(Exception):
    """Undo what a test wrote."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: Any, new_database: Any) -> Iterator[Store]:
    """Give one store for the tests of this file."""
    with new_database() as url:
        settings = Settings(data_dir=tmp_path_factory.mktemp("var"), database_url=url)
        with open_store(settings) as store:
            yield store


@pytest.fixture
def clean(shared: Store) -> Iterator[Store]:
    """Give the store within a transaction that is undone after the test."""
    with suppress(RolledBack), shared.transaction():
        yield shared
        raise RolledBack


@pytest.fixture
def desk(clean: Store, line_out: Any) -> Desk:
    return Desk(clean, line_out[0])


def test_posts_appear_with_their_origin_change_and_vanish(desk: Desk, neighbour: Neighbour) -> None:
    neighbour.publish(line(1), line(2), line(3, opened_on="2026-03-12"))
    first = desk.look()
    assert (len(first.published), len(first.waiting), desk.live()) == (2, 1, ["模拟焊工1", "模拟焊工2"])
    posts = desk.store.posts.frame()
    assert posts["origin"].to_list() == [f"{NEIGHBOUR}/{n} 模拟邻县" for n in (1, 2, 3)]
    [entry] = [e for e in ledger.history(desk.store, first.published[0]) if e.action == "approved"]
    assert entry.who == "审核员"
    neighbour.publish(line(2, title="模拟电焊工"))
    neighbour.withdraw(1)
    second = desk.look()
    assert (len(second.changed), len(second.taken_back), desk.live()) == (1, 1, ["模拟电焊工"])
    assert neighbour.asked.count("/feed/posts/snapshot") == 1  # the rest came as changes
    later = desk.look(on=date(2026, 3, 12))
    assert (len(later.published), "模拟焊工3" in desk.live()) == (1, True)
    again = desk.look(on=date(2026, 3, 12))
    assert (again.published, again.changed, again.taken_back) == ([], [], [])
    assert desk.store.releases.verify() > 0


def test_what_breaks_our_law_waits_for_a_reviewer(desk: Desk, neighbour: Neighbour) -> None:
    neighbour.publish(line(1, duties="限男性，入职交押金500元"), line(2))
    done = desk.look()
    assert (len(done.waiting), desk.live()) == (1, ["模拟焊工2"])
    neighbour.publish(line(2, duties="限男性"))
    desk.look()
    assert desk.live() == []


def test_loops_and_duplicates_are_recognised(desk: Desk, neighbour: Neighbour, third: Neighbour) -> None:
    own = desk.store.feeds.identity()
    neighbour.publish(line(1), line(2, origin=f"{own}/7 本县"))
    third.publish(line(71, origin=f"{NEIGHBOUR}/1 模拟邻县"), line(72, title="只有第三县有"))
    first, second = desk.look(), desk.look("c")
    assert (dict(first.skipped), dict(second.skipped)) == ({"own": 1}, {"duplicate": 1})
    assert desk.live() == ["只有第三县有", "模拟焊工1"]
    end(desk.store, desk.store.feeds.all()[0], who="x")  # what came by both ways comes by the other now
    assert desk.live() == ["只有第三县有"]
    desk.look("c")
    assert desk.live() == ["只有第三县有", "模拟焊工71"]


def test_what_the_employer_has_here_is_not_taken_twice(desk: Desk, neighbour: Neighbour) -> None:
    desk.store.employers.add(Employer(employer_id=1, name="模拟邻县机械厂", simulated=True))
    same = {k: v for k, v in line(1).items() if k not in ("employer", "post_id", "origin")}
    desk.store.posts.add(
        Post(post_id=0, employer_id=1, **{**same, "title": " 模拟焊工1", "status": "published"})
    )
    neighbour.publish(line(1))
    assert dict(desk.look().skipped) == {"same": 1}


def test_our_own_feed_is_not_followed(desk: Desk, neighbour: Neighbour) -> None:
    neighbour.name = desk.store.feeds.identity()
    with pytest.raises(InputError) as refused:
        desk.look()
    assert refused.value.reason == "follow_self"


def test_what_our_reviewer_took_back_stays_so(desk: Desk, neighbour: Neighbour) -> None:
    neighbour.publish(line(1))
    [number] = desk.look().published
    ledger.withdraw(desk.store, [number], who="审核员", why="单位要求")
    neighbour.publish(line(1, title="换了标题"))
    desk.look()
    assert desk.live() == []


def test_released_anew_there_it_comes_back_through_the_checks(desk: Desk, neighbour: Neighbour) -> None:
    neighbour.publish(line(1))
    desk.look()
    neighbour.withdraw(1)
    desk.look()
    neighbour.publish(line(1))
    done = desk.look()
    assert (len(done.published), desk.live()) == (1, ["模拟焊工1"])
    acts = [entry.action for entry in ledger.history(desk.store, done.published[0])]
    assert acts[-4:] == ["draft", "checked", "approved", "published"]


def test_a_feed_that_goes_back_in_time_brings_nothing_back(desk: Desk, neighbour: Neighbour) -> None:
    neighbour.publish(line(1), line(2), line(3))
    desk.look()
    neighbour.withdraw(1)
    desk.look()
    neighbour.posts = {1: line(1), 2: line(2)}  # its backup of yesterday, in which 1 was out and 3 was not
    neighbour.cursor = 2
    done = desk.look()
    assert (done.went_back, dict(done.skipped), desk.live()) == (True, {"back": 1}, ["模拟焊工2"])
    assert desk.store.feeds.all()[0].went_back == 1


def test_a_cursor_that_runs_backwards_within_an_answer_is_refused(desk: Desk, neighbour: Neighbour) -> None:
    neighbour.publish(line(1), line(2))
    desk.look()
    neighbour.over["/feed/posts/changes"] = b'{"cursor": 1, "more": false, "changes": []}'
    with pytest.raises(FeedRefused) as refused:
        desk.look()
    assert refused.value.reason == "follow_back"
    assert desk.live() == ["模拟焊工1", "模拟焊工2"]
    neighbour.over.clear()
    assert desk.look().went_back


MANY = b"".join(json.dumps(line(n)).encode() + b"\n" for n in range(1, 2000))


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/feed", b"<html>404</html>", "follow_rubbish"), ("/feed", b"[1]", "follow_rubbish"),
        ("/feed", b'{"feed": "x", "cursor": 1}', "follow_rubbish"),
        ("/feed", b'{"feed": "aaaaaaaaaaaaaaaa", "cursor": -1}', "follow_rubbish"),
        ("/feed", b"x" * 30_000, "wire_large"),
        ("/feed/posts/snapshot", b"rubbish\n" * 40, "follow_rubbish"),
        ("/feed/posts/snapshot", b"\x00\xff" * 100_000, "follow_rubbish"),
        ("/feed/posts/snapshot", json.dumps(line(1)).encode(), "follow_cut"),
        ("/feed/posts/snapshot", MANY, "follow_long"),
        ("/feed/posts/snapshot", b"\n".join([b"[" * 30_000] * 9) + b"\n", "follow_rubbish"),
    ],
)  # fmt: skip
def test_rubbish_is_refused_whole_in_a_sentence_and_takes_nothing_back(
    desk_with_posts: Desk, neighbour: Neighbour, path: str, body: bytes, code: str
) -> None:
    desk = desk_with_posts
    before = desk.live()
    neighbour.over[path] = body
    with pytest.raises((FeedRefused, WireFailed)) as refused:
        desk.look()
    assert refused.value.reason == code
    feed = desk.store.feeds.all()[0]
    assert feed.last_error == refused.value.message("zh")[:300]
    assert desk.live() == before
    assert len(before) == 1


@pytest.fixture
def desk_with_posts(desk: Desk, neighbour: Neighbour) -> Desk:
    """Give a desk that holds a post of the neighbour and will take its whole feed at the next look."""
    neighbour.publish(line(1))
    desk.look()
    desk.store.feeds.note(desk.store.feeds.all()[0].followed_id, cursor=None)
    return desk


def test_a_million_lines_are_not_read_to_their_end(desk_with_posts: Desk, neighbour: Neighbour) -> None:
    neighbour.over["/feed/posts/snapshot"] = b"\n".join([b"{}"] * 1_000_000) + b"\n"
    with pytest.raises(FeedRefused) as refused:
        desk_with_posts.look()
    assert refused.value.reason == "follow_long"
    assert "50" in refused.value.message("en")


def test_a_promise_of_more_posts_than_came_is_a_cut(desk_with_posts: Desk, neighbour: Neighbour) -> None:
    answer = neighbour.answer

    def less(path: str) -> tuple[dict[str, str], bytes]:
        headers, body = answer(path)
        return ({**headers, "X-Feed-Posts": "9"} if "snapshot" in path else headers), body

    neighbour.answer = less  # type: ignore[method-assign]
    with pytest.raises(FeedRefused) as refused:
        desk_with_posts.look()
    assert refused.value.reason == "follow_cut"


def test_a_few_bad_lines_are_counted_and_left_out(desk: Desk, neighbour: Neighbour) -> None:
    bad = [line(4, closes_on="2036-03-01"), line(5, title=""), line(6, monthly_low=9, monthly_high=1)]
    neighbour.publish(line(1), line(2), line(3), *bad)
    done = desk.look()
    assert (done.refused, len(done.published), len(done.reasons)) == (3, 3, 3)
    neighbour.publish(line(1, title="x" * 500))
    desk.look()
    assert desk.live() == ["模拟焊工2", "模拟焊工3"]  # its words can no longer be had: it does not stay


def test_only_the_whole_office_follows(desk: Desk, settings: Any) -> None:
    with open_store(settings, scope="999901") as store, pytest.raises(InputError) as refused:
        begin(store, "http://192.0.2.1", who="x")
    assert refused.value.reason == "follow_scope"


@pytest.mark.parametrize(
    "told",
    [
        {"post_id": 0}, {"post_id": True}, {"division": "12"}, {"division": "x"}, {"lat": 91},
        {"headcount": -1},
        {"opened_on": "2026-03-21"}, {"closes_on": "2028-01-01"}, {"closes_on": None}, {"form": "x"},
        {"skills": ["a"] * 61}, {"age_low": 50, "age_high": 20}, {"duties": "x" * 8001},
        {"origin": "x" * 201},
    ],
)  # fmt: skip
def test_a_line_out_of_bounds_is_none(told: dict[str, Any]) -> None:
    found = read_line(line(1, **told))
    if told == {"division": "12"}:
        assert isinstance(found, Line)  # a province's code is one
    else:
        assert isinstance(found, str)


def test_scripts_stay_words_and_control_characters_go() -> None:
    found = read_line(line(1, title="<script>x</script>\x00\x1b", offers=["lodging", "moon"]))
    assert isinstance(found, Line)
    assert (found.title, found.offers) == ("<script>x</script>", ("lodging",))
