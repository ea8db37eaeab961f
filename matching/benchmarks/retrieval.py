"""Measure the index under filters and one worker's retrieval, on simulated vectors with clusters."""

from __future__ import annotations

import json
import time
from typing import Any

import click
import numpy as np

from features.cli import language
from features.say import say
from matching.index import ExactIndex, FaissIndex
from matching.types import Floats

SHARES = (0.001, 0.01, 0.05, 0.2, 1.0)


@click.command()
@click.option("--posts", default=100_000, show_default=True)
@click.option("--dim", default=256, show_default=True)
@click.option("--queries", default=50, show_default=True)
@click.option("--k", default=100, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def retrieval(posts: int, dim: int, queries: int, k: int, seed: int, as_json: bool) -> None:
    """Recall against exact search and time per query, by share of eligible posts. 检索基准。"""
    rng = np.random.default_rng(seed)
    vectors, asked = _clustered(posts, dim, rng), _clustered(queries, dim, rng)
    began = time.perf_counter()
    index = FaissIndex.build(vectors, np.arange(posts))
    built = time.perf_counter() - began
    lines = [_line(index, ExactIndex.build(vectors, index.ids), asked, k, share, rng) for share in SHARES]
    if as_json:
        click.echo(json.dumps({"build_s": built, "exact": index.exact, "lines": lines}, indent=1))
    else:
        _table(lines, posts, built)


def _line(
    index: FaissIndex, oracle: ExactIndex, asked: Floats, k: int, share: float, rng: Any
) -> dict[str, float]:
    allowed = rng.random(len(index.ids)) < share
    spent, recall, plain = [], [], []
    unfiltered = index.search(asked, k)[1]
    for query, blind in zip(asked, unfiltered, strict=True):
        began = time.perf_counter()
        rows = index.search(query[None], k, allowed)[1]
        spent.append((time.perf_counter() - began) * 1000)
        truth = oracle.search(query[None], k, allowed)[1][0]
        recall.append(float(np.isin(truth, rows[0]).mean()))
        plain.append(float(np.isin(truth, blind).mean()))
    return {
        "share": share, "recall": float(np.mean(recall)), "worst": min(recall),
        "post_filter": float(np.mean(plain)),
        "p50_ms": float(np.median(spent)), "p99_ms": float(np.quantile(spent, 0.99)),
    }  # fmt: skip


def _clustered(n: int, dim: int, rng: np.random.Generator) -> Floats:
    """Draw unit vectors around 500 centres: posts of one occupation lie close together."""
    centres = np.random.default_rng(1).standard_normal((500, dim)).astype(np.float32)
    rows = centres[rng.integers(0, 500, n)] + 0.7 * rng.standard_normal((n, dim), dtype=np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _table(lines: list[dict[str, float]], posts: int, built: float) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    heads = ("share", "recall", "worst", "post_filter", "p50_ms", "p99_ms")
    title = say("bench.retrieval.title", lang, posts=f"{posts:,}", seconds=f"{built:.1f}")
    table = Table(*(say(f"bench.retrieval.{name}", lang) for name in heads), title=title)
    for line in lines:
        table.add_row(f"{line['share']:.1%}", *(f"{line[name]:.3f}" for name in heads[1:]))
    Console().print(table)
