"""``springwind train county``: a simulated county in an empty store, to try, to show and to test with."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from features.cli import language
from features.clock import business_day
from features.errors import InputError
from features.say import Lang, say

if TYPE_CHECKING:
    from training_jobs.county import County, Parameters


@click.command(help=say("county.help", "zh") + "\n\n" + say("county.help", "en"))
@click.option("--workers", type=click.IntRange(20, 500_000), default=6000, show_default=True)
@click.option("--posts", type=click.IntRange(20, 500_000), default=None, help="[workers * 7 / 12]")
@click.option("--employers", type=click.IntRange(10, 100_000), default=None, help="[posts / 5]")
@click.option("--until", default=None, metavar="YYYY-MM-DD")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--templates", type=click.Choice(["train", "test"]), default="train", show_default=True)
@click.option("--if-empty", is_flag=True, help=say("county.option.if_empty", "en"))
@click.option("--json", "as_json", is_flag=True)
def county(until: str | None, seed: int, if_empty: bool, as_json: bool, **size: Any) -> None:
    """Simulate, write, and say what came of it."""
    from features.settings import Settings
    from features.store import open_store
    from training_jobs.county.keep import refuse_unless_empty, truth_folder

    day, settings = _day(until), Settings()
    with open_store(settings, who="county") as store:
        if if_empty and store.workers.count():
            click.echo(
                say("county.kept", language(), workers=store.workers.count(), posts=store.posts.count())
            )
            return
        refuse_unless_empty(store)
        made = _simulate_and_write(store, truth_folder(settings), _parameters(**size), day, seed)
    figures = summary(made)
    if as_json:
        click.echo(json.dumps({"simulated": True, "until": str(day), "seed": seed, **figures}))
        return
    _table(figures, day, seed, language())


def _parameters(workers: int, posts: int | None, employers: int | None, templates: Any) -> Parameters:
    from training_jobs.county import Parameters, Size

    posts = posts or max(20, workers * 7 // 12)
    return Parameters(size=Size(workers, employers or max(10, posts // 5), posts), templates=templates)


def _day(until: str | None) -> date:
    if until is None:
        return business_day()
    try:
        return date.fromisoformat(until)
    except ValueError as error:
        raise InputError("county_bad_date", where="--until", value=until) from error


def _simulate_and_write(store: Any, folder: Any, parameters: Parameters, until: date, seed: int) -> County:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from training_jobs.county import simulate
    from training_jobs.county.keep import NOUNS, write_county

    lang = language()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        weeks = progress.add_task(say("county.weeks", lang), total=None)
        made = simulate(
            parameters, until, seed, lambda done, of: progress.update(weeks, completed=done, total=of)
        )
        writing = progress.add_task(say("county.writing", lang, noun=""), total=len(NOUNS))

        def on_noun(noun: str) -> None:
            words = say("county.writing", lang, noun=say(f"county.noun.{noun}", lang))
            progress.update(writing, description=words, completed=NOUNS.index(noun))

        write_county(store, made, folder, on_noun)
        progress.update(writing, completed=len(NOUNS))
    return made


def summary(made: County) -> dict[str, int]:
    """Count what a person would ask about first."""
    records = made.records
    letters = records.referrals
    return {
        "workers": records.workers.height,
        "seeking": int((records.workers["status"] == "seeking").sum()),
        "employers": records.employers.height,
        "posts": records.posts.height,
        "open": int((records.posts["status"] == "published").sum()),
        "referrals": letters.height,
        "returned": letters.height - letters["slip"].null_count(),
        "hired": int((letters["slip"] == 1).sum()),
        "asked_90": letters.height - letters["stayed_90"].null_count(),
        "stayed_90": int(letters["stayed_90"].sum()),
    }


def _table(figures: dict[str, int], until: date, seed: int, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in figures.items():
        table.add_row(say(f"county.row.{name}", lang), f"{value:,}")
    console = Console()
    console.print(say("county.title", lang, until=until, seed=seed), highlight=False)
    console.print(table)
