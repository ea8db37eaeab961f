"""Measure the readers of cells and sentences on the golden sets, beside one regular expression per field."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from features.benchmarks import golden, plain_cells
from features.cli import language
from features.parse.age import parse_age
from features.parse.education import parse_education
from features.parse.experience import parse_experience
from features.parse.headcount import parse_headcount
from features.parse.pay import parse_pay
from features.say import say

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_SPANS = {"age": parse_age, "headcount": parse_headcount, "experience": parse_experience}
Line = dict[str, Any]


@click.command()
@click.option("--golden", "folder", type=FOLDER, default=Path("tests/golden"))
@click.option("--data", type=FOLDER, default=None, envvar="SPRINGWIND_SHARED_DATA")
@click.option("--fields", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def cells(folder: Path, data: Path | None, fields: bool, as_json: bool) -> None:
    """Readers of cells and sentences against what was checked by hand. 单元格与口述的读取准确度。

    --fields: one line per field of the sentences.
    """
    lines = {
        "pay": [*_pay(folder), *_wages(data)],
        "cells": list(_cells(folder)),
        "sentences": list(_sentences(folder)),
    }
    click.echo(json.dumps(lines, ensure_ascii=False)) if as_json else _print(lines, fields)


def read_pay(text: str) -> golden.PayValues:
    """Read a pay cell as the sets write it."""
    pay = parse_pay(text)
    return None if pay is None else (pay.monthly_low, pay.monthly_high, pay.basis, pay.extra_months or 0)


def read_cell(kind: str, text: str) -> object:
    """Read one cell of another kind as the sets write it."""
    if kind == "education":
        return parse_education(text)
    span = _SPANS[kind](text)
    return span.low, span.high


def read_facts(text: str) -> dict[str, Any]:
    """Read a sentence as the sets write it."""
    from features.intake import read_sentence

    profile = read_sentence(text)
    return {name: getattr(profile, name) for name in (*golden.ONE, *golden.MANY)}


def _pay(folder: Path) -> Iterator[Line]:
    for name, half, path in golden.sets(folder, "pay", ".csv"):
        yield _line(
            name, half, golden.rows(path), golden.wanted_pay, _of_text(read_pay), _of_text(plain_cells.pay)
        )


def _of_text(read: Callable[[str], object]) -> Callable[[Line], object]:
    return lambda row: read(row["text"])


def _cells(folder: Path) -> Iterator[Line]:
    for _, half, path in golden.sets(folder, "cells", ".csv"):
        rows = golden.rows(path)
        for kind in sorted({row["kind"] for row in rows}):
            own = [row for row in rows if row["kind"] == kind]
            yield _line(
                kind, half, own, golden.wanted_cell,
                lambda row: read_cell(row["kind"], row["text"]),
                lambda row: plain_cells.cell(row["kind"], row["text"]),
            )  # fmt: skip


def _line(
    name: str, half: str, rows: list[Line], want: Callable[[Line], object], *ways: Callable[[Line], object]
) -> Line:
    """Count the rows one set reads exactly right, by the reader and by the plain method."""
    right, plain = (sum(way(row) == want(row) for row in rows) for way in ways)
    return {
        "set": name, "half": half, "n": len(rows), "right": right, "share": right / len(rows),
        "interval": golden.interval(right, len(rows)), "plain": plain / len(rows),
    }  # fmt: skip


def _wages(data: Path | None) -> Iterator[Line]:
    """Count the wages of the public job board that are understood, where the data is at hand."""
    import polars as pl

    folder = data or Path(os.pardir) / "shared" / "data"
    path = folder / "posts_51job" / "posts.csv"
    if not path.is_file():
        return
    wages = pl.read_csv(path, columns=["wage"], infer_schema=False)["wage"].drop_nulls()
    told = [wage for wage in wages.to_list() if wage.strip()]
    began = time.perf_counter()
    right = sum(parse_pay(wage) is not None for wage in told)
    seconds = time.perf_counter() - began
    plain = sum(plain_cells.pay(wage) is not None for wage in told)
    yield {
        "set": "posts_51job", "half": "", "n": len(told), "right": right, "share": right / len(told),
        "interval": golden.interval(right, len(told)), "plain": plain / len(told),
        "cells_a_second": len(told) / seconds,
    }  # fmt: skip


def _sentences(folder: Path) -> Iterator[Line]:
    for name, half, path in golden.sets(folder, "sentences", ".jsonl"):
        lines = golden.rows(path)
        own, plain = (golden.count_facts(lines, way) for way in (read_facts, plain_cells.sentence))
        for field, facts in own.items():
            beside, span = plain[field], golden.interval(facts.found, facts.told)
            yield {
                "set": name, "half": half, "field": field, "sentences": len(lines), "told": facts.told,
                "found": _share(facts.found, facts.told), "interval": span,
                "given": facts.given, "invented": _share(facts.invented, facts.given),
                "plain_found": _share(beside.found, beside.told),
                "plain_invented": _share(beside.invented, beside.given),
            }  # fmt: skip


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _print(lines: dict[str, list[Line]], fields: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    lang, console = language(), Console()
    for title in ("pay", "cells"):
        table = Table(*_heads("set", "half", "n", "right", "plain"), title=say(f"cells.title.{title}", lang))
        for line in lines[title]:
            table.add_row(
                line["set"], line["half"], str(line["n"]), _with(line, "share"), f"{line['plain']:.1%}"
            )
        console.print(table)
    heads = _heads("set", "half", "field", "told", "found", "invented", "plain_found", "plain_invented")
    table = Table(*heads, title=say("cells.title.sentences", lang))
    table.columns[0].no_wrap = True
    for line in (one for one in lines["sentences"] if fields or one["field"] == "all"):
        shares = [f"{line[name]:.1%}" for name in ("invented", "plain_found", "plain_invented")]
        table.add_row(
            line["set"], line["half"], line["field"], str(line["told"]), _with(line, "found"), *shares,
            end_section=fields and line["field"] == "all",
        )  # fmt: skip
    console.print(table)
    console.print(say("cells.note", lang))


def _heads(*names: str) -> list[str]:
    return [say(f"cells.head.{name}", language()) for name in names]


def _with(line: Line, name: str) -> str:
    low, high = line["interval"]
    return f"{line[name]:.1%} [{low:.1%}, {high:.1%}]"
