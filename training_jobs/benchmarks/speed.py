"""``springwind bench train``: a million labelled pairs learned, pairs scored, a list with its reasons.

Beside each, the same arrays given straight to the library: what our own code adds is the ratio.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from features.cli import language
from features.pairs import HEADS, NAMES
from features.say import say

ROUNDS = 30
CANDIDATES, TOP = 500, 20
Floats = npt.NDArray[np.float32]


@click.command("train")
@click.option("--pairs", type=click.IntRange(5_000, 20_000_000), default=1_000_000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--workers", type=click.IntRange(200, 100_000), default=4000, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def train(pairs: int, threads: int, workers: int, as_json: bool) -> None:
    """Training and scoring beside the raw library calls, on simulated pairs. 训练与打分速度。"""
    found = measured(pairs, threads, workers)
    if as_json:
        click.echo(json.dumps({"simulated": True, **found}))
        return
    from rich.console import Console
    from rich.table import Table

    lang = language()
    table = Table(*(say(f"bench.train.head.{head}", lang) for head in ("measure", "value")))
    for name, value in found.items():
        table.add_row(say(f"bench.train.{name}", lang), f"{value:,.0f}" if value > 100 else f"{value:,.2f}")
    Console().print(table)


def measured(pairs: int, threads: int, workers: int) -> dict[str, float]:
    """Give every figure by name: seconds, pairs a second, milliseconds, GiB, ratios to the library."""
    from training_jobs.county import Parameters, Size, simulate

    county = simulate(Parameters(size=Size(workers, workers * 7 // 60, workers * 7 // 12)), _until(), 1)
    stage = _Stage(county, threads)
    learned = stage.learn(pairs)
    scored = stage.score(min(pairs, 500_000))
    return {"pairs": float(pairs), "threads": float(threads), **learned, **scored, **stage.listed()}


def _until() -> Any:
    from training_jobs.benchmarks.one_county import UNTIL

    return UNTIL


@dataclass
class _Stage:
    """Hold a simulated office and what was learned of it."""

    county: Any
    threads: int

    def __post_init__(self) -> None:
        from training_jobs.benchmarks.one_county import office_of

        self.office = office_of(self.county)
        shown = self.office.shown
        workers = self.office.worker_rows(shown["worker_id"])
        posts = self.office.post_rows(shown["post_id"])
        self.pairs = self.office.pairs(workers, posts, shown["shown_on"])
        self.matrix: Floats = self.pairs.matrix()
        self.worker_ids = shown["worker_id"].to_numpy()
        truth = self.county.truth
        self.chance = truth.stages(
            truth.worker_rows(self.worker_ids), truth.post_rows(shown["post_id"].to_numpy())
        )

    def learn(self, n: int) -> dict[str, float]:
        """Learn three heads from ``n`` labelled pairs, and the same trees by the library alone."""
        from matching.rank import Funnel
        from training_jobs.heads import HeadConfig, Known, learn

        rng = np.random.default_rng(0)
        rows = np.arange(n) % len(self.matrix)
        config, none = HeadConfig(threads=self.threads), np.zeros(0, np.int64)
        outcomes = [(rng.random(n) < chance[rows]).astype(np.float64) for chance in self.chance]
        matrix, heads, began = self.matrix[rows], {}, time.perf_counter()
        for stage, outcome in zip(HEADS, outcomes, strict=True):
            known = Known(matrix, outcome, self.worker_ids[rows], matrix[:0], none, 0.0)
            heads[stage] = learn(stage, known, config, 0).head
        ours = time.perf_counter() - began
        self.funnel = Funnel({name: head for name, head in heads.items() if head is not None})
        theirs = sum(
            self._plain(stage, matrix, told, config) for stage, told in zip(HEADS, outcomes, strict=True)
        )
        return {
            "train_seconds": ours,
            "train_plain": theirs,
            "train_ratio": ours / theirs,
            "peak_gib": _peak(),
        }

    def _plain(self, stage: str, matrix: Floats, outcome: npt.NDArray[np.float64], config: Any) -> float:
        """Give the seconds of one head by the library alone: its folds, their margins, and the whole."""
        from matching.rank.boosters import lightgbm
        from training_jobs.heads import _parameters

        library = lightgbm()
        part = np.arange(len(outcome)) % config.folds
        told = _parameters(stage, config, 0, config.threads if len(outcome) >= config.worth_threads else 1)
        began = time.perf_counter()
        for number in [*range(config.folds), config.folds]:
            kept = part != number
            data = library.Dataset(matrix[kept], outcome[kept], feature_name=list(NAMES), params=told)
            trees = library.train(told, data, num_boost_round=config.trees)
            if number < config.folds:
                trees.predict(matrix[~kept], raw_score=True, num_threads=self.threads)
        return time.perf_counter() - began

    def score(self, n: int) -> dict[str, float]:
        """Score ``n`` pairs through all heads, and by the library's own calls on the same matrix."""
        from matching.rank import Pairs

        rows = np.arange(n) % len(self.matrix)
        pairs = Pairs(self.pairs.joined[rows], self.pairs.features[rows])
        matrix = pairs.matrix()
        ours = _best(lambda: self.funnel.score(pairs, self.threads), 3)
        boosters = [head.booster for head in self.funnel.heads.values()]
        theirs = _best(lambda: [one.predict(matrix, num_threads=self.threads) for one in boosters], 3)
        return {"score_rate": n / ours, "score_plain": n / theirs, "score_ratio": ours / theirs}

    def listed(self) -> dict[str, float]:
        """Give the median milliseconds from joined rows of 500 candidates to the top 20 with reasons."""
        from matching.explain import reasons
        from matching.rank import Pairs

        posts = np.arange(CANDIDATES) % len(self.office.posts)
        joined = self.office.pairs(np.zeros(CANDIDATES, np.int64), posts, _until()).joined

        def whole() -> None:
            pairs = Pairs.of(joined)
            value = self.funnel.score(pairs).value
            reasons(self.funnel, pairs, np.argsort(-value, kind="stable")[:TOP])

        matrix = Pairs.of(joined).matrix()
        boosters = [head.booster for head in self.funnel.heads.values()]

        def plain() -> None:
            for one in boosters:
                one.predict(matrix, num_threads=1)
                one.predict(matrix[:TOP], pred_contrib=True, num_threads=1)

        pairs = Pairs.of(joined)
        first = np.argsort(-self.funnel.score(pairs).value, kind="stable")[:TOP]
        asked = pairs.take(first)

        def scorer() -> None:
            self.funnel.score(pairs)
            self.funnel.contributions(asked)

        ours, theirs = _median(scorer), _median(plain)
        return {"list_ms": _median(whole), "list_features_ms": _median(lambda: Pairs.of(joined)),
                "list_scorer_ms": ours, "list_plain_ms": theirs, "list_ratio": ours / theirs}  # fmt: skip


def _best(act: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _median(act: Callable[[], object]) -> float:
    act()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return float(np.median(taken)) * 1000


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
