"""Measure the answers of the store at hand: whole questions, and each stage beside the bare library call."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import click
import numpy as np

from features.cli import language
from features.clock import business_day
from features.say import say

SENTENCES = (
    "45岁,会缝纫,想找包住的工作,5000以上", "电工", "会开叉车 有叉车证 离家近", "想找保姆或者保洁 3000",
    "焊工/电工 6000以上 不去外地", "货车司机 C1 5年经验", "welder, lodging, 6000",
)  # fmt: skip
"""What is said at a window; made up."""

WARM_UP = 3
SHOWN = 20

Times = dict[str, float]
Line = dict[str, Any]


@click.command()
@click.option("--questions", default=60, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[today, Asia/Shanghai]")
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def answers(questions: int, as_of: Any, seed: int, as_json: bool) -> None:
    """Time per answer over the posts and workers of the store, stage by stage. 匹配耗时基准。"""
    from features.settings import Settings
    from features.store import open_store
    from matching.matcher import Matcher

    settings = Settings()
    day = business_day() if as_of is None else as_of.date()
    with open_store(settings, who="bench match") as store:
        began = time.perf_counter()
        matcher = Matcher.load(settings, store)
        told: dict[str, Any] = {"load_s": time.perf_counter() - began, "posts": len(matcher.live.posts.ids)}
        lines = _whole(matcher, store, day, questions, np.random.default_rng(seed))
    told["ranker"] = matcher.bundle.ranker.name
    if as_json:
        click.echo(json.dumps({**told, "lines": lines}, indent=1))
    else:
        _table(told, lines)


def _whole(matcher: Any, store: Any, day: date, questions: int, rng: np.random.Generator) -> list[Line]:
    """Ask workers, sentences and posts; then the stages of the same workers' questions."""
    seeking = store.workers.frame(as_of=day).filter(status="seeking")["worker_id"].to_numpy()
    people = _drawn(seeking, questions, rng)
    posts = _drawn(matcher.live.posts.ids, questions, rng)
    sentences = [SENTENCES[n % len(SENTENCES)] for n in range(questions)]
    cold = _timed("match_worker_unseen", people, lambda one: matcher.match_worker(one, day))
    text = _timed("match_text", sentences, lambda one: matcher.match_text(one, day))
    matcher.warm()
    lines = [
        _timed("match_worker", people, lambda one: matcher.match_worker(one, day)), cold, text,
        _timed("candidates", posts, lambda one: matcher.candidates(one, day)),
    ]  # fmt: skip
    return [*lines, *_stages(matcher, store, day, people)] if people else lines


def _stages(matcher: Any, store: Any, day: date, people: list[int]) -> list[Line]:
    """Time each stage of ``match_worker`` over the same workers, and the bare library calls within."""
    spent: dict[str, list[float]] = {}
    for number, one in enumerate(people):
        for name, seconds in _one(matcher, store, day, one).items():
            if number >= min(WARM_UP, len(people) - 1):
                spent.setdefault(name, []).append(seconds)
    return [_line(name, times) for name, times in spent.items()]


def _one(matcher: Any, store: Any, day: date, one: int) -> Times:
    from features.text import worker_text
    from matching.eligibility import gates
    from matching.explain import reasons
    from matching.matcher.matcher import CANDIDATES
    from matching.pairing import pair_frame
    from matching.rank import Pairs

    live, ranker, spent = matcher.live, matcher.bundle.ranker, Stopwatch()
    posts = live.posts
    row = spent("read", lambda: store.workers.frame(ids=[one], as_of=day))
    worker = spent("prepare", lambda: live.ready_worker(row))
    words = spent("words", lambda: worker_text(worker.frame)[0])
    passed = spent("gates", lambda: gates(worker.frame, posts.sided, day, history=live.history))
    found = spent("search", lambda: posts.retriever.search(worker.vectors, words, passed.mask, CANDIDATES))
    native = posts.retriever.index.native
    spent("raw.faiss", lambda: native.search(worker.vectors, min(CANDIDATES, len(posts.ids))))
    if not len(found.rows):
        return spent.times
    here = np.zeros_like(found.rows)
    joined = spent(
        "pairs",
        lambda: pair_frame(worker, posts.prepared, live.employers, here, found.rows, day, live.history),
    )
    pairs = spent("features", lambda: Pairs.of(joined))
    scores = spent("score", lambda: ranker.score(pairs))
    matrix = pairs.matrix()
    heads = [head.booster for head in getattr(ranker, "heads", {}).values()]
    spent("raw.booster", lambda: [head.predict(matrix, raw_score=True, num_threads=1) for head in heads])
    best = pairs.take(np.argsort(-scores.value, kind="stable")[:SHOWN])
    spent("reasons", lambda: reasons(ranker, best))
    return spent.times


class Stopwatch:
    """Add up the seconds of each named step."""

    def __init__(self) -> None:
        self.times: Times = {}

    def __call__(self, name: str, step: Callable[[], Any]) -> Any:
        """Run one step and give what it gives."""
        began = time.perf_counter()
        given = step()
        self.times[name] = self.times.get(name, 0.0) + time.perf_counter() - began
        return given


def _timed(name: str, asked: Iterable[Any], ask: Callable[[Any], Any]) -> Line:
    times: list[float] = []
    for one in asked:
        began = time.perf_counter()
        ask(one)
        times.append(time.perf_counter() - began)
    return _line(name, times[WARM_UP:] or times)


def _line(name: str, times: list[float]) -> Line:
    p50, p99 = np.quantile(np.asarray(times or [np.nan]) * 1000, [0.5, 0.99])
    return {"stage": name, "p50_ms": round(float(p50), 3), "p99_ms": round(float(p99), 3), "n": len(times)}


def _drawn(ids: Any, n: int, rng: np.random.Generator) -> list[int]:
    return [int(one) for one in rng.choice(ids, n, replace=len(ids) < n)] if len(ids) else []


def _table(told: dict[str, Any], lines: list[Line]) -> None:
    from rich.console import Console
    from rich.table import Table

    lang = language()
    heads = [say(f"bench.match.{name}", lang) for name in ("stage", "p50", "p99")]
    title = say(
        "bench.match.title", lang, posts=f"{told['posts']:,}", seconds=f"{told['load_s']:.1f}",
        ranker=told["ranker"],
    )  # fmt: skip
    table = Table(*heads, title=title)
    for line in lines:
        name = say(f"bench.match.{line['stage']}", lang)
        table.add_row(name, f"{line['p50_ms']:.2f}", f"{line['p99_ms']:.2f}")
    Console().print(table)
