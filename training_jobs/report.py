"""What a person reads at the end of a training run."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from features.pairs import HEADS
from features.say import Lang, say
from training_jobs.gates import CHALLENGER, blocked
from training_jobs.ranker import Trained, measures

if TYPE_CHECKING:
    from rich.table import Table


def as_dict(run: Trained) -> dict[str, Any]:
    """Give the run as plain values for ``--json``."""
    return {
        "sha256": run.sha256, "promoted": run.promoted, "missing": dict(run.funnel.missing),
        "blocked": [{"gate": v.gate, "by": v.by, "zh": v.message("zh"), "en": v.message("en")}
                    for v in blocked(run.verdicts)],
        "metrics": measures(run.found), "lists": run.found.lists, "pairs": run.found.pairs,
        "tracking": asdict(run.tracked),
        "notes": list(run.notes),
    }  # fmt: skip


def show(run: Trained, lang: Lang) -> None:
    """Print the tables and what became of the challenger."""
    from rich.console import Console

    console = Console()
    console.print(_standings(run, lang), _stages(run, lang))
    for line in _lines(run, lang):
        console.print(line)


def _standings(run: Trained, lang: Lang) -> Table:
    from rich.table import Table

    heads = ("ranker", "ndcg", "recall", "placed", "best", "gini", "unseen")
    table = Table(*(say(f"train.head.{head}", lang) for head in heads), title=say(
        "train.standings", lang, lists=run.found.lists, pairs=run.found.pairs))  # fmt: skip
    for name, row in run.found.standings.items():
        best = row.best.short() if row.best else "-"
        style = "bold" if name == CHALLENGER else ""
        cells = (
            row.ndcg.short(),
            f"{row.recall.mean:.3f}",
            f"{row.placed:.3f}",
            best,
            f"{row.gini:.2f}",
            f"{row.unseen:.0%}",
        )
        table.add_row(say(f"train.ranker.{name}", lang), *cells, style=style)
    return table


def _stages(run: Trained, lang: Lang) -> Table:
    from rich.table import Table

    heads = ("stage", "learned", "outcomes", "rate", "auc", "ece")
    table = Table(*(say(f"train.head.{head}", lang) for head in heads), title=say("train.stages", lang))
    for name in HEADS:
        head, stage = run.funnel.heads.get(name), run.found.stages.get(name)
        learned = str(head.outcomes) if head else say("train.not_learned", lang)
        known = (
            (str(stage.outcomes), f"{stage.rate:.0%}", f"{stage.auc:.3f}", f"{stage.ece:.3f}")
            if stage
            else ()
        )
        table.add_row(say(f"train.stage.{name}", lang), learned, *known)
    return table


def _lines(run: Trained, lang: Lang) -> list[str]:
    closed = [verdict.message(lang) for verdict in blocked(run.verdicts)]
    lines = [say("train.blocked", lang, why=why) for why in closed]
    if run.found.promised is not None:
        lines.insert(
            0, say("train.promise", lang, said=f"{run.found.promised:.3f}", true=f"{run.found.kept:.3f}")
        )
    outcome = "train.promoted" if run.promoted else "train.kept"
    lines.append(say(outcome, lang, sha=run.sha256[:12]))
    if run.tracked.problem:
        lines.append(say("train.untracked", lang, why=run.tracked.problem))
    else:
        lines.append(say("train.tracked", lang, run=run.tracked.run_id, version=run.tracked.version))
    return lines + [say("train.note", lang, note=note) for note in run.notes]


def show_bundles(known: list[dict[str, Any]], lang: Lang) -> None:
    """Print the bundles with what their manifests say of how they measured."""
    from rich.console import Console
    from rich.table import Table

    table = Table(
        *(say(f"train.head.{head}", lang) for head in ("bundle", "cut_off", "letters", "ndcg", "champion"))
    )
    for row in known:
        told = row["manifest"]
        figures = told.get("measured", {})
        ndcg = f"{figures['challenger.ndcg']:.3f}" if "challenger.ndcg" in figures else "-"
        mark = say("train.champion", lang) if row["champion"] else ""
        table.add_row(
            row["sha256"][:12], str(told.get("cut_off", "")), str(told.get("letters", "")), ndcg, mark
        )
    Console().print(table)
