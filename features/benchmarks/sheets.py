"""Measure how fast large sheets are read, checked and searched for repeated rows, beside the library."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.say import say

SECONDS = {"xlsx": 60, "csv": 120}
"""What is asked for at 100,000 rows of .xlsx and 1,000,000 rows of .csv on two cores."""
PEAK_MB = 1536
WAYS = ("library", "within", "apart")


@click.command()
@click.option("--xlsx", type=click.IntRange(0, 1_000_000), default=100_000, show_default=True)
@click.option("--csv", "csv_rows", type=click.IntRange(0, 5_000_000), default=1_000_000, show_default=True)
@click.option("--kind", type=click.Choice(["posts", "workers", "both"]), default="both", show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def sheets(xlsx: int, csv_rows: int, kind: str, seed: int, as_json: bool) -> None:
    """Read large simulated sheets; peak memory of all processes. 大表读取速度（模拟数据）。"""
    kinds = ("posts", "workers") if kind == "both" else (kind,)
    lines = [
        line
        for suffix, rows in (("xlsx", xlsx), ("csv", csv_rows))
        for one in kinds
        if rows
        for line in measure(one, suffix, rows, seed)
    ]
    click.echo(json.dumps(lines, ensure_ascii=False)) if as_json else _print(lines)


def measure(kind: str, suffix: str, rows: int, seed: int) -> list[dict[str, Any]]:
    """Make one file and read it each way, every time in a fresh process."""
    import numpy as np

    from features.benchmarks import sheets_made

    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.{suffix}"
        made = sheets_made.posts(rows, rng) if kind == "posts" else sheets_made.workers(rows, rng)
        (sheets_made.write_csv if suffix == "csv" else sheets_made.write_xlsx)(made, path)
        del made
        size = path.stat().st_size // 2**20
        return [
            {"kind": kind, "format": suffix, "rows": rows, "mb": size, "way": way, **_run(way, kind, path)}
            for way in WAYS
        ]


def _run(way: str, kind: str, path: Path) -> dict[str, Any]:
    threads = {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "features.benchmarks.sheets_run", way, kind, str(path)]
    child = subprocess.Popen(command, env={**os.environ, **threads}, stdout=subprocess.PIPE)
    peak = 0
    while child.poll() is None:
        peak = max(peak, _resident(child.pid))
        time.sleep(0.02)
    answer = child.stdout.read() if child.stdout else b""
    told: dict[str, Any] = json.loads(answer)
    return {**told, "peak_mb": peak // 2**20}


def _resident(pid: int) -> int:
    """Give the bytes a process and those it started hold in memory at this moment."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0  # it has just ended
    return pages * resource.getpagesize() + sum(_resident(int(child)) for child in children)


def _print(lines: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    table = Table(title=say("bench.sheets.title", lang))
    for name in ("kind", "format", "rows", "way", "seconds", "peak_mb", "accepted", "rejected"):
        table.add_column(say(f"bench.sheets.{name}", lang))
    for line in lines:
        way = say(f"bench.sheets.way.{line['way']}", lang)
        table.add_row(
            line["kind"], line["format"], f"{line['rows']:,}", way, f"{line['seconds']:.1f}",
            str(line["peak_mb"]), str(line["accepted"]), str(line["rejected"]),
        )  # fmt: skip
    Console().print(table)
    Console().print(say("bench.sheets.aim", lang, xlsx=SECONDS["xlsx"], csv=SECONDS["csv"], peak=PEAK_MB))
