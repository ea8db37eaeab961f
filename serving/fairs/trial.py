"""Make a fair ready to be tried out: what its plan is made from, with whoever waits for a booth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from features.errors import InputError
from matching.campaign import PlanInputs
from serving.fairs.config import FairConfig, Wish
from serving.fairs.new import exhibitors, open_places
from serving.fairs.people import invitees
from serving.fairs.plan import booth_wishes, offered, read


def fair_inputs(
    store: Any, matcher: Any, fair_id: int, config: FairConfig | Wish | None, as_of: date
) -> PlanInputs:
    """Read and score a fair as its plan does, for ``matching.campaign.what_if``.

    Booth numbers and seats come from the hall, priority groups from the workers' records; employers that
    could be added are the verified ones with open posts and no booth. Raises as ``plan_fair`` does.
    """
    from matching.matcher.rescore import rescorer  # with the engine, which the service loads when it starts

    chosen = FairConfig.of(config)
    fair, facts = read(store, fair_id, as_of, chosen)
    posts = offered(facts, chosen)
    workers = invitees(store, fair, as_of, fair.expected_visitors)
    if workers.is_empty():
        raise InputError("fair_no_workers")
    here = facts.booths["employer_id"].to_list()
    waiting = exhibitors(store, fair.held_on, as_of).filter(~pl.col("employer_id").is_in(here))
    more = store.posts.open(as_of).filter(pl.col("employer_id").is_in(waiting["employer_id"].to_list()))
    return PlanInputs(
        matcher.score_campaign(workers, posts, as_of, k=chosen.candidates), workers, posts, as_of,
        chosen.campaign, _wishes(facts.booths, posts, workers),
        more.with_columns(open_places(chosen.places_unsaid)).select(posts.columns),
        pl.concat([facts.employers, store.employers.frame(ids=waiting["employer_id"].to_list())]),
        rescorer(matcher, workers),
    )  # fmt: skip


def _wishes(booths: pl.DataFrame, posts: pl.DataFrame, workers: pl.DataFrame) -> Any:
    """Give the demands of the plan, with booth numbers and the groups a floor can be asked for."""
    held = booths.join(posts, on="employer_id", how="semi").select(
        "employer_id", "capacity", "booth", minimum=pl.lit(0, pl.Int64)
    )
    members = workers.select("worker_id", group="groups").explode("group").drop_nulls()
    return replace(booth_wishes(booths, posts), booths=held, members=members)
