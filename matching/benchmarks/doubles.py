"""Measure the search for doubles on simulated registers, beside exact keys, and its time at full size."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl

from features.cli import language
from features.say import say
from matching.benchmarks.pairs.ads import posts
from matching.benchmarks.pairs.firms import employers
from matching.benchmarks.pairs.people import workers

Pairs = set[tuple[int, int]]
Make = Callable[[int, np.random.Generator], tuple[pl.DataFrame, Pairs]]

MAKERS: dict[str, Make] = {"worker": workers, "post": posts, "employer": employers}
SETS = {"dev": (0, 2, 4), "frozen": (1, 3, 5)}
"""Seeds: the weights are fitted on the even ones; the odd ones only measure."""

FITTED_AT = {"worker": 100_000, "post": 40_000}
"""Least number of records the weights are fitted at: the larger a register, the more look alike by chance."""

EXACT: dict[str, tuple[tuple[str, ...], ...]] = {
    "worker": (("id_number",), ("name", "phone")),
    "post": (("employer_id", "title"),),
    "employer": (("credit_code",), ("name",)),
}
"""The plain method: records that agree exactly on one of these."""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold what one method found on one set of seeds."""

    kind: str
    seeds: str
    method: str
    records: int
    doubles: int
    recall: float
    precision: float
    seconds: float


@click.command()
@click.option(
    "--records", default=20_000, show_default=True, type=click.IntRange(200, 1_000_000), help="per seed"
)
@click.option(
    "--timed", default=100_000, show_default=True, type=click.IntRange(0, 1_000_000), help="0 = no timing"
)
@click.option("--fit", is_flag=True, help="fit the weights to the building seeds and write them")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def doubles(records: int, timed: int, fit: bool, as_json: bool) -> None:
    """Find simulated doubles: recall and precision, and seconds at full size. 查重基准。"""
    if fit:
        _fit(records)
    lines = [line for kind in MAKERS for seeds in SETS for line in _lines(kind, seeds, records)]
    lines += [_time(kind, timed) for kind in ("worker", "post") if timed]
    if as_json:
        click.echo(json.dumps({"simulated": True, "lines": [asdict(one) for one in lines]}, indent=1))
    else:
        _table(lines)


def search(kind: str, frame: pl.DataFrame) -> Pairs:
    """Search as the command does and give the proposed pairs."""
    from matching.doubles import find_employers, find_posts, find_workers
    from matching.encode import load_encoder

    if kind == "post":
        found = find_posts(frame, load_encoder())
    else:
        found = find_workers(frame) if kind == "worker" else find_employers(frame)
    return set(found.pairs.select("a", "b").iter_rows())


def exact(kind: str, frame: pl.DataFrame) -> Pairs:
    """Propose all pairs that agree exactly on one of the plain keys."""
    told: Pairs = set()
    id_ = f"{kind}_id"
    for key in EXACT[kind]:
        kept = frame.drop_nulls(list(key)).select(id_, *key)
        both = kept.join(kept, on=list(key)).filter(pl.col(id_) < pl.col(f"{id_}_right"))
        told |= set(both.select(id_, f"{id_}_right").iter_rows())
    return told


def rates(found: Pairs, truth: Pairs) -> tuple[float, float]:
    """Give recall and precision; nothing found is precise."""
    right = len(found & truth)
    return right / max(len(truth), 1), right / len(found) if found else 1.0


def _lines(kind: str, seeds: str, records: int) -> list[Line]:
    made = [MAKERS[kind](records, np.random.default_rng(seed)) for seed in SETS[seeds]]
    told = []
    for name, method in (("springwind", search), ("exact", exact)):
        began = time.perf_counter()
        found = [(method(kind, frame), truth) for frame, truth in made]
        spent = (time.perf_counter() - began) / len(made)
        # one set over all seeds: pairs of different seeds cannot be mistaken for each other
        pooled = [{(n, *pair) for n, one in enumerate(found) for pair in one[k]} for k in (0, 1)]
        recall, precision = rates(*pooled)  # type: ignore[arg-type]
        told.append(Line(kind, seeds, name, records, len(pooled[1]), recall, precision, spent))
    return told


