"""Options that the commands of fairs share."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.errors import InputError

if TYPE_CHECKING:
    from serving.fairs.kit import Names

DAY = click.DateTime(["%Y-%m-%d"])
FOLDER = click.Path(file_okay=False, path_type=Path)


def a_day(ctx: click.Context, parameter: click.Parameter, value: datetime | None) -> date:
    """Give the day that was said, or the business day."""
    from features.clock import business_day

    return value.date() if value is not None else business_day()


def maybe_day(ctx: click.Context, parameter: click.Parameter, value: datetime | None) -> date | None:
    """Give the day that was said, or None."""
    return None if value is None else value.date()


def shared(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--as-of`` and ``--json``."""
    for option in (
        click.option("--as-of", type=DAY, callback=a_day, help="day to plan on; today unless said"),
        click.option("--json", "as_json", is_flag=True, help="print JSON instead of tables"),
    ):
        command = option(command)
    return command


def naming(command: Callable[..., None]) -> Callable[..., None]:
    """Add how much of a name is shown."""
    for option in (
        click.option("--no-names", is_flag=True, help="numbers only; no identity is opened"),
        click.option("--reveal", is_flag=True, help="full names and phone numbers; logged, needs --why"),
        click.option("--why", default="", help="purpose of showing names, for the log"),
    ):
        command = option(command)
    return command


def names(none: bool, reveal: bool, why: str) -> Names:
    """Give how much of a name is shown; InputError for full names without a purpose."""
    if reveal and not why.strip():
        raise InputError("fair_reveal_why", where="--why")
    return "none" if none else "full" if reveal else "masked"


@contextmanager
def open_office() -> Iterator[Any]:
    """Open the store as the account that runs the command."""
    from features.settings import Settings
    from features.store import open_store

    settings = Settings()
    with open_store(settings, role="app", scope=settings.scope, who=getpass.getuser()) as store:
        yield store
