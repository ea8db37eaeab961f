"""What the commands of the release share: the day, who answers for it, and the store."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click

DAY = click.DateTime(["%Y-%m-%d"])


def _day(ctx: click.Context, parameter: click.Parameter, value: datetime | None) -> date:
    from features.clock import business_day

    return value.date() if value is not None else business_day()


def shared(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options every act has: the day, the name, and JSON."""
    for option in (
        click.option("--as-of", "on", type=DAY, callback=_day, help="day to act for; today unless said"),
        click.option(
            "--who", default=getpass.getuser, show_default="your account", help="who answers for it"
        ),
        click.option("--json", "as_json", is_flag=True, help="print JSON instead of tables"),
    ):
        command = option(command)
    return command


posts_option = click.option("--post", "posts", type=int, multiple=True, help="post number; may be repeated")


@contextmanager
def opened(who: str) -> Iterator[Any]:
    """Open the store of the settings in somebody's name."""
    from features.settings import Settings
    from features.store import open_store

    settings = Settings()
    with open_store(settings, role="app", scope=settings.scope, who=who) as store:
        yield store
