"""Measure the release of posts over HTTP: one service process, a store of its own, simulated posts.

Each figure stands beside the plain way in the same run: a snapshot read from the tables at every asking,
and a consumer that learns of changes by taking the whole snapshot again.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.say import say
from serving.benchmarks.start import NotStarted

PATIENCE = 30.0
SETTLING = 240.0
CLIENTS = 4
PUSHED = {b"/webhook": b'"removed": true', b"/robot": "已撤下".encode()}
"""What a message about a withdrawal holds, by the path it is sent to."""
SNAPSHOT = "/feed/posts/snapshot"
TITLES = 5000
"""Different titles among the posts: a county has that many at most."""
GOALS = {
    "snapshot_s": 5.0, "changes_ms": 20.0, "changes_per_s": 300.0, "visible_s": 1.0, "withdrawn_s": 2.0,
}  # fmt: skip


@click.command()
@click.option("--posts", default=100_000, show_default=True, type=click.IntRange(100, 1_000_000))
@click.option("--seconds", default=5.0, show_default=True, help="how long the change feed is asked")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def release(posts: int, seconds: float, as_json: bool) -> None:
    """Snapshot, change feed, and how soon a change or a withdrawal is everywhere. 岗位发布基准。"""
    folder = Path(tempfile.mkdtemp(prefix="sw-"))
    folder.chmod(0o711)
    try:
        told = measured(folder, posts, seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if as_json:
        click.echo(json.dumps(told, indent=1))
    else:
        _table(told)


def measured(folder: Path, posts: int, seconds: float) -> dict[str, Any]:
    """Fill a store, serve it and measure; raises NotStarted where the service does not come up."""
    from features.settings import Settings
    from features.store import open_store

    settings = Settings(data_dir=folder, database_url=None)
    with open_store(settings, who="bench") as opened:
        store: Any = opened
        filled(store, posts)
        plain = _plain_snapshot(store)
        with _receiver() as (address, heard), _served(folder) as port:
            last = _last(store)
            for name, channel in (("webhook", "webhook"), ("robot", "wecom")):
                store.subscribers.add(name, channel, url=f"{address}/{name}", began_seq=last, who="bench")
            told: dict[str, Any] = {"posts": posts, "plain_snapshot_s": plain}
            told |= _snapshot(port)
            told |= _changes(port, last, seconds)
            told |= _visible(store, port, heard, posts)
    return {**told, "goals": GOALS}


def _last(store: Any) -> int:
    return int(store.releases.last().seq)


def filled(store: Any, posts: int) -> None:
    """Write simulated posts, published by one act each."""
    import polars as pl

    from features.clock import business_day
    from features.records import Employer

    day = business_day()
    store.employers.add(Employer(employer_id=1, name="模拟基准单位", simulated=True))
    number = pl.int_range(1, posts + 1, eager=True, dtype=pl.Int64)
    rows = pl.DataFrame({"post_id": number}).with_columns(
        employer_id=pl.lit(1, pl.Int64), title=pl.format("模拟工种{}", pl.col("post_id") % TITLES),
        place=pl.lit("模拟镇"),
        duties=pl.lit("平车、四线，熟练工按件计，学徒有人带，每月休四天。" * 4), division=pl.lit("999901"),
        headcount=pl.lit(3, pl.Int64), monthly_low=pl.lit(4000, pl.Int64), simulated=pl.lit(True),
        monthly_high=pl.lit(6000, pl.Int64), pay_basis=pl.lit("month"), opened_on=pl.lit(day),
        closes_on=pl.lit(day + timedelta(days=15)), contact_phone=pl.lit("12000000001"),
    )  # fmt: skip
    store.posts.add_frame(rows)
    for start in range(0, posts, 20_000):
        ids = number.slice(start, 20_000).to_list()
        store.releases.append_all(ids, "published", at=datetime.now(UTC), who="bench")


def _plain_snapshot(store: Any) -> float:
    """Time what a snapshot costs when it is read from the tables at every asking."""
    began = time.perf_counter()
    rows = store.posts.frame(status="published").to_dicts()
    b"\n".join(json.dumps(row, default=str, ensure_ascii=False).encode() for row in rows)
    return round(time.perf_counter() - began, 3)


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    import os

    command = [sys.executable, "-m", "features", "serve", "--port", "0"]
    environment = {**os.environ, "SPRINGWIND_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    environment.pop("SPRINGWIND_DATABASE_URL", None)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as served:
        try:
            yield _port(served)
        finally:
            served.send_signal(signal.SIGTERM)
            try:
                served.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                served.kill()


def _port(served: subprocess.Popen[str]) -> int:
    assert served.stdout is not None
    for line in served.stdout:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if found:
            return int(found[1])
    raise NotStarted(where="springwind serve", seconds="0")


@contextmanager
def _receiver() -> Iterator[tuple[str, list[bytes]]]:
    """Listen for webhooks and robots of the benchmark; keeps what they were sent."""
    heard: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.path.encode() + self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers={"Accept-Language": "zh"})
    return connection.getresponse().read()


def _beginning(port: int, path: str) -> bytes:
    """Give the cursor that a snapshot begins with: how long its transfer takes is measured by itself."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    cursor = answer.getheader("X-Feed-Cursor", "")
    connection.close()
    return b"cursor %s" % cursor.encode()


