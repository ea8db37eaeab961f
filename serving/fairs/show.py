"""Show a fair's plan at the terminal, as tables or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from features.say import Lang, say
from serving.fairs.plan import Plan
from serving.fairs.readiness import Item

COLOURS = {"late": "red", "due": "yellow", "done": "green", "starving": "red", "short": "yellow"}
WAY = ("way", "objective", "lasting", "unserved", "without", "swamped", "gini")
BOOTH = ("booth", "employer", "posts", "places", "invited", "value", "state")


def as_json(plan: Plan, files: list[Path]) -> str:
    """Give the whole plan as JSON text; no field names a worker."""
    told = {
        "fair_id": plan.fair_id, "name": plan.fair.name, "held_on": plan.fair.held_on.isoformat(),
        "as_of": plan.as_of.isoformat(), "simulated": plan.fair.simulated, "certified": plan.certified,
        "objective": plan.objective, "greedy": plan.greedy, "top_k": plan.top_k,
        "config": plan.config.model_dump(),
        "comparison": plan.comparison.to_dicts(), "booths": plan.booths.to_dicts(),
        "invitations": plan.invitations.to_dicts(), "unserved": plan.unserved.to_dicts(),
        "readiness": [{"name": i.name, "state": i.state, **i.told.both()} for i in plan.readiness],
        "notes": [note.both() for note in plan.notes], "files": [str(path) for path in files],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_tables(plan: Plan, lang: Lang, console: Console | None = None) -> None:
    """Print the plan: what it serves, the booths, the simple ways beside it, and what must be ready."""
    console = console or Console()
    day = plan.fair.held_on.isoformat()
    title = say("fair.title", lang, id=plan.fair_id, name=plan.fair.name, day=day)
    console.print(title, style="bold", markup=False)
    console.print(say("fair.summary", lang, **_summary(plan)), highlight=False)
    console.print(booth_table(plan.booths, lang))
    console.print(way_table(plan.comparison, lang))
    if len(plan.unserved):
        console.print(unserved_table(plan.unserved, lang))
    console.print(ready_table(plan.readiness, lang))
    for note in plan.notes:
        console.print(f"· {note.text(lang)}", highlight=False, markup=False)


def _summary(plan: Plan) -> dict[str, int]:
    invited = plan.invitations.filter(~pl.col("reserve"))
    return {
        "workers": invited["worker_id"].n_unique() + len(plan.unserved), "booths": len(plan.booths),
        "posts": len(plan.posts), "places": int(plan.posts["places"].sum()),
        "invitations": len(invited), "unserved": len(plan.unserved),
    }  # fmt: skip


def _table(title: str, columns: tuple[str, ...], lang: Lang) -> Table:
    table = Table(title=say(title, lang), title_justify="left")
    for name in columns:
        text = name in ("employer", "way", "item", "told", "reason", "state")
        # Chinese has no spaces to break at: without folding a narrow terminal would cut it off
        table.add_column(say(f"fair.col.{name}", lang), justify="left" if text else "right", overflow="fold")
    return table


def _state(state: str, key: str, lang: Lang) -> str:
    colour = COLOURS.get(state)
    told = say(f"{key}.{state}", lang)
    return f"[{colour}]{told}[/]" if colour else told


def booth_table(booths: pl.DataFrame, lang: Lang) -> Table:
    """Give the booths with whom they expect."""
    table = _table("fair.table.booths", BOOTH, lang)
    for row in booths.iter_rows(named=True):
        number = say("fair.page.unplaced", lang) if row["booth"] is None else str(row["booth"])
        counts = (str(row[name]) for name in ("posts", "places", "invited"))
        state = _state(row["state"], "fair.state", lang)
        table.add_row(number, escape(row["name"]), *counts, f"{row['value']:.1f}", state)
    return table


def way_table(comparison: pl.DataFrame, lang: Lang) -> Table:
    """Give the plan beside greedy and each one's own best."""
    table = _table("fair.table.ways", WAY, lang)
    for row in comparison.iter_rows(named=True):
        table.add_row(
            say(f"fair.way.{row['way']}", lang), f"{row['objective']:.1f}",
            _lasting(row),
            str(row["unserved"]), str(row["posts_without"]), str(row["posts_swamped"]), f"{row['gini']:.2f}",
        )  # fmt: skip
    return table


def _lasting(row: dict[str, Any]) -> str:
    if row["lasting"] is None:
        return "—"
    return f"{row['lasting']:.1f} ± {(row['lasting_high'] - row['lasting_low']) / 2:.1f}"


def unserved_table(unserved: pl.DataFrame, lang: Lang) -> Table:
    """Give how many people are left without an invitation, by reason."""
    table = _table("fair.table.unserved", ("reason", "people"), lang)
    for reason, count in unserved.group_by("reason").len().sort("reason").iter_rows():
        table.add_row(say(f"fair.reason.{reason}", lang), str(count))
    return table


def ready_table(items: tuple[Item, ...], lang: Lang) -> Table:
    """Give what must be ready; what is late shows red."""
    table = _table("fair.table.ready", ("item", "state", "told"), lang)
    for item in items:
        state = _state(item.state, "fair.ready.state", lang)
        table.add_row(say(f"fair.ready.{item.name}", lang), state, escape(item.told.text(lang)))
    return table


def fairs_table(rows: list[dict[str, Any]], lang: Lang) -> Table:
    """Give the fairs of the office."""
    table = Table(
        *(
            say(key, lang)
            for key in ("fair.show.number", "fair.show.day", "fair.col.name", "fair.show.invitations")
        )
    )
    for row in rows:
        table.add_row(str(row["fair_id"]), str(row["held_on"]), escape(row["name"]), str(row["invitations"]))
    return table
