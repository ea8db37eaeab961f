"""Measure how sheets are read: layouts drawn from seeds, the command against the library alone."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click

from features.benchmarks.layouts import KINDS, Layout, content, layout
from features.benchmarks.reading import Reader, by_command, by_library
from features.benchmarks.scoring import Score, Slip, name_of, score
from features.cli import language
from features.say import say

SETS = {"dev": 0, "frozen": 1}
"""Even seeds are for building; odd ones are frozen: they are only ever counted, never shown."""


@dataclass(slots=True)
class Tally:
    """Add up one method over many layouts, whole and by what the layouts have in common."""

    whole: Score = field(default_factory=Score)
    by: dict[str, Score] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, one: Layout, told: Score) -> None:
        """Add one layout to the whole, to its kind, its format and each of its troubles."""
        self.whole += told
        for group in (
            f"kind:{one.kind}",
            f"format:{one.suffix}",
            *(f"trouble:{name}" for name in one.troubles),
        ):
            self.by.setdefault(group, Score())
            self.by[group] += told


def drawn(seeds: range, kinds: tuple[str, ...]) -> Iterator[Layout]:
    """Draw one layout per seed, the kinds in turn."""
    for number, seed in enumerate(seeds):
        yield layout(seed, kinds[number % len(kinds)])


def measure(reader: Reader, seeds: range, kinds: tuple[str, ...] = tuple(KINDS)) -> Tally:
    """Write each layout to a file of its own, read it, and judge what was read."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for one in drawn(seeds, kinds):
            path = Path(folder) / name_of(one)
            path.write_bytes(content(one))
            began = time.perf_counter()
            told = reader(path, one)
            tally.seconds += time.perf_counter() - began
            tally.add(one, score(one, told))
    return tally


def seeds_of(name: str, layouts: int) -> range:
    """Give the seeds of a set, ``layouts`` of them."""
    return range(SETS[name], SETS[name] + 2 * layouts, 2)


@click.command()
@click.option("--layouts", default=320, show_default=True, type=click.IntRange(2, 20_000), help="of each set")
@click.option("--set", "which", default="both", show_default=True, type=click.Choice([*SETS, "both"]))
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="[all]")
@click.option("--examples", default=20, show_default=True, type=click.IntRange(0, 10_000))
@click.option("--apart", is_flag=True, help="each file in a process of its own, as the command does it")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of tables")
def intake(
    layouts: int, which: str, kinds: tuple[str, ...], examples: int, apart: bool, as_json: bool
) -> None:
    """Read simulated office sheets and count what lands right, beside the library alone. 表格读取基准。"""
    sets = list(SETS) if which == "both" else [which]
    told: dict[str, dict[str, Tally]] = {}
    for name in sets:
        seeds = seeds_of(name, layouts)
        told[name] = {
            "springwind": measure(partial(by_command, apart=apart), seeds, kinds or tuple(KINDS)),
            "library": measure(by_library, seeds, kinds or tuple(KINDS)),
        }
    worst = told["dev"]["springwind"].whole.slips if "dev" in told else []
    if as_json:
        click.echo(json.dumps(_plain(told, worst[:examples]), ensure_ascii=False, indent=1))
    else:
        _show(told, spread(worst, examples))


def spread(slips: list[Slip], n: int) -> list[Slip]:
    """Choose ``n`` examples, the first of every cause and field before the second of any."""
    turn: dict[tuple[str, str], int] = {}
    order: list[tuple[int, int]] = []
    for place, slip in enumerate(slips):
        key = (slip.cause, slip.name)
        turn[key] = turn.get(key, 0) + 1
        order.append((turn[key], place))
    return [slips[place] for _, place in sorted(order)[:n]]


def figures(whole: Score) -> dict[str, Any]:
    """Give what is printed of one score."""
    shares = {name: round(share, 5) for name, share in whole.shares().items()}
    return {"layouts": whole.layouts, "rows_in_files": whole.rows, "lossless": whole.lossless, **shares}


def _plain(told: dict[str, dict[str, Tally]], worst: list[Slip]) -> dict[str, Any]:
    sets = {
        name: {
            method: {
                **figures(tally.whole), "seconds": round(tally.seconds, 2),
                "by": {group: figures(one) for group, one in sorted(tally.by.items())},
            }
            for method, tally in methods.items()
        }
        for name, methods in told.items()
    }  # fmt: skip
    return {"simulated": True, "sets": sets, "examples": [asdict(slip) for slip in worst]}


def _show(told: dict[str, dict[str, Tally]], worst: list[Slip]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang, console = language(), Console()
    heads = [say(f"bench.intake.{name}", lang) for name in _COLUMNS]
    table = Table(*heads, title=say("bench.intake.title", lang))
    for name, methods in told.items():
        for method, tally in methods.items():
            label = f"{say(f'bench.intake.set.{name}', lang)} · {say(f'bench.intake.method.{method}', lang)}"
            table.add_row(
                label, *_cells(tally.whole), f"{tally.seconds:.1f}", end_section=method == "library"
            )
    console.print(table)
    for name, methods in told.items():
        parts = Table(
            *heads[:-1], title=say("bench.intake.parts", lang, set=say(f"bench.intake.set.{name}", lang))
        )
        for group, one in sorted(methods["springwind"].by.items()):
            parts.add_row(group, *_cells(one))
        console.print(parts)
    for slip in worst:
        console.print(_line(slip), markup=False, highlight=False)


_COLUMNS = ("what", "layouts", "lossless", "rows", "fields", "invented", "refused", "seconds")


def _cells(one: Score) -> list[str]:
    shares = one.shares()
    return [
        str(one.layouts), str(one.lossless), f"{shares['rows']:.2%}", f"{shares['fields']:.2%}",
        f"{shares['invented']:.3%}", f"{shares['refused']:.2%}",
    ]  # fmt: skip


def _line(slip: Slip) -> str:
    where = f"{slip.layout} {slip.sheet}!{slip.row}"
    return f"{where}  {slip.cause} {slip.name}: {slip.expected!r} <- {slip.got!r}"
