"""Measure the printed kit of a fair: workbooks, pages and PDFs, beside the same rows by bare libraries."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.say import say

ANSWER_S = 30.0
"""What a kit of 60 employers and 800 workers may take, in seconds."""


@click.command()
@click.option("--fair", "fair_id", type=int, default=None, help="a planned fair; the newest unless said")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[today, Asia/Shanghai]")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def kit(fair_id: int | None, as_of: Any, as_json: bool) -> None:
    """Time to print everything for a fair of the store. 材料打印基准。"""
    from features.clock import business_day
    from features.settings import Settings
    from serving.fairs.options import open_office
    from serving.settings import ServiceSettings

    day = business_day() if as_of is None else as_of.date()
    with open_office() as store, tempfile.TemporaryDirectory() as folder:
        number = fair_id or newest(store)
        told = measured(store, ServiceSettings.over(Settings()), number, Path(folder), day)
    if as_json:
        click.echo(json.dumps(told, indent=1))
    else:
        _table(told)


def newest(store: Any) -> int:
    """Give the newest fair; NotFound where there is none."""
    from features.errors import NotFound

    fairs = store.fairs.frame()
    if fairs.is_empty():
        raise NotFound("fair_unknown", where="--fair", id=0)
    return int(fairs["fair_id"].max())


def measured(store: Any, settings: Any, fair_id: int, folder: Path, day: date) -> dict[str, Any]:
    """Print the kit twice in one transaction that is taken back: letters written here are no letters."""
    from serving.fairs.kit import read_kit
    from serving.fairs.paper.job import print_kit

    marks: dict[str, float] = {}
    with _undone(store):
        started = last = time.perf_counter()

        def tell(name: str) -> None:
            nonlocal last
            marks[name] = marks.get(name, 0.0) + time.perf_counter() - last
            last = time.perf_counter()

        files = print_kit(store, settings, fair_id, folder, day, tell=tell)
        whole = time.perf_counter() - started
        rows = read_kit(store, fair_id, day, "none").rows
    return {
        "fair_id": fair_id,
        "employers": len(store.fairs.booths(fair_id)),
        "workers": rows["worker_id"].n_unique(),
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "seconds": round(whole, 2),
        "most_s": ANSWER_S,
        "plain_s": round(plain(rows, folder), 2),
        "slowest": dict(sorted(((k, round(v, 2)) for k, v in marks.items()), key=lambda p: -p[1])[:5]),
    }


def plain(rows: Any, folder: Path) -> float:
    """Write the same invitations as one bare workbook and one bare PDF, without any layout; give seconds."""
    import typst
    import xlsxwriter

    from serving.fairs.paper.fonts import chinese

    started = time.perf_counter()
    cells = rows.select("worker_id", "employer", "title", "booth").rows()
    with xlsxwriter.Workbook(folder / "plain.xlsx") as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(cells):
            sheet.write_row(line, 0, row)
    family, fonts = chinese()
    inputs = {"font": family, "rows": json.dumps([list(map(str, row)) for row in cells], ensure_ascii=False)}
    source = b"#set text(font: sys.inputs.font)\n#table(columns: 4, ..json(bytes(sys.inputs.rows)).flatten())"
    typst.Compiler(source, font_paths=fonts, sys_inputs=inputs).compile(format="pdf")
    return time.perf_counter() - started


class _Undo(Exception):
    """End a transaction without keeping anything."""


@contextmanager
def _undone(store: Any) -> Iterator[None]:
    try:
        with store.transaction():
            yield
            raise _Undo
    except _Undo:
        return


def _table(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang, table = language(), Table(show_header=False)
    for name, value in told.items():
        cell = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else f"{value:,}"
        table.add_row(say(f"bench.kit.{name}", lang), cell)
    Console().print(table)
