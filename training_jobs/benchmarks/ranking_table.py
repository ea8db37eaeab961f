"""The tables a person reads at the end of ``springwind bench ranking``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from features.pairs import HEADS
from features.say import Lang, say
from training_jobs.benchmarks.one_county import CORRECTED, UNCORRECTED


def show(told: Mapping[str, Any], lang: Lang) -> None:
    """Print rankers, stages and what the corrections change."""
    console = Console()
    words = {"seeds": ", ".join(map(str, told["seeds"])), "tuned": ", ".join(map(str, told["tuned_on"])),
             "letters": f"{told['letters']:,}", "lists": f"{told['lists']:,}"}  # fmt: skip
    console.print(say("bench.ranking.about", lang, **words, parameters=told["parameters"][:12]))
    console.print(_rankers(told, lang), _stages(told, lang), _corrected(told, lang), _groups(told, lang))
    console.print(_congestion(told, lang))


def _table(lang: Lang, title: str, heads: tuple[str, ...]) -> Table:
    named = [say(f"bench.ranking.head.{head}", lang) for head in heads]
    return Table(*named, title=say(f"bench.ranking.title.{title}", lang))


def _spread(interval: Mapping[str, float] | None) -> str:
    if interval is None:
        return ""
    return f"{interval['mean']:.3f} [{interval['low']:.3f}, {interval['high']:.3f}]"


def _rankers(told: Mapping[str, Any], lang: Lang) -> Table:
    heads = ("ranker", "best", "gain", "ndcg", "gain_ndcg", "gini", "never")
    table = _table(lang, "rankers", heads)
    for name, row in sorted(told["rankers"].items(), key=lambda item: item[1]["best"]["mean"]):
        table.add_row(
            say(f"train.ranker.{name}", lang), _spread(row["best"]), _spread(row.get("gain_best")),
            f"{row['ndcg']['mean']:.3f}", _spread(row.get("gain_ndcg")), f"{row['gini']:.2f}",
            f"{row['never_shown']:.0%}", style="bold" if name == CORRECTED else "",
        )  # fmt: skip
    return table


def _stages(told: Mapping[str, Any], lang: Lang) -> Table:
    heads = ("stage", "letters", "auc", "brier", "ece", "by_chance", "true_ece", "true_ece_plain")
    table = _table(lang, "stages", heads)
    for name in HEADS:
        stage, row = say(f"train.stage.{name}", lang), told["stages"].get(name)
        if row is None:
            table.add_row(stage, say("train.not_learned", lang))
            continue
        true = (row[f"true_ece_{ranker}"] for ranker in (CORRECTED, UNCORRECTED))
        table.add_row(
            stage, f"{row['letters']:,}", f"{row['auc']:.3f}", f"{row['brier']:.3f}", _spread(row["ece"]),
            f"{row['ece_by_chance']:.3f}", *("-" if one is None else f"{one:.3f}" for one in true),
        )  # fmt: skip
    return table


def _corrected(told: Mapping[str, Any], lang: Lang) -> Table:
    table = _table(
        lang, "corrected", ("ranker", "best", "first_said", "first_true", "said", "true", "ece_any")
    )
    for name in (UNCORRECTED, CORRECTED):
        row, best = told["anywhere"][name], told["rankers"][name]["best"]
        values = (row[key] for key in ("first_said", "first_true", "said", "true", "ece"))
        table.add_row(say(f"train.ranker.{name}", lang), _spread(best), *(f"{value:.3f}" for value in values))
    return table


def _congestion(told: Mapping[str, Any], lang: Lang) -> str:
    figures = {key: f"{value:.3f}" for key, value in told["spread"].items()}
    return say("bench.ranking.spread", lang, **figures)


def _groups(told: Mapping[str, Any], lang: Lang) -> Table:
    divisions = list(next(iter(told["rankers"].values()))["gaps"])
    parts = list(next(iter(told["rankers"].values()))["unseen"])
    heads = ("ranker", *(f"gap_{each}" for each in divisions), *parts)
    table = _table(lang, "groups", heads)
    for name in ("rules", UNCORRECTED, CORRECTED):
        row = told["rankers"][name]
        cells = [*(row["gaps"][each] for each in divisions), *(row["unseen"][each] for each in parts)]
        table.add_row(say(f"train.ranker.{name}", lang), *(f"{value:.3f}" for value in cells))
    return table
