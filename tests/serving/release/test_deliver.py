"""Webhooks and robots against receivers that behave and that do not; one deadline for each exchange."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from features.errors import InputError
from features.records import Employer, LedgerEntry, Post, frame_schema
from features.store.subscribers import Subscriber
from serving.board import Board, build
from serving.release.deliver import A_ROUND, MESSAGE, Sender, deliver
from serving.release.signing import HEADER, Signer, genuine
from serving.release.takers import untaken
from serving.release.wire import WireFailed, ask, checked_address

DAY = date(2026, 3, 10)


def board_of(acts: list[tuple[int, str]], title: str = "模拟缝纫工") -> Board:
    """Give the board that acts leave behind; every post is simulated."""
    status = {post: "published" if act == "changed" else act for post, act in acts}
    posts = [
        {
            **Post(post_id=n, employer_id=1, title=f"{title}{n}", place="模拟镇", monthly_low=4000,
                   division="999901" if n % 2 else "999902", opened_on=DAY, closes_on=DAY,
                   contact_phone="12000000001", simulated=True).model_dump(),
            "status": status[n],
        } for n in sorted(status)
    ]  # fmt: skip
    entries = [
        {"seq": seq, "post_id": post, "action": act, "at": datetime(2026, 3, 10, tzinfo=UTC)}
        for seq, (post, act) in enumerate(acts, 1)
    ]
    schema = {k: v for k, v in frame_schema(LedgerEntry).items() if k in ("seq", "post_id", "action", "at")}
    employer = Employer(employer_id=1, name="模拟制衣厂").model_dump()
    return build(
        pl.DataFrame(posts, schema=frame_schema(Post)),
        pl.DataFrame([employer], schema=frame_schema(Employer)),
        pl.DataFrame(entries, schema=schema),
    )


class Kept:
    """Stand for the store's subscribers: what is noted of one."""

    def __init__(self, acked: int = 0) -> None:
        self.sent_seq = self.acked_seq = acked
        self.reason = ""
        self.subscribers = self

    def sent(self, number: int, seq: int) -> None:
        self.sent_seq = max(self.sent_seq, seq)

    def acknowledge(self, number: int, seq: int) -> None:
        self.acked_seq = max(self.acked_seq, seq)

    def failed(self, number: int, reason: str) -> None:
        self.reason = reason


def taker(url: str, channel: str = "webhook", kept: Kept | None = None, **told: Any) -> Subscriber:
    at = kept or Kept()
    given = {"divisions": (), "occupations": (), **told}
    return Subscriber(
        7, "", "一处", channel, url, began_seq=0, sent_seq=at.sent_seq, acked_seq=at.acked_seq,  # type: ignore[arg-type]
        acked_at=None, failures=0, failing_since=None, last_error="", made_by="x",
        made_at=datetime.now(UTC), **given,
    )  # fmt: skip


