"""The ways of inviting that are compared, each over the same open pairs of a hall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from matching.assign import Labels, Wishes, assign
from matching.assign.baselines import greedy
from matching.assign.problem import Problem, pose
from matching.assign.schedule import group_rank
from matching.campaign import CampaignConfig
from matching.campaign.plan import multiples, visiting_worth
from matching.campaign.scored import Scored
from matching.types import Ints
from training_jobs.benchmarks.hall import Hall, Offer

WAYS = ("random", "cosine", "rules", "funnel", "greedy", "springwind", "truth")


@dataclass(frozen=True, slots=True)
class Invited:
    """Hold invitations (n,): seeker, post (rows of the hall), and place in the seeker's own list from 0."""

    worker: Ints
    post: Ints
    order: Ints


def invited(hall: Hall, offer: Offer, pairs: pl.DataFrame, config: CampaignConfig) -> dict[str, Invited]:
    """Give the invitations of every way; ``pairs`` are the open ones of the offer, with their scores.

    ``near`` marks what retrieval brings (the learned and the plain ways choose among those), ``chance`` what
    was drawn by chance, ``true`` what the truth holds best.
    """
    near = pairs.filter("near")
    k = config.assign.per_worker
    drawn = pairs.filter("chance")
    drawn = drawn.with_columns(random=pl.Series(hall.rng.random(drawn.height)))
    scored = _scored(hall, offer, near, config.candidates)
    true = pairs.filter("true").with_columns(
        value=pl.col("t_accept") * pl.col("t_hire") * pl.col("t_stay"),
        accept="t_accept", hire="t_hire", stay="t_stay",
    )  # fmt: skip
    return {
        "random": _best(drawn, "random", k),
        "cosine": _best(near, "cosine", k),
        "rules": _best(near, "rules", k),
        "funnel": _best(near, "value", k),
        "greedy": _greedy(scored, config),
        "springwind": allocated(scored, config),
        "truth": allocated(_scored(hall, offer, true, config.candidates), config),
    }


def _best(pairs: pl.DataFrame, score: str, k: int) -> Invited:
    """Give each seeker's ``k`` best, whatever the others get."""
    worker, post = pairs["worker"].to_numpy(), pairs["post"].to_numpy()
    order = group_rank(worker, pairs[score].to_numpy())
    taken = order < k
    return Invited(worker[taken], post[taken], order[taken])


def _scored(hall: Hall, offer: Offer, pairs: pl.DataFrame, k: int) -> Scored:
    """Give each seeker's best ``k`` candidates as a campaign holds them; places of other posts are none."""
    best = pairs.filter(pl.col("value").rank("ordinal", descending=True).over("worker") <= k)
    best = best.sort("worker", "post")
    columns = {name: best[name].to_numpy() for name in ("worker", "post", "value", "accept", "hire", "stay")}
    places = np.zeros(len(hall.posts), np.int64)
    places[offer.rows] = offer.places
    return Scored(
        columns["worker"], columns["post"], columns["value"], columns["accept"] * columns["hire"],
        columns["stay"], places, np.arange(len(places)), Labels(),
    )  # fmt: skip


def _given(scored: Scored, config: CampaignConfig) -> dict[str, Any]:
    wishes = Wishes(oversubscription=multiples(scored, config))
    return {"config": config.assign, "wishes": wishes, "chance": scored.placed}


def allocated(scored: Scored, config: CampaignConfig) -> Invited:
    """Give the invitations of the allocation, in the order the campaign would print them."""
    pairs, given = (scored.worker, scored.post, scored.value), _given(scored, config)
    found = assign(*pairs, places=scored.places, **given)
    problem = pose(pairs, scored.places, None, labels=Labels(), **given)
    posts = len(scored.places)
    at = np.searchsorted(problem.worker * posts + problem.post, found.worker * posts + found.post)
    return Invited(found.worker, found.post, group_rank(found.worker, visiting_worth(problem, found)[at]))


def _greedy(scored: Scored, config: CampaignConfig) -> Invited:
    pairs = (scored.worker, scored.post, scored.value)
    problem: Problem = pose(pairs, scored.places, None, labels=Labels(), **_given(scored, config))
    chosen = greedy(problem)
    worker, value = problem.worker[chosen], problem.value[chosen]
    return Invited(worker, problem.post[chosen], group_rank(worker, value))
