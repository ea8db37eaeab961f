"""The commands of fairs: ``springwind fair plan show sheets``."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from features.cli import language
from features.errors import InputError
from features.say import say
from serving.fairs.day_command import COMMANDS, private
from serving.fairs.options import DAY, FOLDER, maybe_day, naming, open_office, shared
from serving.fairs.options import names as names_of
from serving.fairs.trial_command import what_if

if TYPE_CHECKING:
    from serving.fairs.kit import Names
    from serving.fairs.new import NewFair
    from serving.fairs.plan import Plan

AHEAD = timedelta(days=30)
"""A fair that is set up without a day is held so much later: the permit is asked for 20 days before."""


@click.group()
def fair() -> None:
    """Fairs: whom to invite to which booth, and the sheets. 招聘会。"""


@fair.command()
@click.option("--fair", "fair_id", type=int, help="number of a fair that is registered")
@click.option("--new", is_flag=True, help="set up a fair from employers with open places")
@click.option("--on", type=DAY, callback=maybe_day, help="day of a new fair; 30 days ahead unless said")
@click.option("--name", default="", help="name of a new fair")
@click.option("--venue", default="", help="hall of a new fair")
@click.option("--division", default=None, help="division code whose workers are invited")
@click.option("--booths", default=40, show_default=True, type=click.IntRange(1, 2000))
@click.option("--visitors", default=800, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--per-worker", default=3, show_default=True, type=click.IntRange(1, 20))
@click.option(
    "--per-place", default=None, type=click.FloatRange(1, 50), help="invitations per place, at most"
)
@click.option("--out", type=FOLDER, help="write the sheets into this folder")
@naming
@shared
def plan(fair_id: int | None, new: bool, as_of: date, out: Path | None, as_json: bool, **given: Any) -> None:
    """Allocate invitations for a fair and keep them as its plan. 安排邀请。"""
    from serving.fairs import show

    if (fair_id is None) == (not new):
        raise InputError("fair_which", where="--fair")
    names = names_of(given["no_names"], given["reveal"], given["why"])
    with open_office() as store:
        made = _plan(store, fair_id, as_of, given)
        files = _sheets(store, made.fair_id, as_of, out, names, given["why"]) if out else []
    if as_json:
        click.echo(show.as_json(made, files))
    else:
        show.as_tables(made, language())
        _say_written(files, out)


def _plan(store: Any, fair_id: int | None, as_of: date, given: dict[str, Any]) -> Plan:
    """Plan a registered fair, or set one up first; a new fair that cannot be planned is not kept."""
    from features.settings import Settings
    from matching.matcher import Matcher
    from serving.fairs.config import FairConfig
    from serving.fairs.new import set_up
    from serving.fairs.plan import plan_fair

    config = FairConfig(per_worker=given["per_worker"], per_place=given["per_place"])
    matcher = Matcher.load(Settings(), store)
    with store.transaction():
        number = set_up(store, _wanted(store, as_of, given), as_of) if fair_id is None else fair_id
        return plan_fair(store, matcher, number, config, as_of)


def _wanted(store: Any, as_of: date, given: dict[str, Any]) -> NewFair:
    from serving.fairs.new import NewFair, exhibitors

    held_on = given["on"] or as_of + AHEAD
    if held_on < as_of:
        raise InputError("fair_day", where="--on", day=held_on.isoformat(), as_of=as_of.isoformat())
    found = exhibitors(store, held_on, as_of)
    simulated = len(found) > 0 and bool(found["simulated"].all())
    name = given["name"] or say("fair.name_simulated" if simulated else "fair.name")
    return NewFair(held_on, name, given["booths"], given["visitors"], given["division"], given["venue"])


@fair.command()
@click.option("--fair", "fair_id", type=int, help="one fair; all of them unless said")
@shared
def show(fair_id: int | None, as_of: date, as_json: bool) -> None:
    """Show the fairs, or what must be ready for one. 查看招聘会。"""
    from rich.console import Console

    from serving.fairs import show as tables
    from serving.fairs.config import FairConfig
    from serving.fairs.plan import read
    from serving.fairs.readiness import readiness

    with open_office() as store:
        if fair_id is None:
            rows = _fairs(store)
            click.echo(json.dumps(rows, ensure_ascii=False, indent=2) if as_json else "", nl=as_json)
            if not as_json:
                Console().print(
                    tables.fairs_table(rows, language()) if rows else say("fair.none", language())
                )
            return
        items = readiness(read(store, fair_id, as_of, FairConfig())[1])
    if as_json:
        told = [{"name": i.name, "state": i.state, **i.told.both()} for i in items]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        Console().print(tables.ready_table(items, language()))


def _fairs(store: Any) -> list[dict[str, Any]]:
    fairs = store.fairs.frame().select("fair_id", "name", "held_on").to_dicts()
    for row in fairs:
        invitations = store.fairs.invitations(row["fair_id"])
        row["held_on"] = row["held_on"].isoformat()
        row["invitations"] = int((~invitations["reserve"]).sum())
    return list(fairs)


@fair.command()
@click.option("--fair", "fair_id", type=int, required=True, help="number of a planned fair")
@click.option("--out", type=FOLDER, required=True, help="folder for the sheets")
@naming
@shared
def sheets(
    fair_id: int, out: Path, *, no_names: bool, reveal: bool, why: str, as_of: date, as_json: bool
) -> None:
    """Write workbooks per booth and village, wall sheet and invitation texts. 打印材料。"""
    with open_office() as store:
        files = _sheets(store, fair_id, as_of, out, names_of(no_names, reveal, why), why)
    if as_json:
        click.echo(json.dumps([str(path) for path in files], ensure_ascii=False, indent=2))
    else:
        _say_written(files, out)


def _sheets(store: Any, fair_id: int, as_of: date, out: Path, names: Names, why: str) -> list[Path]:
    from serving.fairs.kit import read_kit
    from serving.fairs.pages import write_pages
    from serving.fairs.sheets import write_workbooks

    kit = read_kit(store, fair_id, as_of, names, why)
    with private(out):
        return [*write_workbooks(kit, out), *write_pages(kit, out)]


def _say_written(files: list[Path], folder: Path | None) -> None:
    if files:
        click.echo(say("fair.written", language(), count=len(files), folder=folder))


for _command in (*COMMANDS, what_if):
    fair.add_command(_command)