@contextmanager
def receiver(status: int = 200, answer: bytes = b"{}") -> Iterator[SimpleNamespace]:
    """Listen on a free port, keep what is sent, answer as told."""
    heard: list[tuple[dict[str, str], bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(self.server.told.status)  # type: ignore[attr-defined]
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.told = SimpleNamespace(status=status, heard=heard)  # type: ignore[attr-defined]
    server.told.url = f"http://127.0.0.1:{server.server_port}/in"  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.told  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def raw(behave: Any) -> Iterator[str]:
    """Listen and let ``behave`` do what it likes with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        behave(connection, ended)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)


def silent(connection: socket.socket, ended: threading.Event) -> None:
    ended.wait(20)


def dripping(connection: socket.socket, ended: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not ended.wait(0.05):
        connection.sendall(b"X-Drip: a\r\n")


def endless(connection: socket.socket, ended: threading.Event) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not ended.is_set():
        connection.sendall(b"x" * 65536)


def cut_short(connection: socket.socket, ended: threading.Event) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")


def rubbish(connection: socket.socket, ended: threading.Event) -> None:
    connection.recv(4096)
    connection.sendall(b"\x00\xff not http at all\r\n\r\n")


@pytest.mark.parametrize(
    ("behave", "code"),
    [(silent, "wire_timeout"), (dripping, "wire_timeout"), (endless, "wire_large"),
     (cut_short, "wire_refused"), (rubbish, "wire_refused")],
)  # fmt: skip
def test_whoever_misbehaves_costs_no_more_than_the_deadline(behave: Any, code: str) -> None:
    with raw(behave) as url:
        began = time.monotonic()
        with pytest.raises(WireFailed) as failed:
            ask(url, seconds=0.6, most=1_000_000)
        assert time.monotonic() - began < 3
    assert failed.value.reason == code
    assert "127.0.0.1" in failed.value.message("zh")


def test_nobody_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(WireFailed) as failed:
        ask(f"http://127.0.0.1:{port}/", seconds=1)
    assert failed.value.reason == "wire_refused"


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://a/", "file:///etc/passwd", "http://", "http://a:99999/", "http://user:pw@a/",
     "http://a b/", "http://a/\r\nX: y", "javascript:alert(1)", "http://[::1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError) as refused:
        checked_address(url)
    assert refused.value.reason == "wire_address"


def test_no_redirect_is_followed() -> None:
    with receiver(302) as told:
        assert ask(told.url, method="POST", body=b"{}", seconds=2).status == 302
        assert len(told.heard) == 1


@pytest.fixture
def sender(tmp_path: Path) -> Sender:
    return Sender("模拟县公共就业服务", "http://jobs.example.org", "zh", Signer(tmp_path), 2.0)


def test_a_webhook_gets_signed_changes_once(sender: Sender) -> None:
    board, kept = board_of([(1, "published"), (2, "published"), (1, "withdrawn")]), Kept()
    with receiver() as told:
        assert deliver(kept, board, taker(told.url), sender) is None
        assert deliver(kept, board, taker(told.url, kept=kept), sender) is None
        [(headers, body)] = told.heard
    changes = {one["id"]: one["removed"] for one in json.loads(body)["changes"]}
    assert (changes, kept.acked_seq) == ({1: True, 2: False}, 3)
    secret, now = sender.signer.secret(7), int(time.time())
    assert genuine(secret, headers[HEADER.lower()], body, now)
    assert not genuine(secret, headers[HEADER.lower()], body + b" ", now)
    assert not genuine(secret, headers[HEADER.lower()], body, now + 301)
    assert not genuine(sender.signer.secret(8), headers[HEADER.lower()], body, now)
    assert not genuine(secret, "rubbish", body, now)


def test_what_is_not_taken_is_sent_again_and_counts_as_held(sender: Sender) -> None:
    first, kept = board_of([(1, "published")]), Kept()
    with receiver(500) as told:
        with pytest.raises(WireFailed) as failed:
            deliver(kept, first, taker(told.url), sender)
        assert failed.value.reason == "wire_status"
        assert (kept.sent_seq, kept.acked_seq) == (1, 0)
        assert "500" in kept.reason
        after = board_of([(1, "published"), (1, "withdrawn")])
        assert untaken(taker(told.url, kept=kept), after)["post_id"].to_list() == [1]
        told.status = 200
        deliver(kept, after, taker(told.url, kept=kept), sender)
        assert json.loads(told.heard[-1][1])["changes"][0]["reason"] == "withdrawn"
    assert untaken(taker(told.url, kept=kept), after).is_empty()


def test_a_removal_of_what_was_never_sent_is_not_missed_by_anybody() -> None:
    board = board_of([(1, "published"), (1, "withdrawn")])
    assert untaken(taker("http://a/"), board).is_empty()


def test_a_subscriber_of_one_division_hears_of_no_other(sender: Sender) -> None:
    board, kept = board_of([(2, "published"), (2, "withdrawn")]), Kept()
    with receiver() as told:
        deliver(kept, board, taker(told.url, divisions=("999901",)), sender)
        assert told.heard == []
    assert kept.acked_seq == 2


def test_a_robot_says_a_few_posts_in_full_and_a_removal_in_words(sender: Sender) -> None:
    board, kept = board_of([(1, "published"), (2, "published"), (2, "filled")]), Kept()
    with receiver() as told:
        deliver(kept, board, taker(told.url, "wecom"), sender)
        [(_, body)] = told.heard
    told_words = json.loads(body)
    text = told_words["text"]["content"]
    assert told_words["msgtype"] == "text"
    assert "http://jobs.example.org/posts/1" in text
    assert "（模拟）" in text
    assert "已撤下，请勿再转发：模拟缝纫工2（模拟制衣厂），已招满" in text


def test_many_posts_are_packed_into_messages_a_robot_takes(sender: Sender) -> None:
    board, kept = board_of([(n, "published") for n in range(1, 601)]), Kept()
    with receiver() as told:
        pause = deliver(kept, board, taker(told.url, "robot"), sender)
        texts = [json.loads(body)["text"] for _, body in told.heard]
    assert all(len(text.encode()) <= MESSAGE for text in texts)
    assert len(texts) == A_ROUND
    assert pause is not None
    said = [line for text in texts for line in text.splitlines()]
    assert kept.acked_seq == len(said) < 600  # each post once; the rest waits for the next minute
    assert said[-1].startswith(f"（模拟）模拟缝纫工{len(said)}｜")


def test_one_post_longer_than_a_message_is_cut_not_lost(sender: Sender) -> None:
    board, kept = board_of([(1, "published")], title="长" * 3000), Kept()
    with receiver() as told:
        deliver(kept, board, taker(told.url, "wecom"), sender)
        [(_, body)] = told.heard
    assert len(json.loads(body)["text"]["content"].encode()) <= MESSAGE
    assert kept.acked_seq == 1


def test_a_robots_refusal_inside_a_200_counts_as_one(sender: Sender) -> None:
    kept = Kept()
    refusal = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
    with receiver(200, refusal) as told, pytest.raises(WireFailed):
        deliver(kept, board_of([(1, "published")]), taker(told.url, "wecom"), sender)
    assert kept.acked_seq == 0
    assert "93000" in kept.reason


def test_keys_are_derived_apart_and_stay(tmp_path: Path) -> None:
    one, again = Signer(tmp_path), Signer(tmp_path)
    assert one.token(1) == again.token(1) != one.token(2)
    assert one.secret(1) != one.token(1)
    assert one.token_ok(1, one.token(1))
    assert not one.token_ok(1, one.token(2))
    assert (tmp_path / "channels.key").stat().st_mode & 0o077 == 0
