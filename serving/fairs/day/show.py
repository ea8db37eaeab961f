"""Show a laid-out day at the terminal, as tables or as JSON."""

from __future__ import annotations

from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from features.say import Lang, say
from serving.fairs.day.clock import told as clock
from serving.fairs.day.layout import Layout

CLOCKS = ("starts", "departs", "arrives", "returns")
BUS = ("bus", "town", "villages", "wave", "departs", "arrives", "returns", "people")


def as_dict(layout: Layout, away: pl.DataFrame) -> dict[str, Any]:
    """Give the whole day for JSON; clock times as ``09:30``."""
    day = layout.day
    return {
        "fair_id": layout.fair.fair_id, "held_on": layout.fair.held_on.isoformat(),
        "simulated": layout.fair.simulated, "opens": clock(day.opens), "closes": clock(day.closes),
        "waves": _rows(layout.waves), "buses": _rows(layout.buses), "arrivals": _rows(layout.arrivals),
        "slots": _rows(layout.slots), "without_slot": _rows(layout.without_slot), "coaches": _rows(away),
        "booths": _rows(layout.booths), "doubled": [note.both() for note in layout.doubled],
    }  # fmt: skip


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [{k: clock(v) if k in CLOCKS else v for k, v in row.items()} for row in frame.to_dicts()]


def tables(layout: Layout, away: pl.DataFrame, lang: Lang, console: Console | None = None) -> None:
    """Print waves and buses, and say how many have slots and coaches."""
    out = console or Console()
    waves = _table("waves", ("wave", "starts", "people", "by_bus"), lang)
    for row in _rows(layout.waves):
        waves.add_row(*(str(row[name]) for name in ("wave", "starts", "people", "by_bus")))
    buses = _table("buses", BUS, lang)
    for row in _rows(layout.buses.rename({"division": "town", "place": "villages"})):
        buses.add_row(*(escape(str(row[name])) for name in BUS))
    out.print(waves)
    out.print(buses)
    told = {"slots": len(layout.slots), "without": len(layout.without_slot), "away": len(away)}
    out.print(say("fair.day.told", lang, **told), highlight=False)
    for note in layout.doubled:
        out.print(f"! {note.text(lang)}", style="yellow", markup=False)


def _table(name: str, columns: tuple[str, ...], lang: Lang) -> Table:
    table = Table(title=say(f"fair.day.{name}", lang), title_justify="left")
    for column in columns:
        right = column not in ("town", "villages")
        table.add_column(
            say(f"fair.day.col.{column}", lang), justify="right" if right else "left", overflow="fold"
        )
    return table
