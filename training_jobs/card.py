"""The model card of a bundle: what it is, what it learned from, where it stands, and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from features.pairs import HEADS, NAMES
from matching.rank import Funnel
from training_jobs.evaluate import Evaluation
from training_jobs.gates import CHALLENGER, Verdict

_TEXT = """# Ranking model of {cut_off}

Learned by `springwind train ranker --as-of {cut_off} --seed {seed}`
from {letters} referral letters{simulated}.
Three calibrated stages on {features} features; the value of a pair is the product of those learned.

## Stages

| stage | outcomes learned from | positive | held-out outcomes | AUC | Brier | ECE |
|---|---|---|---|---|---|---|
{stages}

## Held-out months, full catalogue ({lists} hires, {pairs} pairs; 95 % intervals over workers)

| ranker | nDCG@10 | recall@10 | AUC of letters | share of best | Gini of exposure | never shown |
|---|---|---|---|---|---|---|
{standings}

The figures are of the same recipe learned on the letters before the test months; the model in this
bundle learned from all letters up to the cut-off. Records of workers and posts are read as they stand
now, not as they stood on the day of each letter. "Share of best possible" needs a known truth and exists
for a simulated county alone. "AUC of letters" tells letters that ended in a hire from the others.

## Worst-served groups (nDCG@10 below the mean; audit only, never an input)

{gaps}

## Gates

{gates}

## Limits

Outcomes are known only of letters whose slip came back, on pairs that staff chose. The stages are corrected
for both (unreturned slips, choice from a logged list); where no lists were logged, the correction rests on an
assumed shift{promise}.
Sex, groups, age and names are no inputs. A machine's order is a proposal; people decide.
"""


def card(
    found: Evaluation, verdicts: list[Verdict], funnel: Funnel, cut_off: date, told: Mapping[str, object]
) -> str:
    """Write the card as Markdown; ``told`` gives letters, seed and simulated."""
    new = found.standings[CHALLENGER]
    return _TEXT.format(
        cut_off=cut_off, seed=told["seed"], letters=told["letters"], features=len(NAMES), lists=found.lists,
        simulated=" of a simulated county" if told["simulated"] else "", pairs=found.pairs,
        stages="\n".join(_stage(found, funnel, name) for name in HEADS),
        standings="\n".join(_standing(found, name) for name in found.standings),
        gaps="\n".join(f"- {name}: {gap:.3f}" for name, gap in new.gaps.items()),
        promise=_promise(found),
        gates="\n".join(f"- {'open' if v.passed else 'CLOSED'}: {v.message('en')}" for v in verdicts),
    )  # fmt: skip


def _promise(found: Evaluation) -> str:
    if found.promised is None or found.kept is None:
        return ""
    said, true = f"{found.promised:.3f}", f"{found.kept:.3f}"
    return f": over the first ten places they promise {said} lasting placements, the truth is {true}"


def _stage(found: Evaluation, funnel: Funnel, name: str) -> str:
    head, stage = funnel.heads.get(name), found.stages.get(name)
    learned = (
        f"{head.outcomes} | {head.positives}" if head else f"not learned: {funnel.missing.get(name, '')} | "
    )
    shown = (
        f"{stage.outcomes} | {stage.auc:.3f} | {stage.brier:.3f} | {stage.ece:.3f}" if stage else " | | | "
    )
    return f"| {name} | {learned} | {shown} |"


def _standing(found: Evaluation, name: str) -> str:
    row = found.standings[name]
    best = str(row.best) if row.best else "unknown"
    exposure = f"{row.gini:.2f} | {row.unseen:.0%}"
    return f"| {name} | {row.ndcg} | {row.recall} | {row.placed:.3f} | {best} | {exposure} |"