def _snapshot(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent, size, lines = [], 0, 0
    for _ in range(3):
        began = time.perf_counter()
        body = _get(connection, "/feed/posts/snapshot")
        spent.append(time.perf_counter() - began)
        size, lines = len(body), body.count(b"\n")
    return {"snapshot_s": round(max(spent), 3), "snapshot_mb": round(size / 1e6, 1), "snapshot_posts": lines}


def _changes(port: int, last: int, seconds: float) -> dict[str, Any]:
    """Ask the change feed from a little behind its end, one after the other and then many at once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    after, spent = max(0, last - 20), []
    for _ in range(300):
        began = time.perf_counter()
        _get(connection, f"/feed/posts/changes?after={after}")
        spent.append((time.perf_counter() - began) * 1000)
    counts, until = [0] * CLIENTS, time.perf_counter() + seconds

    def ask(number: int) -> None:
        own = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until:
            _get(own, f"/feed/posts/changes?after={after}")
            counts[number] += 1

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    spent.sort()
    return {
        "changes_ms": round(statistics.median(spent), 2), "changes_p95_ms": round(spent[284], 2),
        "changes_per_s": round(sum(counts) / seconds),
    }  # fmt: skip


def _visible(store: Any, port: int, heard: list[bytes], posts: int) -> dict[str, Any]:
    """Change one post's words and then withdraw it, and time until every channel shows it."""
    settled = _settled(store, port)
    number = posts  # the newest stands on the first page, the screen and the wall
    mark = "模拟改名"
    after = _last(store)
    _reword(store, number, mark)
    text = mark.encode()
    out = {path: lambda body: text in body for path in _paths(number, after)}
    shown = _until(port, {**out, SNAPSHOT: _reaches(_last(store))}, heard, {})
    heard.clear()
    after = _last(store)
    store.releases.append_all([number], "withdrawn", at=datetime.now(UTC), who="bench", why="bench")
    gone: dict[str, Callable[[bytes], bool]] = {
        path: lambda body: text not in body for path in _paths(number, after)
    }
    gone[f"/feed/posts/changes?after={after}"] = lambda body: b'"removed": true' in body
    gone[SNAPSHOT] = _reaches(_last(store))
    taken = _until(port, gone, heard, PUSHED)
    return {"visible_s": max(shown.values()), "withdrawn_s": max(taken.values()), "visible": shown,
            "withdrawn": taken, "settled_s": settled}  # fmt: skip


def _reword(store: Any, number: int, title: str) -> None:
    """Write a post's new title, and the act that tells of it, as a change of words is written."""
    import polars as pl

    from features.store.frames import row_values

    after = store.posts.get(number).model_copy(update={"title": title})
    with store.transaction():
        frame = pl.DataFrame([row_values(after)], schema=store.posts.schema)
        store.posts.upsert_frame(frame.drop("hired", "referred"))
        store.releases.append_all([number], "changed", at=datetime.now(UTC), who="bench")


def _settled(store: Any, port: int) -> float:
    """Change and withdraw one post unmeasured: what is made ready after the start is no channel's time."""
    began, connection = time.perf_counter(), http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    _reword(store, 1, "模拟改过的工种")
    store.releases.append_all([1], "withdrawn", at=datetime.now(UTC), who="bench", why="bench")
    while time.perf_counter() - began < SETTLING:
        if int(json.loads(_get(connection, "/feed"))["cursor"]) >= _last(store):
            break
        time.sleep(0.05)
    return round(time.perf_counter() - began, 3)


def _paths(number: int, after: int) -> list[str]:
    return [f"/feed/posts/changes?after={after}", "/feed/posts.atom", "/posts", f"/posts/{number}",
            "/screen", "/wall"]  # fmt: skip


def _reaches(cursor: int) -> Callable[[bytes], bool]:
    """Say of a snapshot's beginning whether it stands at a cursor or past it."""
    return lambda body: int(body.removeprefix(b"cursor ")) >= cursor


def _until(
    port: int, wanted: dict[str, Callable[[bytes], bool]], heard: list[bytes], pushed: Mapping[bytes, bytes]
) -> dict[str, float]:
    """Give the seconds until each channel answers as wanted, each asked on a connection of its own."""
    began, found = time.perf_counter(), {}

    def watch(path: str, reached: Callable[[bytes], bool]) -> None:
        own = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() - began < PATIENCE:
            if reached(_beginning(port, path) if "snapshot" in path else _get(own, path)):
                found[path] = round(time.perf_counter() - began, 3)
                return
            time.sleep(0.02)
        found[path] = PATIENCE

    watchers = [threading.Thread(target=watch, args=one) for one in wanted.items()]
    for watcher in watchers:
        watcher.start()
    for name, word in pushed.items():
        while (
            not any(told.startswith(name) and word in told for told in heard)
            and time.perf_counter() - began < PATIENCE
        ):
            time.sleep(0.005)
        found[name.decode()] = round(time.perf_counter() - began, 3)
    for watcher in watchers:
        watcher.join()
    return found


def _table(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    heads = [say(f"bench.release.{name}", lang) for name in ("what", "found", "goal")]
    table = Table(*heads, title=say("bench.release.title", lang, posts=f"{told['posts']:,}"))
    for name, goal in GOALS.items():
        mark = "≥" if name == "changes_per_s" else "≤"
        table.add_row(say(f"bench.release.{name}", lang), f"{told[name]:,}", f"{mark} {goal:g}")
    table.add_row(say("bench.release.changes_p95_ms", lang), f"{told['changes_p95_ms']}", "")
    table.add_row(say("bench.release.settled_s", lang), f"{told['settled_s']}", "")
    table.add_row(say("bench.release.plain_snapshot_s", lang), f"{told['plain_snapshot_s']}", "")
    table.add_row(say("bench.release.plain_change_s", lang), f"{told['snapshot_s']}", "")
    Console().print(table)
    slow = Table(say("bench.release.channel", lang), *heads[1:2], title=say("bench.release.withdrawn", lang))
    for path, seconds in sorted(told["withdrawn"].items(), key=lambda one: one[1]):
        slow.add_row(path, f"{seconds:.3f}")
    Console().print(slow)
