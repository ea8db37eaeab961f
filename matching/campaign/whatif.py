"""Try changes on a planned campaign: score what must be scored anew, solve again, set side by side."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from features.errors import InputError
from matching.campaign.applied import Applied, apply
from matching.campaign.changes import Change
from matching.campaign.inputs import PlanInputs
from matching.campaign.plan import Campaign, plan_campaign
from matching.campaign.sidebyside import people_table, post_changes, price_changes, totals_table


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold a plan and what it would be after some changes, side by side.

    ``totals``: measure, before, after, change. ``people`` (those for whom anything changes): worker_id,
    before, after (chance of a lasting job through the own invitations, while places last), change,
    invited_before, invited_after, gains (True, False, null = only other posts). ``posts``: post_id,
    employer_id, places_before, places_after, invited_before, invited_after, state_before, state_after,
    price_before, price_after, starves (starving now and not before). ``prices``: quota, id, group,
    more_before, more_after, less_before, less_after. ``inputs`` are the changed inputs, so that a further
    change can be tried on them; ``rescored`` counts pairs scored anew; ``seconds`` scoring and solving.
    """

    changes: tuple[Change, ...]
    before: Campaign
    after: Campaign
    totals: pl.DataFrame
    people: pl.DataFrame
    posts: pl.DataFrame
    prices: pl.DataFrame
    inputs: PlanInputs
    rescored: int
    seconds: float


def what_if(plan_inputs: PlanInputs, changes: Iterable[Change], before: Campaign | None = None) -> Comparison:
    """Solve a campaign again after ``changes``, which are carried out in order.

    ``before`` is the plan they change; it is made from ``plan_inputs`` where it is not given. Raises
    InputError for ids that are not there, wishes that cannot be met together (naming them and what would
    make them possible), and changes that need scores where ``plan_inputs.score`` is None.
    """
    asked = tuple(changes)
    if not asked:
        raise InputError("change_none", where="--change")
    before = before or planned(plan_inputs)
    started = time.perf_counter()
    given = Applied(plan_inputs)
    for change in asked:
        given = apply(given, change)
    inputs, rescored = _rescored(given)
    after = planned(inputs)
    seconds = time.perf_counter() - started
    return Comparison(
        asked, before, after, totals_table(before, after), people_table(before, after),
        post_changes(before, after), price_changes(before, after), inputs, rescored, seconds,
    )  # fmt: skip


def planned(inputs: PlanInputs) -> Campaign:
    """Plan the campaign of these inputs, without the simple ways beside it."""
    return plan_campaign(
        inputs.candidates, inputs.workers, inputs.posts, inputs.config, inputs.wishes, beside=False
    )


def _rescored(given: Applied) -> tuple[PlanInputs, int]:
    inputs, stale = given.inputs, sorted(given.stale)
    candidates, fresh = inputs.candidates, []
    if given.other_day:
        candidates = _open_on(inputs, candidates)
        fresh += _newly_open(inputs, candidates)
    if stale:
        if inputs.score is None:
            raise InputError("change_needs_scores")
        mine = pl.col("post_id").is_in(stale)
        candidates, posts = candidates.filter(~mine), inputs.posts.filter(mine)
        fresh.append(inputs.score(inputs.workers, posts, inputs.as_of, posts.height))
    if fresh:
        candidates = _best(pl.concat([candidates, *fresh], how="diagonal_relaxed"), inputs.config.candidates)
    return replace(inputs, candidates=candidates), sum(part.height for part in fresh)


def _best(candidates: pl.DataFrame, k: int) -> pl.DataFrame:
    """Keep each worker's best ``k``, each pair once, as scoring everything at once would."""
    once = candidates.unique(["worker_id", "post_id"], keep="last", maintain_order=True)
    return once.filter(pl.col("value").rank("ordinal", descending=True).over("worker_id") <= k)


def _open_on(inputs: PlanInputs, candidates: pl.DataFrame) -> pl.DataFrame:
    """Keep the pairs whose gates are open on the new day; what the pair is worth stays as scored."""
    from matching.eligibility import gates_for_pairs

    ids = {side: pl.DataFrame({f"{side}_id": candidates[f"{side}_id"]}) for side in ("worker", "post")}
    workers = ids["worker"].join(inputs.workers, on="worker_id", how="left", maintain_order="left")
    posts = ids["post"].join(inputs.posts, on="post_id", how="left", maintain_order="left")
    passed = gates_for_pairs(workers, posts, inputs.as_of, employers=inputs.employers)
    return candidates.filter(pl.Series(passed.mask))


def _newly_open(inputs: PlanInputs, candidates: pl.DataFrame) -> list[pl.DataFrame]:
    """Score whoever and whatever has no pair at all: back by then, or opened by then."""
    if inputs.score is None:
        return []
    k, fresh = inputs.config.candidates, []
    idle = inputs.workers.filter(~pl.col("worker_id").is_in(candidates["worker_id"].implode()))
    if idle.height:
        fresh.append(inputs.score(idle, inputs.posts, inputs.as_of, k))
    empty = inputs.posts.filter(~pl.col("post_id").is_in(candidates["post_id"].implode()))
    if empty.height:
        fresh.append(inputs.score(inputs.workers, empty, inputs.as_of, k))
    return fresh
