"""Measure the help desk: twenty desks take visitors in at the same time, over HTTP, beside one desk alone."""

from __future__ import annotations

import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
import numpy as np

from features.cli import language
from features.say import say
from serving.benchmarks.kit import newest

SAID = (
    "会缝纫，想找包住的工作，5000以上", "电工", "会开叉车 有叉车证 离家近", "想找保洁 3000", "焊工 6000以上",
    "货车司机 C1", "饭店服务员 包吃住", "打包工 白班",
)  # fmt: skip
"""What visitors say; made up."""

ANSWER_S = 1.0
"""How long a walk-in waits for the slip at most, in seconds, while twenty desks are busy."""


@click.command()
@click.option("--fair", "fair_id", type=int, default=None, help="a planned fair; the newest unless said")
@click.option("--desks", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--visitors", default=4, show_default=True, type=click.IntRange(1, 1000), help="per desk")
@click.option("--pause", default=10.0, show_default=True, help="seconds a desk takes between two visitors")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def desk(fair_id: int | None, desks: int, visitors: int, pause: float, as_json: bool) -> None:
    """Time from the form to the slip while many desks are busy. Keeps its visitors. 服务台基准。"""
    from serving.fairs.options import open_office

    with open_office() as store:
        number = fair_id or newest(store)
        simulated = bool(store.fairs.get(number).simulated)
    if not simulated:
        raise click.UsageError(say("bench.desk.real", language()))
    with served() as (port, key):
        cookie = _signed_in(port, key)
        alone = _busy(port, cookie, number, 1, visitors, 0.0)
        busy = _busy(port, cookie, number, desks, visitors, pause)
    told = {"fair_id": number, "desks": desks, "visitors": desks * visitors, "most_s": ANSWER_S,
            "alone": _line(alone), "busy": _line(busy)}  # fmt: skip
    click.echo(json.dumps(told, indent=1)) if as_json else _table(told)


@contextmanager
def served() -> Iterator[tuple[int, str]]:
    """Run the service of this store in a thread on a free port; gives port and the office's key."""
    import uvicorn

    from features.settings import Settings
    from serving.app import create_app

    settings = Settings()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error", access_log=False))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    try:
        key = Path(settings.data_dir / "keys" / "office.key").read_text().strip()
        yield listener.getsockname()[1], key
    finally:
        server.should_exit = True
        thread.join(30)


def _signed_in(port: int, key: str) -> str:
    _, headers, _ = _post(port, "/sign-in", {"key": key, "next": "/"}, "")
    found = re.search(r"springwind_session=([^;]+)", headers.get("set-cookie", ""))
    return f"springwind_session={found[1]}" if found else ""


def _busy(port: int, cookie: str, fair_id: int, desks: int, visitors: int, pause: float) -> list[float]:
    """Let each desk take in its visitors one after the other; gives the seconds of every answer."""
    _, _, page = _ask(port, "GET", f"/fairs/{fair_id}/desk", None, cookie)
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    rng = np.random.default_rng(0)
    waits = rng.uniform(0.5, 1.5, (desks, visitors)) * pause

    def work(number: int) -> list[float]:
        return [
            _one(port, cookie, fair_id, token[1] if token else "", f"D{number}", n, waits[number, n])
            for n in range(visitors)
        ]

    with ThreadPoolExecutor(desks) as pool:
        return [second for part in pool.map(work, range(desks)) for second in part]


def _one(port: int, cookie: str, fair_id: int, token: str, desk: str, n: int, wait: float) -> float:
    time.sleep(wait)
    phone = "129" + f"{secrets.randbelow(10**8):08}"
    form = {"form_token": token, "entry": secrets.token_hex(4), "desk": desk, "said": SAID[n % len(SAID)],
            "name": f"模拟{desk}{n}", "phone": phone}  # fmt: skip
    started = time.perf_counter()
    status, headers, _ = _post(port, f"/fairs/{fair_id}/desk", form, cookie)
    if status == 303:  # the desk has its slip when the page that prints it is there
        status, _, _ = _ask(port, "GET", headers["location"], None, cookie)
    if status != 200:
        raise click.ClickException(say("bench.desk.refused", language(), status=status))
    return time.perf_counter() - started


def _post(port: int, path: str, form: dict[str, str], cookie: str) -> tuple[int, dict[str, str], str]:
    return _ask(port, "POST", path, urlencode(form), cookie)


def _ask(port: int, method: str, path: str, body: str | None, cookie: str) -> tuple[int, dict[str, str], str]:
    from http.client import HTTPConnection

    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()


def _line(seconds: list[float]) -> dict[str, float]:
    p50, p95, most = np.quantile(seconds, (0.5, 0.95, 1.0))
    return {"answers": len(seconds), "p50_s": round(p50, 3), "p95_s": round(p95, 3), "most_s": round(most, 3)}


def _table(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    table = Table(*(say(f"bench.desk.{name}", lang) for name in ("way", "answers", "p50", "p95", "most")))
    for way in ("alone", "busy"):
        cells = (str(value) for value in told[way].values())
        table.add_row(say(f"bench.desk.{way}", lang, desks=told["desks"]), *cells)
    console = Console()
    console.print(table)
    console.print(say("bench.desk.bound", lang, most=told["most_s"]), highlight=False)
