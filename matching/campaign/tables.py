"""Write the results of a campaign as frames with ids."""

from __future__ import annotations

import numpy as np
import polars as pl

from matching.assign import Parties
from matching.assign.problem import Doubles, Problem
from matching.assign.schedule import group_rank
from matching.campaign.reserves import Reserves
from matching.campaign.scored import Scored
from matching.types import Assignment, Floats, Ints, Mask


def _ids(problem: Problem, kind: str, rows: Ints) -> Ints:
    ids: Ints = getattr(problem.labels, kind)
    return ids[rows]


def invitation_table(problem: Problem, chosen: Mask, line: Reserves, turn: Doubles) -> pl.DataFrame:
    """Give worker_id, post_id, rank, value, reserve; a worker's reserves follow the own invitations.

    Invitations stand in the order of ``turn`` (n,), the largest first. Who is a reserve of a post only
    stands at the end of the worker's order, best value first.
    """
    listed = chosen | (line.for_worker >= 0) | (line.for_post >= 0)
    worker, value = problem.worker[listed], problem.value[listed]
    own = line.for_worker[listed]
    far = np.int64(10**6)
    group = np.where(chosen[listed], 0, np.where(own >= 0, 1 + own, far))
    within = np.where(group == 0, turn[listed], value)
    order = np.lexsort((problem.post[listed], -within, group, worker))
    rank = np.empty(len(worker), np.int64)
    rank[order] = _from_one(worker[order])
    table = pl.DataFrame(
        {
            "worker_id": _ids(problem, "worker", worker),
            "post_id": _ids(problem, "post", problem.post[listed]),
            "rank": rank,
            "value": value,
            "reserve": ~chosen[listed],
        }
    )
    return table.sort("worker_id", "rank")


def _from_one(group: Ints) -> Ints:
    return 1 + group_rank(group, np.zeros(len(group)))


def post_reserve_table(problem: Problem, line: Reserves) -> pl.DataFrame:
    """Give post_id, worker_id, rank, value of the workers a post asks next."""
    rows = np.flatnonzero(line.for_post >= 0)
    return pl.DataFrame(
        {
            "post_id": _ids(problem, "post", problem.post[rows]),
            "worker_id": _ids(problem, "worker", problem.worker[rows]),
            "rank": line.for_post[rows] + 1,
            "value": problem.value[rows],
        }
    ).sort("post_id", "rank")


def unserved_table(problem: Problem, chosen: Mask, parties: Parties | None = None) -> pl.DataFrame:
    """Say of each worker without an invitation why: no post fits, all that fit are taken, none takes all of
    those who keep together, or left out.
    """
    invited = np.bincount(problem.post[chosen], minlength=len(problem.places))
    room = (invited < problem.limit)[problem.post]
    served = np.bincount(problem.worker[chosen], minlength=problem.workers) > 0
    candidates = np.bincount(problem.worker, minlength=problem.workers)
    with_room = np.bincount(problem.worker[room], minlength=problem.workers) > 0
    left = np.flatnonzero(~served)
    tied = np.zeros(problem.workers, np.bool_)
    if parties is not None:
        tied[parties.worker] = True
    names = ["no_candidate", "places_taken", "not_together"]
    reason = np.select([candidates == 0, ~with_room, tied], names, "left_out")
    best = np.full(problem.workers, -1, np.int64)
    first = group_rank(problem.worker, problem.value) == 0
    best[problem.worker[first]] = problem.post[first]
    ids = np.append(_ids(problem, "post", np.arange(len(problem.places))), -1)
    table = {
        "worker_id": _ids(problem, "worker", left),
        "reason": reason[left].astype(str),
        "candidates": candidates[left],
        "best_post_id": ids[best[left]],
    }
    schema = {"worker_id": pl.Int64, "reason": pl.String, "candidates": pl.Int64, "best_post_id": pl.Int64}
    none = pl.when(pl.col("best_post_id") >= 0).then("best_post_id").alias("best_post_id")
    return pl.DataFrame(table, schema=schema).with_columns(none)


def post_table(problem: Problem, scored: Scored, found: Assignment, chosen: Mask) -> pl.DataFrame:
    """Give each post's places, invitations, summed value, price of one more invitation, and its state."""
    rows = np.arange(len(problem.places))
    invited = np.bincount(problem.post[chosen], minlength=len(rows))
    value = np.bincount(problem.post[chosen], problem.value[chosen], len(rows))
    table = {
        "post_id": _ids(problem, "post", rows),
        "employer_id": _ids(problem, "employer", scored.employer),
        "places": problem.places,
        "most": problem.limit,
        "invited": invited,
        "candidates": np.bincount(problem.post, minlength=len(rows)),
        "value": value.astype(np.float64),
        "price": found.post_price.astype(np.float64),
    }
    return pl.DataFrame(table).with_columns(_state(problem.places, problem.limit, invited))


def _state(places: Ints, limit: Ints, invited: Ints) -> pl.Series:
    names = np.select(
        [places == 0, invited == 0, invited >= limit, invited < places],
        ["closed", "starving", "full", "short"],
        "open",
    )
    return pl.Series("state", names.astype(str), dtype=pl.String)


def price_table(problem: Problem, found: Assignment) -> pl.DataFrame:
    """Give quota, id, group, more, less of every quota of the campaign."""
    labels, quotas = problem.labels, found.quotas
    parts = [
        _prices("worker", found.worker_price, None, labels.worker),
        _prices("place", found.post_price, None, labels.post),
    ]
    if quotas is not None:
        booths, none = len(quotas.seat), np.empty(0, np.int64)
        employers = none if labels.employer is None else labels.employer[:booths]
        parts += [
            _prices("invitation", quotas.invitation, None, labels.post),
            _prices("seat", quotas.seat, None, employers),
            _prices("minimum", quotas.minimum_more, quotas.minimum_less, employers),
            _prices("floor", quotas.floor_more, quotas.floor_less, None, labels.group or ()),
        ]
    return pl.concat(parts)


def _prices(
    quota: str, more: Floats, less: Floats | None, ids: Ints | None, groups: tuple[str, ...] | None = None
) -> pl.DataFrame:
    columns = {
        "quota": [quota] * len(more), "id": ids, "group": groups,
        "more": more.astype(np.float64), "less": None if less is None else less.astype(np.float64),
    }  # fmt: skip
    schema = {"quota": pl.String, "id": pl.Int64, "group": pl.String, "more": pl.Float64, "less": pl.Float64}
    held = [
        pl.repeat(None, len(more), dtype=schema[name], eager=True).alias(name)
        if column is None
        else pl.Series(name, column, dtype=schema[name])
        for name, column in columns.items()
    ]
    return pl.DataFrame(held).with_columns(pl.col("more", "less").fill_nan(None))
