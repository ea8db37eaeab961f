"""Measure how long the service takes from the command to the first ready answer, database start included."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.errors import Unavailable
from features.say import say

LONGEST = 120.0
"""Seconds after which a start is given up."""

PAUSE = 0.02


class NotStarted(Unavailable):
    """Say that the service ended, or was not ready in time."""

    code = "bench_not_started"


@click.command()
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1, 100))
@click.option("--fresh", is_flag=True, help="remove what was kept of the posts before every start")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def start(runs: int, fresh: bool, as_json: bool) -> None:
    """Time from `springwind serve` to /readyz on the store at hand. 启动耗时基准。"""
    from features.settings import Settings

    settings = Settings()
    told = [measured(settings.data_dir / "cache", fresh) for _ in range(runs)]
    if as_json:
        click.echo(json.dumps(told, indent=1))
    else:
        _table(told)


def measured(cache: Path, fresh: bool) -> dict[str, Any]:
    """Start the service on a free port, wait until it is ready, stop it; raise NotStarted otherwise."""
    if fresh:
        for file in cache.glob("posts-*.npz"):
            file.unlink()
    kept, port = any(cache.glob("posts-*.npz")), _free_port()
    command = [sys.executable, "-m", "features", "serve", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as served:
        try:
            posts = _wait(served, port, began)
            ready = time.perf_counter() - began
        finally:
            served.send_signal(signal.SIGTERM)
            served.communicate(timeout=60)
    return {"ready_s": round(ready, 3), "posts": posts, "kept": kept}


def _wait(served: subprocess.Popen[str], port: int, began: float) -> int:
    while served.poll() is None and time.perf_counter() - began < LONGEST:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return int(json.load(answer)["posts"])
        except (urllib.error.URLError, OSError):  # not listening yet, or not ready: 503
            time.sleep(PAUSE)
    raise NotStarted(where="springwind serve", seconds=f"{time.perf_counter() - began:.0f}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _table(told: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    heads = [say(f"bench.start.{name}", lang) for name in ("run", "seconds", "posts", "kept")]
    table = Table(*heads, title=say("bench.start.title", lang))
    for number, line in enumerate(told, 1):
        kept = say("bench.start.yes" if line["kept"] else "bench.start.no", lang)
        table.add_row(str(number), f"{line['ready_s']:.2f}", f"{line['posts']:,}", kept)
    Console().print(table)
