"""``springwind fair what-if``: try changes on a fair, side by side with the plan they change."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from features.cli import language
from features.errors import InputError
from features.say import Lang, say
from serving.fairs.options import open_office, shared

if TYPE_CHECKING:
    import polars as pl

    from matching.campaign import Comparison

SHOWN = 20
"""Rows of people, posts and prices at the terminal; ``--json`` gives all."""


@click.command("what-if")
@click.argument("fair_id", metavar="FAIR", type=int)
@click.option(
    "--change", "changes", multiple=True, metavar="CHANGE",
    help="e.g. places:12=+3, wage:12=4500-6000, lodging:12=yes, add:5, remove:5, move:5=3, day=2026-03-28,"
    " per-worker=4, per-place=3, multiple:12=2.5, seats:5=60, minimum:5=4, floor:hardship=40; repeatable",
)  # fmt: skip
@click.option("--per-worker", default=3, show_default=True, type=click.IntRange(1, 20))
@click.option(
    "--per-place", default=None, type=click.FloatRange(1, 50), help="invitations per place, at most"
)
@shared
def what_if(fair_id: int, changes: tuple[str, ...], as_of: date, as_json: bool, **given: Any) -> None:
    """Try changes on a fair; nothing is kept. 试一试：改动后会怎样。"""
    from matching.campaign import parse_change
    from matching.campaign import what_if as tried

    asked = [parse_change(text) for text in changes]
    if not asked:
        raise InputError("change_none", where="--change")
    with open_office() as store:
        found = tried(_inputs(store, fair_id, as_of, given), asked)
    if as_json:
        click.echo(json.dumps(as_dict(found), ensure_ascii=False, indent=2))
    else:
        _tables(found, language())


def _inputs(store: Any, fair_id: int, as_of: date, given: dict[str, Any]) -> Any:
    from features.settings import Settings
    from matching.matcher import Matcher
    from serving.fairs.config import FairConfig
    from serving.fairs.trial import fair_inputs

    config = FairConfig(per_worker=given["per_worker"], per_place=given["per_place"])
    return fair_inputs(store, Matcher.load(Settings(), store), fair_id, config, as_of)


def as_dict(found: Comparison) -> dict[str, Any]:
    """Give the whole comparison; no field names a worker."""
    return {
        "changes": [str(change) for change in found.changes], "seconds": round(found.seconds, 3),
        "rescored": found.rescored, "certified": found.before.certified and found.after.certified,
        **{name: getattr(found, name).to_dicts() for name in ("totals", "people", "posts", "prices")},
    }  # fmt: skip


def _tables(found: Comparison, lang: Lang) -> None:
    import polars as pl
    from rich.console import Console

    console, people = Console(), found.people["gains"]
    told = {"changes": " ".join(map(str, found.changes)), "seconds": f"{found.seconds:.2f}"}
    console.print(say("whatif.title", lang, **told), style="bold", markup=False)
    counts = {name: int((people == value).sum()) for name, value in (("gain", True), ("lose", False))}
    starves = found.posts.filter("starves")["post_id"].to_list()
    named = ", ".join(map(str, starves[:SHOWN])) or say("whatif.nobody", lang)
    console.print(say("whatif.people", lang, **counts, rescored=found.rescored), highlight=False)
    console.print(say("whatif.starves", lang, count=len(starves), posts=named), highlight=False)
    totals = found.totals.with_columns(
        pl.col("measure").map_elements(lambda name: say(f"whatif.measure.{name}", lang), pl.String)
    )
    console.print(_table("whatif.totals", totals, ("measure", "before", "after", "change"), lang))
    moved = (pl.col("invited_before") != pl.col("invited_after")).fill_null(True)
    moved |= (pl.col("places_before") != pl.col("places_after")).fill_null(True)
    columns = ("post_id", "places_before", "places_after", "invited_before", "invited_after", "price_after")
    console.print(_table("whatif.posts", found.posts.filter(moved).head(SHOWN), columns, lang))
    dear = found.prices.filter(pl.col("more_after") > 0).sort("more_after", descending=True).head(SHOWN)
    dear = dear.with_columns(
        pl.col("quota").map_elements(lambda name: say(f"whatif.quota.{name}", lang), pl.String)
    )
    console.print(_table("whatif.prices", dear, ("quota", "id", "group", "more_before", "more_after"), lang))


def _table(title: str, rows: pl.DataFrame, columns: tuple[str, ...], lang: Lang) -> Any:
    from rich.table import Table

    table = Table(title=say(title, lang), title_justify="left")
    for name in columns:
        text = name in ("measure", "quota", "group")
        table.add_column(
            say(f"whatif.col.{name}", lang), justify="left" if text else "right", overflow="fold"
        )
    for row in rows.select(columns).iter_rows():
        table.add_row(*("" if cell is None else _cell(cell) for cell in row))
    return table


def _cell(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.3f}"
