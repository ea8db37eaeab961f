"""Walk the whole way once, by running the other commands as a person would.

Each step is a process of its own: what one leaves in the store is all the next one knows, and memory
goes back between steps.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import click

from features.cli import language
from features.clock import business_day
from features.say import say

SENTENCES = ("45岁,会缝纫,想找包住的工作,5000以上",)
SENTENCES_WITH_REAL_POSTS = ("会PLC,想在苏州做自动化",)


@dataclass(frozen=True, slots=True)
class Step:
    """Name one command of the walk: the message that introduces it and its arguments."""

    title: str
    arguments: tuple[str, ...]
    stays: bool = field(default=False)


def steps(workers: int, posts: Path | None, until: date, port: int, serve: bool) -> Iterator[Step]:
    """Give the commands of the walk in order."""
    day = until.isoformat()
    yield Step("demo.county", ("train", "county", "--workers", str(workers), "--until", day, "--if-empty"))
    if posts is not None:
        yield Step("demo.import", ("import", "posts", str(posts), "--opened-on", day, "--today", day))
        why = ("--why", "演示：未见证照的单位只提醒")
        yield Step("demo.papers", ("release", "policy", "unverified", "warn", *why, "--as-of", day))
    yield Step("demo.release", ("release", "publish", "--due", "--as-of", day))
    yield Step("demo.verify", ("release", "verify"))
    yield Step("demo.train", ("train", "ranker", "--as-of", day))
    for sentence in SENTENCES + (SENTENCES_WITH_REAL_POSTS if posts is not None else ()):
        yield Step("demo.match", ("match", "--text", sentence, "--as-of", day, "--top", "5"))
    yield Step("demo.fair", ("fair", "plan", "--new", "--as-of", day))
    if serve:
        yield Step("demo.serve", ("serve", "--port", str(port)), stays=True)


@click.command()
@click.option("--workers", default=6000, show_default=True, help="size of the simulated county")
@click.option(
    "--posts", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="real posts to add"
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="last day of the county; today unless said")
@click.option("--port", default=8088, show_default=True)
@click.option("--serve/--no-serve", default=True, help="serve at the end, or end after the results")
def demo(workers: int, posts: Path | None, until: datetime | None, port: int, serve: bool) -> None:
    """Walk the whole way once on a simulated county. 完整演示。"""
    lang = language()
    day = until.date() if until else business_day()
    walk = list(steps(workers, posts, day, port, serve))
    started = time.monotonic()
    for number, step in enumerate(walk, 1):
        click.secho(f"\n[{number}/{len(walk)}] {say(step.title, lang)}", bold=True)
        click.secho("$ springwind " + " ".join(_quoted(step.arguments)), dim=True)
        if step.stays:
            click.echo(say("demo.done", lang, seconds=round(time.monotonic() - started)))
            os.execv(sys.executable, [*_springwind(), *step.arguments])  # noqa: S606 - becomes the service
        _run(step)
    click.echo(say("demo.done", lang, seconds=round(time.monotonic() - started)))


def _springwind() -> list[str]:
    return [sys.executable, "-m", "features"]


def _quoted(arguments: tuple[str, ...]) -> Iterator[str]:
    return (f'"{a}"' if not a.isascii() or " " in a else a for a in arguments)


def _run(step: Step) -> None:
    done = subprocess.run([*_springwind(), *step.arguments], check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)
