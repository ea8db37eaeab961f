"""Show a closing report at the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from features.say import Lang, say
from serving.fairs.closing.report import COLUMNS, Closing, booth_rows

NARROW = (
    "booth",
    "employer",
    "places",
    "invited",
    "talked",
    "wishes",
    "hired",
    "expected",
    "lasting",
    "state",
)


def tables(closing: Closing, lang: Lang, console: Console | None = None) -> None:
    """Print the counts part by part, the crowding, and the booths."""
    out = console or Console()
    out.print(say("fair.close.never_added", lang), highlight=False)
    for part, numbers in closing.counts.items():
        table = Table(title=say(f"fair.close.{part}", lang), title_justify="left", show_header=False)
        for name, value in numbers.items():
            table.add_row(say(f"fair.close.{part}.{name}", lang), f"{value:,}")
        out.print(table)
    spread = Table(title=say("fair.close.spread", lang), title_justify="left", show_header=False)
    for name, share in closing.congestion.items():
        spread.add_row(say(f"fair.close.spread.{name}", lang), str(share))
    for name, count in closing.unserved.items():
        spread.add_row(say(f"fair.close.unserved.{name}", lang), str(count))
    out.print(spread)
    at = [COLUMNS.index(name) for name in NARROW]
    booths = Table(*(say(f"fair.close.col.{name}", lang) for name in NARROW), title_justify="left")
    for row in booth_rows(closing, lang):
        booths.add_row(*(escape(str(row[n])) for n in at))
    out.print(booths)
