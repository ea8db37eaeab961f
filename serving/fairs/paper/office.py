"""Papers of the office: what must be ready, the plan of the day, the transport list, an empty fair sheet."""

from __future__ import annotations

import polars as pl

from features.say import Lang, say
from serving.fairs.day.clock import told as clock
from serving.fairs.day.layout import Layout
from serving.fairs.desk.sheet import COLUMNS, row_id
from serving.fairs.kit import Kit
from serving.fairs.paper import document as doc
from serving.fairs.paper.document import Paper
from serving.fairs.paper.hall import frame

PAPER_ROWS = 32
"""Rows of a paper sheet that is filled by hand: two pages."""


def ready(kit: Kit, lang: Lang) -> Paper:
    """List what must be ready, with what is late."""
    rows = [
        [
            say(f"fair.ready.{item.name}", lang),
            say(f"fair.ready.state.{item.state}", lang),
            item.told.text(lang),
        ]
        for item in kit.readiness
    ]
    head = [say(f"fair.col.{name}", lang) for name in ("item", "state", "told")]
    late = [n for n, item in enumerate(kit.readiness) if item.state == "late"]
    table = doc.table(head, rows, (1.4, 0.9, 5), red=late)
    return frame(kit, "ready", lang, say("fair.table.ready", lang), [table])


def day(kit: Kit, layout: Layout, away: pl.DataFrame, lang: Lang) -> Paper:
    """Print the plan of the day: waves, buses both ways, slots, and who travels on to which city."""
    hours = layout.day
    blocks = [
        doc.text(say("fair.day.hours", lang, opens=clock(hours.opens), closes=clock(hours.closes)), "lead"),
        doc.heading(say("fair.day.waves", lang)),
        _waves(layout, lang),
        doc.heading(say("fair.day.buses", lang)),
        _buses(layout, lang),
    ]
    if len(layout.slots):
        blocks += [doc.heading(say("fair.day.slots", lang)), _slots(kit, layout, lang)]
    if len(layout.without_slot):
        blocks.append(doc.text(say("fair.day.no_slot", lang, count=len(layout.without_slot)), "note"))
    if len(away):
        blocks += [doc.heading(say("fair.day.coaches", lang)), _coaches(away, lang)]
    blocks += [doc.text(note.text(lang), "note") for note in layout.doubled]
    return frame(kit, "day", lang, say("fair.paper.day", lang), blocks)


def _head(names: tuple[str, ...], lang: Lang) -> list[str]:
    return [say(f"fair.day.col.{name}", lang) for name in names]


def _waves(layout: Layout, lang: Lang) -> doc.Block:
    rows = [
        [row["wave"], clock(row["starts"]), row["people"], row["by_bus"], row["people"] - row["by_bus"]]
        for row in layout.waves.iter_rows(named=True)
    ]
    return doc.table(
        _head(("wave", "starts", "people", "by_bus", "alone"), lang), rows, right=(0, 1, 2, 3, 4)
    )


def _buses(layout: Layout, lang: Lang) -> doc.Block:
    rows = [
        [
            row["bus"],
            row["division"],
            row["place"],
            row["wave"],
            clock(row["departs"]),
            clock(row["arrives"]),
            clock(row["returns"]),
            f"{row['people']} / {row['seats']}",
        ]
        for row in layout.buses.iter_rows(named=True)
    ]
    names = ("bus", "town", "villages", "wave", "departs", "arrives", "returns", "seats")
    return doc.table(_head(names, lang), rows, (0.6, 1.5, 3.4, 0.7, 1, 1, 1, 1), (0, 3, 4, 5, 6, 7))


def _slots(kit: Kit, layout: Layout, lang: Lang) -> doc.Block:
    names = kit.posts.select("employer_id", "employer").unique()
    rows = [
        [clock(row["starts"]), row["minutes"], row["employer"], row["desk"], row["worker_id"]]
        for row in layout.slots.join(names, on="employer_id", how="left", maintain_order="left").iter_rows(
            named=True
        )
    ]
    return doc.table(
        _head(("starts", "minutes", "employer", "desk", "worker"), lang),
        rows,
        (1, 1, 4, 1, 1.4),
        (0, 1, 3, 4),
    )


def _coaches(away: pl.DataFrame, lang: Lang) -> doc.Block:
    grouped = away.group_by("coach", "city", maintain_order=True).agg(
        pl.col("place").mode().first(),
        people=pl.len(),
        towns=pl.col("town").unique().sort().str.join("、"),
        sure=(pl.col("why") == "hired").sum(),
    )
    rows = [
        [row["coach"], row["city"], row["place"], row["towns"], row["people"], row["sure"]]
        for row in grouped.iter_rows(named=True)
    ]
    return doc.table(
        _head(("coach", "city", "where", "towns", "people", "hired"), lang),
        rows,
        (0.7, 0.8, 2, 4, 0.8, 0.8),
        (0, 4, 5),
    )


def sheet(kit: Kit, name: str, lang: Lang) -> Paper:
    """Print an empty fair sheet for a desk without a machine; its row numbers are those of the .xlsx."""
    rows = [[row_id(kit.fair.fair_id, name, n), *[""] * (len(COLUMNS) - 1)] for n in range(1, PAPER_ROWS + 1)]
    head = [say(f"fair.sheet.col.{column}", lang) for column in COLUMNS]
    blocks = [
        doc.text(say("fair.sheet.how", lang)),
        doc.table(head, rows, (1.5, 1.3, 1.2, 1.5, 3, 1.3, 1.1, 1.1, 0.8)),
    ]
    title = say("fair.sheet.named", lang, sheet=name)
    return frame(kit, f"sheet_{name}", lang, title, blocks, landscape=True)
