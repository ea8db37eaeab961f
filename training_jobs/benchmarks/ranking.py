"""``springwind bench ranking``: the funnel beside every floor on simulated counties with a known truth.

The counties' parameters are as frozen; only size and seed are chosen. The recipe was set on counties 11,
12 and 13, which this benchmark never uses unless asked to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any

import click
import numpy as np

from features.cli import language
from features.say import say

TUNED_ON = (11, 12, 13)


@click.command("ranking")
@click.option("--seeds", type=click.IntRange(1, 50), default=5, show_default=True)
@click.option("--first-seed", type=click.IntRange(0, 10_000), default=1, show_default=True)
@click.option("--workers", type=click.IntRange(2000, 200_000), default=20_000, show_default=True)
@click.option("--lists", type=click.IntRange(20, 5000), default=600, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def ranking(seeds: int, first_seed: int, workers: int, lists: int, as_json: bool) -> None:
    """Every ranker on simulated counties, with and without the exposure correction. 排序基准（模拟县）。"""
    from training_jobs.benchmarks.one_county import STEPS, measure

    with _progress(seeds * len(STEPS)) as step:
        counties = [
            measure(seed, workers, lists, partial(step, seed=seed))
            for seed in range(first_seed, first_seed + seeds)
        ]
    told = summary(counties)
    if as_json:
        click.echo(json.dumps({"simulated": True, "workers": workers, **told}, ensure_ascii=False))
        return
    from training_jobs.benchmarks.ranking_table import show

    show(told, language())


def summary(counties: Sequence[Any]) -> dict[str, Any]:
    """Give everything as plain values."""
    from training_jobs.benchmarks import pooled
    from training_jobs.benchmarks.one_county import CORRECTED, UNCORRECTED

    over = {measure: pooled.gains(counties, measure) for measure in ("best", "ndcg")}
    rankers = {}
    for name in counties[0].found.standings:
        rows = [one.found.standings[name] for one in counties]
        rankers[name] = {
            **{key: asdict(pooled.level(counties, name, key)) for key in ("best", "ndcg", "recall")},
            **{f"gain_{key}": asdict(gain[name]) for key, gain in over.items() if name in gain},
            "gini": float(np.mean([row.gini for row in rows])),
            "never_shown": float(np.mean([row.unseen for row in rows])),
            "gaps": {key: float(np.mean([row.gaps[key] for row in rows])) for key in rows[0].gaps},
            "unseen": {part: float(np.nanmean(np.concatenate([one.found.standings[name].per_list["best"][
                one.found.parts[part]] for one in counties]))) for part in counties[0].found.parts},
        }  # fmt: skip
    return {
        "seeds": [one.seed for one in counties], "tuned_on": list(TUNED_ON),
        "parameters": counties[0].digest, "letters": sum(one.letters for one in counties),
        "lists": sum(one.found.lists for one in counties), "rankers": rankers,
        "stages": pooled.stages(counties),
        "anywhere": {name: pooled.anywhere(counties, name) for name in (CORRECTED, UNCORRECTED)},
        "spread": {key: float(np.mean([one.spread[key] for one in counties])) for key in counties[0].spread},
        "not_learned": {str(one.seed): dict(one.missing) for one in counties if one.missing},
    }  # fmt: skip


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task, done = progress.add_task("", total=total), [-1]

        def step(name: str, seed: int) -> None:
            done[0] += 1
            words = say(f"bench.ranking.step.{name}", language(), seed=seed)
            progress.update(task, completed=done[0], description=words)

        yield step
        progress.update(task, completed=total)
