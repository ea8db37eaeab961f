"""The commands of a fair's day: ``springwind fair ready day kit merge close``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.errors import InputError
from features.say import say
from serving.fairs.options import DAY, FOLDER, maybe_day, naming, open_office, shared
from serving.fairs.options import names as shown_names

FAIR = click.argument("fair_id", metavar="FAIR", type=int)
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.command()
@FAIR
@click.option("--notice-on", type=DAY, callback=maybe_day, help="day the public notice was given")
@click.option("--permit-applied-on", type=DAY, callback=maybe_day, help="day the permit was applied for")
@click.option("--permit-exempt", default=None, help="why no permit is needed")
@click.option("--security-plan/--no-security-plan", default=None, help="the security plan is made")
@click.option("--emergency-plan/--no-emergency-plan", default=None, help="the emergency plan is made")
@click.option("--visitors", "expected_visitors", type=click.IntRange(0, 1_000_000), help="people expected")
@shared
def ready(fair_id: int, as_of: date, as_json: bool, **told: Any) -> None:
    """Write down what is ready for a fair, and show what is not. 准备清单。"""
    from rich.console import Console

    from serving.fairs import show as tables
    from serving.fairs.ready import note_ready

    with open_office() as store:
        items = note_ready(store, fair_id, {k: v for k, v in told.items() if v is not None}, as_of)
    if as_json:
        found = [{"name": i.name, "state": i.state, **i.told.both()} for i in items]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        Console().print(tables.ready_table(items, language()))


@click.command()
@FAIR
@click.option("--opens", default=None, metavar="HH:MM", help="09:00 unless set")
@click.option("--closes", default=None, metavar="HH:MM", help="15:00 unless set")
@click.option("--wave", "wave_minutes", type=click.IntRange(5, 480), help="minutes between waves")
@click.option("--stay", "stay_minutes", type=click.IntRange(10, 720), help="minutes a visitor stays")
@click.option("--seats", type=click.IntRange(1, 200), help="seats of a bus")
@click.option("--slots", multiple=True, metavar="EMPLOYER=MINUTES[xDESKS]", help="an employer asks for slots")
@shared
def day(fair_id: int, slots: tuple[str, ...], as_of: date, as_json: bool, **told: Any) -> None:
    """Lay out the day: booths, waves, buses, slots, transport. 当天安排。"""
    from serving.fairs.day import show
    from serving.fairs.day.layout import lay_out
    from serving.fairs.day.wishes import ask_slots, hours
    from serving.fairs.transport import riders

    with open_office() as store, store.transaction():
        ask_slots(store, fair_id, slots)
        layout = lay_out(store, fair_id, as_of, hours(store, fair_id, told))
        away = riders(store, fair_id, as_of)
    if as_json:
        click.echo(json.dumps(show.as_dict(layout, away), ensure_ascii=False, indent=2))
    else:
        show.tables(layout, away, language())


@click.command()
@FAIR
@click.option("--out", type=FOLDER, required=True, help="folder for the kit")
@click.option(
    "--letters",
    type=click.Choice(["first", "all", "none"]),
    default="first",
    show_default=True,
    help="write and print letters: each person's first invitation, all, or none",
)
@click.option("--desks", default="A,B", show_default=True, help="names of the fair sheets, by commas")
@click.option("--address", default="", help="address of the hall's server, put before numbers in QR codes")
@naming
@shared
def kit(
    fair_id: int,
    out: Path,
    letters: str,
    desks: str,
    address: str,
    no_names: bool,
    reveal: bool,
    why: str,
    as_of: date,
    as_json: bool,
) -> None:
    """Print everything for a fair: workbooks, pages and PDFs in zh and en. 全套材料。"""
    from features.settings import Settings
    from serving.fairs.desk.sheet import sheet_name
    from serving.fairs.paper.job import print_kit
    from serving.settings import ServiceSettings

    settings = ServiceSettings.over(Settings())
    names = tuple(dict.fromkeys(sheet_name(one) for one in desks.split(",") if one.strip()))
    asked: dict[str, Any] = {
        "letters": letters,
        "desks": names,
        "address": address.rstrip("/"),
        "names": shown_names(no_names, reveal, why),
        "why": why,
    }
    with open_office() as store, private(out), _told(as_json) as tell:
        files = print_kit(store, settings, fair_id, out, as_of, tell=tell, **asked)
    _say_files(files, out, as_json)


@click.command()
@FAIR
@FILES
@shared
def merge(fair_id: int, files: tuple[Path, ...], as_of: date, as_json: bool) -> None:
    """Take in fair sheets that came back; twice is once. 合并登记表。"""
    from serving.fairs.desk.merge import merge_file

    with open_office() as store:
        found = [(path, merge_file(store, fair_id, path, as_of)) for path in files]
    told: list[dict[str, Any]] = [
        {
            "file": path.name,
            "rows": one.rows,
            "new": one.new,
            "known": one.known,
            "registered": one.registered,
            "letters": one.letters,
            "shared_rows": list(one.shared),
            "sent_back": [{"row": row.id, **row.told.both()} for row in one.refused],
        }
        for path, one in found
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for one in told:
        click.echo(
            say(
                "fair.merged",
                language(),
                **{k: one[k] for k in ("file", "rows", "new", "known", "registered")},
            )
        )
        for row in one["shared_rows"]:
            click.echo("  " + say("fair.merged.shared", language(), row=row))
        for row in one["sent_back"]:
            click.secho(f"  {row['row']}: {row[language()]}", fg="yellow")


@click.command()
@FAIR
@click.option("--out", type=FOLDER, help="write page, PDF, workbook and labels into this folder")
@shared
def close(fair_id: int, out: Path | None, as_of: date, as_json: bool) -> None:
    """Draw up the closing report of a fair. 招聘会总结。"""
    from features.settings import Settings
    from serving.fairs.closing import report, show
    from serving.fairs.paper.fonts import places_of
    from serving.settings import ServiceSettings

    with open_office() as store:
        closing = report.close(store, fair_id, as_of)
    files: list[Path] = []
    if out is not None:
        fonts = places_of(ServiceSettings.over(Settings()).serving.font_dir)
        with private(out):
            files = report.write(closing, out, fonts)
    if as_json:
        click.echo(
            json.dumps({**closing.as_dict(), "files": list(map(str, files))}, ensure_ascii=False, indent=2)
        )
    else:
        show.tables(closing, language())
        _say_files(files, out, False)


COMMANDS = (ready, day, kit, merge, close)


@contextmanager
def private(folder: Path) -> Iterator[None]:
    """Make a folder and let nobody else of this machine read what is written: the papers name people."""
    before = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError("fair_no_folder", where="--out", folder=str(folder)) from error
    finally:
        os.umask(before)


@contextmanager
def _told(quiet: bool) -> Iterator[Callable[[str], None]]:
    if quiet:
        yield lambda name: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update


def _say_files(files: list[Path], folder: Path | None, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([str(path) for path in files], ensure_ascii=False, indent=2))
    elif files:
        click.echo(say("fair.written", language(), count=len(files), folder=folder))
