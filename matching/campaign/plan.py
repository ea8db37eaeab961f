"""Plan a campaign: a pure function over frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from matching.assign import assign
from matching.assign.baselines import greedy, top_k
from matching.assign.problem import Doubles, Problem, pose
from matching.assign.schedule import mean_by
from matching.campaign.compare import compare
from matching.campaign.config import CampaignConfig, CampaignWishes
from matching.campaign.reserves import reserves
from matching.campaign.scored import Scored, score_rows
from matching.campaign.tables import (
    invitation_table,
    post_reserve_table,
    post_table,
    price_table,
    unserved_table,
)
from matching.types import Assignment, Mask


@dataclass(frozen=True, slots=True)
class Campaign:
    """Hold a planned campaign.

    ``invitations``: worker_id, post_id, rank (the worker's own order, reserves last), value, reserve.
    ``post_reserves``: post_id, worker_id, rank, value. ``unserved``: worker_id, reason (``no_candidate``,
    ``places_taken``, ``not_together``, ``left_out``), candidates, best_post_id. ``posts``: post_id,
    employer_id, places, most, invited, value, price, state (``starving``, ``short``, ``open``, ``full``,
    ``closed``).
    ``comparison``: one row each for ``springwind``, ``greedy`` and ``top_k``.
    ``prices``: quota (``worker``, ``place``, ``invitation``, ``seat``, ``minimum``, ``floor``), id or group,
    more, less: what one unit more and one unit less of it would bring (null = cannot be, or not a promise).
    ``learned`` False: values compare, but are no probabilities.
    """

    invitations: pl.DataFrame
    post_reserves: pl.DataFrame
    unserved: pl.DataFrame
    posts: pl.DataFrame
    comparison: pl.DataFrame
    prices: pl.DataFrame
    objective: float
    certified: bool
    learned: bool
    config: CampaignConfig
    notes: tuple[str, ...]


def plan_campaign(
    candidates: pl.DataFrame,
    workers: pl.DataFrame,
    posts: pl.DataFrame,
    config: CampaignConfig | None = None,
    wishes: CampaignWishes | None = None,
    *,
    beside: bool = True,
) -> Campaign:
    """Choose whom to invite to what; ``beside`` sets the two simple ways of inviting beside it.

    ``candidates``: worker_id, post_id, value (expected lasting placements), and accept, hire, stay where
    learned. ``workers``: worker_id. ``posts``: post_id, employer_id, places. Raises InputError for ids in
    no frame and for wishes that contradict each other, naming them and what would make them possible.
    """
    config = config or CampaignConfig()
    wishes = wishes or CampaignWishes()
    scored = score_rows(candidates, workers, posts, wishes.group_names)
    demands = wishes.in_rows(scored.labels, scored.employer, multiples(scored, config))
    pairs = (scored.worker, scored.post, scored.value)
    chance = scored.placed if scored.learned else None
    given = {"config": config.assign, "wishes": demands, "labels": scored.labels, "chance": chance}
    count = len(scored.ids("worker"))
    parties = wishes.party_rows(scored.ids("worker"), scored.employer, scored.spot)
    found = assign(*pairs, places=scored.places, workers=count, parties=parties, **given)  # type: ignore[arg-type]
    problem = pose(pairs, scored.places, count, **given)  # type: ignore[arg-type]
    chosen = _mask(problem, found)
    line = reserves(problem, found, chosen, config.reserves)
    turn = visiting_worth(problem, found)
    ways = {"springwind": chosen}
    if beside:
        ways |= {"greedy": greedy(problem), "top_k": top_k(problem)}
    return Campaign(
        invitations=invitation_table(problem, chosen, line, turn),
        post_reserves=post_reserve_table(problem, line),
        unserved=unserved_table(problem, chosen, parties),
        posts=post_table(problem, scored, found, chosen),
        comparison=compare(problem, scored, ways, config, {"springwind": turn}),
        prices=price_table(problem, found),
        objective=found.objective,
        certified=found.certified,
        learned=scored.learned,
        config=config,
        notes=found.notes,
    )


def _mask(problem: Problem, found: Assignment) -> Mask:
    posts = max(len(problem.places), 1)
    mask: Mask = np.isin(problem.worker * posts + problem.post, found.worker * posts + found.post)
    return mask


def visiting_worth(problem: Problem, found: Assignment) -> Doubles:
    """Give by what each worker's own invitations (n,) are put in order, the largest first.

    The value less what the place is worth to others, as far as this worker is likely to take it: price x
    chance over the post's mean chance. So nobody starts at a booth where others would do better; without
    learned chances the value alone.
    """
    if problem.chance is None:
        return problem.value
    mean = mean_by(problem.post, problem.chance, len(problem.places))
    price = np.nan_to_num(found.post_price.astype(np.float64)) / np.maximum(mean, 1e-9)
    return problem.value - price[problem.post] * problem.chance


def multiples(scored: Scored, config: CampaignConfig) -> Doubles:
    """Give each post's most invitations per place (p,): enough that the places are expected to fill.

    With a chance of 0.2 a visit and a headroom of 1.5, one place needs 7.5 visits. Never below the stated
    multiple, and that one where no chance was learned.
    """
    if not scored.learned:
        return np.full(len(scored.places), config.assign.oversubscription)
    chance = mean_by(scored.post, scored.placed, len(scored.places))
    least = config.assign.oversubscription
    enough = config.headroom / np.maximum(chance, 1e-6)
    return np.where(chance > 0, np.clip(enough, least, max(least, config.most_per_place)), least)
