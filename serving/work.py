"""``springwind work``: do what is to be done in the background, in a process of its own."""

from __future__ import annotations

import json
import signal
import threading
from typing import Any

import click

from features.cli import language
from features.say import say


@click.command()
@click.option("--once", is_flag=True, help="do what is due now and end")
@click.option("--list", "listed", is_flag=True, help="show the jobs and end")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of sentences")
def work(once: bool, listed: bool, as_json: bool) -> None:
    """Do the work in the background: expiry, checks, webhooks, feeds. 执行后台任务。"""
    from features.clock import business_day
    from features.settings import Settings
    from features.store import open_store
    from serving.jobs import Background, OwnBoard, Worker, run_due
    from serving.settings import ServiceSettings

    settings = ServiceSettings.over(Settings())
    with open_store(settings, role="app", scope=settings.scope, who="springwind") as store:
        if listed:
            _show(store.jobs.all(), as_json)
            return
        background = Background(settings, store, OwnBoard(store), business_day)
        if once:
            done = run_due(background)
            click.echo(json.dumps({"done": done}) if as_json else say("work.done", language(), count=done))
            return
        _until_told(Worker(background))


def _until_told(worker: Any) -> None:
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    worker.start()
    click.echo(say("work.started", language()))
    end.wait()
    worker.stop()
    click.echo(say("work.stopped", language()))


def _show(jobs: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(jobs, default=lambda at: at.isoformat(), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    lang = language()
    columns = ("kind", "key", "due_at", "tries", "done_at", "last_error")
    table = Table(*(say(f"work.column.{name}", lang) for name in columns))
    for job in jobs:
        table.add_row(*(escape(str(job[name] if job[name] is not None else "–")[:60]) for name in columns))
    Console().print(table)
