"""Measure the allocation of a whole campaign beside greedy and each worker's own best, in one run.

The candidates are simulated here (seeded): posts differ in popularity, workers in their chances, and
every pair has its own accept, hire and stay; no person or post stands behind them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, TypeVar

import click
import numpy as np

from features.cli import language
from features.say import say
from matching.assign import AssignConfig, Labels, Wishes, assign
from matching.assign.baselines import greedy, top_k
from matching.assign.core import solved
from matching.assign.network import Network, lay_out
from matching.assign.prices import prove
from matching.assign.problem import Problem, pose
from matching.assign.schedule import Schedule, schedule, worth
from matching.benchmarks.trial import trial
from matching.campaign import CampaignConfig
from matching.campaign.compare import gini
from matching.campaign.day import lasting_placements
from matching.campaign.plan import multiples
from matching.campaign.scored import Scored
from matching.types import Ints, Mask

T = TypeVar("T")


@click.command()
@click.option("--workers", default=50_000, show_default=True)
@click.option("--posts", default=3_000, show_default=True)
@click.option("--candidates", default=50, show_default=True, help="scored posts per worker")
@click.option("--places", default=1.0, show_default=True, help="places per worker, over all posts")
@click.option("--repeat", default=1, show_default=True, help="the fastest run counts")
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def campaign(as_json: bool, repeat: int, **size: Any) -> None:
    """Allocate a simulated campaign; print time, proof and worth beside two simple ways. 活动分配基准。"""
    told = measure(simulated(**size), size["workers"], repeat)
    small = {**size, "workers": min(5000, size["workers"]), "posts": min(800, size["posts"])}
    fair = simulated(**small)
    told["small"] = {
        **small,
        **stages(fair, small["workers"], repeat),
        "what_if": trial(fair, small["workers"]),
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _table(told)


def simulated(*, workers: int, posts: int, candidates: int, places: float, seed: int) -> Scored:
    """Make candidates: popular posts are in most lists, and value varies by post, worker and pair."""
    rng, each = np.random.default_rng(seed), min(candidates, posts)
    popularity = rng.normal(size=posts).astype(np.float32)
    post = np.concatenate(
        [_nearest(popularity, min(2000, workers - at), each, rng) for at in range(0, workers, 2000)]
    ).ravel()
    worker = np.repeat(np.arange(workers), each)
    accept = _sigmoid(-0.8 + 0.6 * popularity[post] + rng.normal(0, 0.7, len(post)))
    hire = _sigmoid(-0.6 - 0.4 * popularity[post] + rng.normal(0, 0.8, workers)[worker])
    stay = _sigmoid(0.5 + rng.normal(0, 0.6, len(post)))
    headcount = rng.geometric(min(1.0, posts / (places * workers)), posts).astype(np.int64)
    ids = Labels(np.arange(workers), np.arange(posts), np.arange(posts))
    value = accept * hire * stay
    return Scored(worker, post, value, accept * hire, stay, headcount, np.arange(posts), ids)


def _nearest(popularity: np.ndarray, workers: int, each: int, rng: np.random.Generator) -> Ints:
    """Draw ``each`` different posts per worker, the popular ones more often (Gumbel top-k)."""
    keys = 0.7 * popularity + rng.gumbel(size=(workers, len(popularity))).astype(np.float32)
    best = np.argpartition(-keys, each - 1, axis=1)[:, :each]
    found: Ints = np.sort(best, axis=1).astype(np.int64)
    return found


def _sigmoid(x: np.ndarray) -> np.ndarray:
    out: np.ndarray = 1 / (1 + np.exp(-x))
    return out


def measure(scored: Scored, workers: int, repeat: int = 1) -> dict[str, Any]:
    """Allocate in all three ways; time each and value it by the schedule and on simulated days."""
    pairs = (scored.worker, scored.post, scored.value)
    wishes = Wishes(oversubscription=multiples(scored, CampaignConfig()))
    given: dict[str, Any] = {"wishes": wishes, "chance": scored.placed}
    best, seconds = _timed(lambda: assign(*pairs, places=scored.places, workers=workers, **given), repeat)
    problem = pose(pairs, scored.places, workers, config=AssignConfig(), labels=Labels(), **given)
    key, posts = problem.worker * len(problem.places) + problem.post, len(problem.places)
    ways = {"springwind": (np.isin(key, best.worker * posts + best.post), seconds)}
    ways["greedy"] = _timed(lambda: greedy(problem), repeat)
    ways["top_k"] = _timed(lambda: top_k(problem), repeat)
    return {
        "stages": stages(scored, workers, repeat), "simulated": True,
        "workers": workers, "posts": posts, "pairs": len(key),
        "places": int(scored.places.sum()), "certified": best.certified, "notes": list(best.notes),
        "ways": [_row(name, *way, problem=problem, scored=scored) for name, way in ways.items()],
    }  # fmt: skip


def stages(scored: Scored, workers: int, repeat: int = 1) -> dict[str, float]:
    """Time the allocation part by part: the schedule and network, the flow, its proof with all prices."""
    wishes = Wishes(oversubscription=multiples(scored, CampaignConfig()))
    pairs = (scored.worker, scored.post, scored.value)

    def laid_out() -> tuple[Problem, Schedule, Network]:
        problem = pose(
            pairs, scored.places, workers, config=AssignConfig(), wishes=wishes, labels=Labels(),
            chance=scored.placed,
        )  # fmt: skip
        plan = schedule(problem)
        return problem, plan, lay_out(problem, plan)

    (problem, plan, network), network_seconds = _timed(laid_out, repeat)
    flow, flow_seconds = _timed(lambda: solved(network), repeat)
    assert flow is not None
    _, price_seconds = _timed(lambda: prove(problem, plan, network, flow), repeat)
    each = {"network": network_seconds, "flow": flow_seconds, "prices": price_seconds}
    told = {name: round(seconds, 3) for name, seconds in each.items()}
    return {**told, "whole": round(sum(each.values()), 3)}


def _timed(run: Callable[[], T], repeat: int) -> tuple[T, float]:
    seconds = []
    for _ in range(max(repeat, 1)):
        started = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - started)
    return result, min(seconds)


def _row(name: str, chosen: Mask, seconds: float, *, problem: Problem, scored: Scored) -> dict[str, Any]:
    parts = worth(problem, chosen, schedule(problem))
    invited = np.bincount(problem.post[chosen], minlength=len(problem.places))
    return {
        "way": name,
        "seconds": round(seconds, 3),
        "objective": round(parts.total, 2),
        "value": round(parts.value, 2),
        "unserved": problem.workers - len(np.unique(problem.worker[chosen])),
        "swamped": int((invited > problem.limit).sum()),
        "without": int(((invited == 0) & (problem.places > 0)).sum()),
        "gini": round(gini(invited / np.maximum(problem.places, 1)), 3),
        "lasting": round(float(lasting_placements(scored, chosen, 5, 0).mean()), 1),
    }


def _table(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    console = Console()
    console.print(
        say("campaign.bench", lang, **{k: told[k] for k in ("workers", "posts", "pairs", "places")})
    )
    table = Table(*(say(f"campaign.bench.{name}", lang) for name in told["ways"][0]))
    for row in told["ways"]:
        table.add_row(*(str(cell) for cell in row.values()))
    console.print(table)
    small = told["small"]
    console.print(say("campaign.bench.stages", lang, **told["stages"]), highlight=False)
    console.print(say("campaign.bench.small", lang, **small), highlight=False)
    for row in small["what_if"]:
        console.print(say("campaign.bench.what_if", lang, **row), highlight=False)
    proof = "campaign.certified" if told["certified"] else "campaign.not_certified"
    console.print(say(proof, lang), "; ".join(told["notes"]), highlight=False)
