"""Carry a change out on the inputs of a campaign; which pairs must be scored anew is kept beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from features.errors import InputError
from matching.campaign import changes as ch
from matching.campaign.config import BOOTHS, FLOORS
from matching.campaign.inputs import PlanInputs


@dataclass(frozen=True, slots=True)
class Applied:
    """Hold changed inputs, the posts whose pairs are to be scored anew, and whether the day is another."""

    inputs: PlanInputs
    stale: frozenset[int] = frozenset()
    other_day: bool = False


def apply(given: Applied, change: ch.Change) -> Applied:
    """Carry out one change; InputError names an id that is not there or a record that is needed."""
    return _HOW[type(change)](given, change)


def _with(given: Applied, stale: int | None = None, **parts: Any) -> Applied:
    more = given.stale if stale is None else given.stale | {stale}
    return replace(given, inputs=replace(given.inputs, **parts), stale=more)


def _add(given: Applied, change: ch.AddEmployer) -> Applied:
    inputs, new = given.inputs, change.employer_id
    if new in inputs.posts["employer_id"]:
        raise InputError("change_employer_there", id=new)
    found = None if inputs.waiting is None else inputs.waiting.filter(pl.col("employer_id") == new)
    if found is None or found.is_empty():
        raise InputError("change_employer_waiting", id=new)
    posts = pl.concat([inputs.posts, found.select(inputs.posts.columns)], how="vertical_relaxed")
    changed = _with(given, posts=posts)
    return replace(changed, stale=changed.stale | set(found["post_id"].to_list()))


def _remove(given: Applied, change: ch.RemoveEmployer) -> Applied:
    inputs, gone = given.inputs, change.employer_id
    _known_employer(inputs, gone)
    mine = inputs.posts.filter(pl.col("employer_id") == gone)["post_id"]
    wishes, booths = inputs.wishes, inputs.wishes.booths
    wishes = replace(
        wishes,
        fixed=_without(wishes.fixed, mine),
        forbidden=_without(wishes.forbidden, mine),
        booths=None if booths is None else booths.filter(pl.col("employer_id") != gone),
        multiples=None if wishes.multiples is None else _without(wishes.multiples, mine),
    )
    kept = inputs.posts.filter(pl.col("employer_id") != gone)
    left = replace(given, stale=given.stale - set(mine.to_list()))
    return _with(left, posts=kept, candidates=_without(inputs.candidates, mine), wishes=wishes)


def _without(frame: pl.DataFrame, posts: pl.Series) -> pl.DataFrame:
    return frame.filter(~pl.col("post_id").is_in(posts.implode()))


def _move(given: Applied, change: ch.MoveEmployer) -> Applied:
    """Swap booths; capacity belongs to the booth, minimum to the employer."""
    inputs = given.inputs
    _known_employer(inputs, change.employer_id)
    booths = inputs.wishes.booths
    if booths is None or "booth" not in booths.columns or change.employer_id not in booths["employer_id"]:
        raise InputError("change_no_booths", id=change.employer_id)
    mine = booths.filter(pl.col("employer_id") == change.employer_id).row(0, named=True)
    there = booths.filter(pl.col("booth") == change.booth)
    seats = mine["capacity"] if there.is_empty() else there["capacity"][0]
    me, other = pl.col("employer_id") == change.employer_id, pl.col("booth") == change.booth
    swapped = booths.with_columns(
        booth=pl.when(me).then(change.booth).when(other).then(mine["booth"]).otherwise("booth"),
        capacity=pl.when(me).then(seats).when(other).then(mine["capacity"]).otherwise("capacity"),
    ).cast({"booth": booths.schema["booth"], "capacity": pl.Int64})
    return _with(given, wishes=replace(inputs.wishes, booths=swapped))


def _places(given: Applied, change: ch.Places) -> Applied:
    new = pl.col("places") + change.places if change.more else pl.lit(change.places, pl.Int64)
    return _with(given, posts=_on_post(given.inputs, change.post_id, places=new.clip(0, ch.MOST)))


def _wage(given: Applied, change: ch.Wage) -> Applied:
    _needs(given.inputs, "monthly_low", "monthly_high")
    posts = _on_post(
        given.inputs, change.post_id, monthly_low=pl.lit(change.low), monthly_high=pl.lit(change.high)
    )
    return _with(given, stale=change.post_id, posts=posts)


def _lodging(given: Applied, change: ch.Lodging) -> Applied:
    _needs(given.inputs, "offers")
    others = pl.col("offers").fill_null([]).list.set_difference(["lodging"])
    offered = pl.concat_list(pl.lit("lodging"), others) if change.offered else others
    return _with(given, stale=change.post_id, posts=_on_post(given.inputs, change.post_id, offers=offered))


def _on_post(inputs: PlanInputs, post_id: int, **columns: pl.Expr) -> pl.DataFrame:
    posts = inputs.posts
    if post_id not in posts["post_id"]:
        raise InputError("campaign_unknown_post", id=post_id)
    mine = pl.col("post_id") == post_id
    new = [pl.when(mine).then(e).otherwise(n).cast(posts.schema[n]).alias(n) for n, e in columns.items()]
    return posts.with_columns(new)


def _needs(inputs: PlanInputs, *columns: str) -> None:
    if inputs.score is None or not set(columns) <= set(inputs.posts.columns):
        raise InputError("change_needs_scores")


def _day(given: Applied, change: ch.Day) -> Applied:
    if not {"valid_until", "status"} <= set(given.inputs.workers.columns):
        raise InputError("change_needs_scores")
    return replace(_with(given, as_of=change.on), other_day=True)


def _limits(given: Applied, **limits: Any) -> Applied:
    config = given.inputs.config
    assign = type(config.assign).model_validate({**config.assign.model_dump(), **limits})
    return _with(given, config=config.model_copy(update={"assign": assign}))


def _per_worker(given: Applied, change: ch.PerWorker) -> Applied:
    return _limits(given, per_worker=change.most)


def _per_place(given: Applied, change: ch.PerPlace) -> Applied:
    held = _limits(given, oversubscription=change.multiple)
    config = held.inputs.config.model_copy(update={"most_per_place": change.multiple})
    return _with(held, config=config)


def _multiple(given: Applied, change: ch.Multiple) -> Applied:
    inputs, wishes = given.inputs, given.inputs.wishes
    if change.post_id not in inputs.posts["post_id"]:
        raise InputError("campaign_unknown_post", id=change.post_id)
    own = pl.DataFrame({"post_id": [change.post_id], "multiple": [change.multiple]})
    others = [] if wishes.multiples is None else [_without(wishes.multiples, own["post_id"])]
    together = pl.concat([*others, own], how="vertical_relaxed")
    return _with(given, wishes=replace(wishes, multiples=together))


def _seats(given: Applied, change: ch.Seats) -> Applied:
    return _booth(given, change.employer_id, capacity=change.most)


def _minimum(given: Applied, change: ch.Minimum) -> Applied:
    return _booth(given, change.employer_id, minimum=change.least)


def _booth(given: Applied, employer: int, **value: int | None) -> Applied:
    _known_employer(given.inputs, employer)
    wishes = given.inputs.wishes
    booths = wishes.booths if wishes.booths is not None else pl.DataFrame(schema=BOOTHS)
    if employer not in booths["employer_id"]:
        row = pl.DataFrame({"employer_id": [employer], "minimum": [0]})
        booths = pl.concat([booths, row.cast({"minimum": pl.Int64})], how="diagonal_relaxed")
    mine = pl.col("employer_id") == employer
    new = [pl.when(mine).then(pl.lit(v, pl.Int64)).otherwise(n).alias(n) for n, v in value.items()]
    return _with(given, wishes=replace(wishes, booths=booths.with_columns(new)))


def _known_employer(inputs: PlanInputs, employer: int) -> None:
    if employer not in inputs.posts["employer_id"]:
        raise InputError("campaign_unknown_employer", id=employer)


def _floor(given: Applied, change: ch.Floor) -> Applied:
    wishes = given.inputs.wishes
    if wishes.members is None or change.group not in wishes.members["group"]:
        raise InputError("campaign_unknown_group", group=change.group)
    floors = wishes.floors if wishes.floors is not None else pl.DataFrame(schema=FLOORS)
    own = pl.DataFrame({"group": [change.group], "least": [change.least]}, schema=FLOORS)
    kept = floors.filter(pl.col("group") != change.group)
    return _with(given, wishes=replace(wishes, floors=pl.concat([kept, own])))


_HOW: dict[type, Callable[[Applied, Any], Applied]] = {
    ch.AddEmployer: _add, ch.RemoveEmployer: _remove, ch.MoveEmployer: _move, ch.Places: _places,
    ch.Wage: _wage, ch.Lodging: _lodging, ch.Day: _day, ch.PerWorker: _per_worker,
    ch.PerPlace: _per_place, ch.Multiple: _multiple, ch.Seats: _seats, ch.Minimum: _minimum,
    ch.Floor: _floor,
}  # fmt: skip
