"""Golden sentences against the posts of the store: is the trade asked for among the first five?

Real posts answer the ``real`` sentences, simulated posts the ``county`` ones; the two are never averaged.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from features.cli import language
from features.clock import business_day
from features.say import say
from features.settings import Settings
from matching.types import Ints, Mask

if TYPE_CHECKING:
    from matching.matcher import Matcher

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FIRST = 5
WAYS = ("lexical", "nearest", "ranker", "answer")
Query = dict[str, str]


@click.command()
@click.option(
    "--golden", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("tests/golden")
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--json", "as_json", is_flag=True)
def queries(golden: Path, as_of: Any, as_json: bool) -> None:
    """Right trade among the first five, for the store of the settings. 一句话找岗位的准确度。"""
    from features.store import open_store
    from matching.matcher import Matcher

    settings, day = Settings(), as_of.date() if as_of else business_day()
    with open_store(settings, scope=settings.scope) as store:
        hall = Hall(Matcher.load(settings, store), store.posts.frame(status="published"), day)
        lines = [line for half in ("dev", "frozen") for line in _half(hall, golden, half)]
    click.echo(json.dumps(lines, ensure_ascii=False)) if as_json else _table(lines)


@dataclass(frozen=True)
class Hall:
    """Hold the matcher and the titles of its posts, row by row."""

    matcher: Matcher
    posts: Any
    day: date

    def side(self, kind: str) -> tuple[Mask, list[str]]:
        """Give which rows are of a kind, and every title in lower case."""
        rows = self.posts.select("post_id", "simulated", "title").rows_by_key("post_id", unique=True)
        known = [rows[number] for number in self.matcher.live.posts.ids.tolist()]
        simulated = np.array([row[0] for row in known], dtype=np.bool_)
        return (simulated if kind == "county" else ~simulated), [row[1].lower() for row in known]

    def first(self, query: str, mask: Mask) -> dict[str, Ints]:
        """Give the first rows by each way, posts outside ``mask`` left out."""
        from matching.matcher.matcher import elsewhere, relatedness
        from matching.matcher.ranked import order
        from matching.rank import Pairs

        worker = self.matcher.sentence(query, self.day)[1]
        passed, found, joined = self.matcher.near(worker, self.day, mask)
        value = self.matcher.bundle.ranker.score(Pairs.of(joined)).value if len(found.rows) else found.score
        below = passed.below[found.rows] | elsewhere(joined)
        orders = {
            "lexical": np.argsort(-found.lexical, kind="stable"),
            "nearest": np.arange(len(found.rows)),
            "ranker": np.argsort(-value, kind="stable"),
            "answer": order(value * relatedness(found.score), below),
        }
        return {way: found.rows[places[:FIRST]] for way, places in orders.items()}


def _half(hall: Hall, golden: Path, half: str) -> Iterator[dict[str, Any]]:
    with (golden / f"queries_{half}.csv").open(encoding="utf-8", newline="") as file:
        asked = list(csv.DictReader(file))
    for kind in ("real", "county"):
        mask, titles = hall.side(kind)
        if mask.any():
            yield _line(hall, [query for query in asked if query["kind"] == kind], half, mask, titles)


def _line(hall: Hall, asked: list[Query], half: str, mask: Mask, titles: list[str]) -> dict[str, Any]:
    hits: dict[str, list[bool]] = {way: [] for way in WAYS}
    for query in asked:
        pattern = re.compile("|".join(re.escape(word.lower()) for word in query["accept"].split("|") if word))
        right = np.array([bool(pattern.search(title)) for title in titles]) & mask
        if right.any():
            for way, rows in hall.first(query["query"], mask).items():
                hits[way].append(bool(right[rows].any()))
    answered = len(hits["answer"])
    shares = {way: float(np.mean(found)) if found else None for way, found in hits.items()}
    about = {"kind": asked[0]["kind"], "half": half, "queries": answered, "left_out": len(asked) - answered}
    return {**about, **shares, "interval": _wilson(sum(hits["answer"]), answered)}


def _wilson(right: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, share = 1.96, right / n
    middle, half = share + z * z / (2 * n), z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def _table(lines: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    heads = ("kind", "half", "number", *WAYS)
    table = Table(*(say(f"queries.{head}", lang) for head in heads), title=say("queries.title", lang))
    for line in lines:
        low, high = line["interval"]
        shares = [f"{line[way]:.3f}" for way in WAYS[:-1]]
        answer = f"{line['answer']:.3f} [{low:.3f}, {high:.3f}]"
        table.add_row(
            say(f"queries.{line['kind']}", lang), line["half"], str(line["queries"]), *shares, answer
        )
    console = Console()
    console.print(table)
    console.print(say("queries.none", lang, count=sum(line["left_out"] for line in lines)))