def _time(kind: str, n: int) -> Line:
    frame, truth = MAKERS[kind](n, np.random.default_rng(101))
    began = time.perf_counter()
    found = search(kind, frame)
    spent = time.perf_counter() - began
    return Line(kind, "timed", "springwind", n, len(truth), *rates(found, truth), spent)


def _fit(records: int) -> None:
    """Fit each kind's weights on the building seeds; the evidence is that of the search itself."""
    from matching.doubles import weights
    from matching.doubles.employers import evidence as of_employers
    from matching.doubles.posts import evidence as of_posts
    from matching.doubles.workers import evidence as of_workers
    from matching.encode import load_encoder

    ways: dict[str, Callable[[pl.DataFrame], Any]] = {
        "worker": lambda frame: of_workers(frame, 10), "employer": lambda frame: of_employers(frame, 10),
        "post": lambda frame: of_posts(frame, 10, load_encoder()),
    }  # fmt: skip
    told: dict[str, weights.Weights] = {}
    for kind, compare in ways.items():
        size = max(records, FITTED_AT.get(kind, 0))
        parts = [
            _labelled(kind, MAKERS[kind](size, np.random.default_rng(seed)), compare) for seed in SETS["dev"]
        ]
        told[kind] = _fitted(kind, parts)
    path = Path(weights.__file__).with_name(weights.FILE)
    path.write_text(weights.told_as(told), "utf-8")
    weights._read.cache_clear()


def _fitted(kind: str, parts: list[tuple[Any, Any]]) -> Any:
    """Fit to all parts together; the threshold is set on the pairs that the search would keep."""
    from matching.doubles import weights
    from matching.doubles.evidence import Evidence

    names = weights.COLUMNS[kind]
    matrix = np.concatenate([evidence.matrix(names) for evidence, _ in parts])
    columns = {name: matrix[:, k] for k, name in enumerate(names)}
    nowhere = np.zeros(len(matrix), np.int64)
    one = np.concatenate([truth for _, truth in parts])
    found = weights.fitted(kind, Evidence(pl.DataFrame(), nowhere, nowhere, columns), one)
    kept = [weights.foremost(evidence, found.probability(evidence)) for evidence, _ in parts]
    sure = np.concatenate(
        [found.probability(told)[rows] for (told, _), rows in zip(parts, kept, strict=True)]
    )
    right = np.concatenate([truth[rows] for (_, truth), rows in zip(parts, kept, strict=True)])
    return replace(found, threshold=weights.threshold(sure, right))


def _labelled(
    kind: str, made: tuple[pl.DataFrame, Pairs], compare: Callable[[pl.DataFrame], Any]
) -> tuple[Any, Any]:
    frame, truth = made
    told = compare(frame)
    ids = told.frame[f"{kind}_id"].to_numpy()
    left, right = ids[told.a], ids[told.b]
    codes = np.minimum(left, right) * (frame.height + 1) + np.maximum(left, right)
    return told, np.isin(codes, [a * (frame.height + 1) + b for a, b in truth])


def _table(lines: list[Line]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    names = ("kind", "seeds", "method", "records", "doubles", "recall", "precision", "seconds")
    table = Table(
        *(say(f"bench.doubles.{name}", lang) for name in names), title=say("bench.doubles.title", lang)
    )
    for one in lines:
        table.add_row(
            say(f"double.kind.{one.kind}", lang), say(f"bench.doubles.set.{one.seeds}", lang),
            say(f"bench.doubles.method.{one.method}", lang), f"{one.records:,}", f"{one.doubles:,}",
            f"{one.recall:.2%}", f"{one.precision:.2%}", f"{one.seconds:.1f}",
        )  # fmt: skip
    Console().print(table)
