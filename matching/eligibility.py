"""The hard gates: which pairs are possible at all, and which wish emptied a list.

Each gate is a polars expression over one frame with w_, p_ and e_ columns. The same expressions judge
one worker against many posts, one post against many workers, and any list of pairs. What is not known
never closes a gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from features.history import History
from features.pairs.certificates import BY_LAW
from features.pairs.derive import post_columns, worker_columns
from matching.pairing import distance_km, place_wanted, places
from matching.types import Mask

C = pl.col


@dataclass(frozen=True)
class GateConfig:
    """Set how strictly the gates close; saved with nothing, shown by the matcher."""

    daily_km: float = 50.0
    """Daily way, km, where the worker said none."""

    lodged_km: float = 150.0
    """With lodging, home at the end of the week: km accepted unless the worker will not leave."""

    far_below: float = 0.6
    """A post whose best stated pay is under this share of the wish is not shown; above it, pay only sorts."""

    working_age: int = 16
    """Least age in years (劳动法, 禁止使用童工规定)."""

    require_verified: bool = False
    """Whether an employer must have been verified; a lapsed verification always closes."""


@dataclass(frozen=True, slots=True)
class Gates:
    """Hold the judgement over n pairs.

    ``mask`` (n,) is True where every gate is open; ``refused`` counts what each gate closed;
    ``would_bring`` counts what comes back if that one gate alone were lifted; ``below`` (n,) marks
    pairs outside the employer's stated age range, which the matcher sorts below the others.
    """

    mask: Mask
    refused: Mapping[str, int]
    would_bring: Mapping[str, int]
    below: Mask


def gates(
    worker: pl.DataFrame,
    posts: pl.DataFrame,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge one worker (a one-row frame) against posts (n rows); frames may be prepared or raw."""
    left, right = _sided(worker_ready(worker), "w_"), _sided(post_ready(posts), "p_")
    joined = _beside(right, left).hstack(_firms(posts, employers))
    return _judge(joined, as_of, history, config or GateConfig())


def gates_for_post(
    post: pl.DataFrame,
    workers: pl.DataFrame,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge one post (a one-row frame) against workers (n rows)."""
    right = _sided(post_ready(post), "p_").hstack(_firms(post, employers))
    joined = _beside(_sided(worker_ready(workers), "w_"), right)
    return _judge(joined, as_of, history, config or GateConfig())


def gates_for_pairs(
    workers: pl.DataFrame,
    posts: pl.DataFrame,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge pairs given as two aligned frames (n rows each), as a campaign does."""
    left, right = _sided(worker_ready(workers), "w_"), _sided(post_ready(posts), "p_")
    joined = pl.concat([left, right, _firms(posts, employers)], how="horizontal")
    return _judge(joined, as_of, history, config or GateConfig())


def expressions(as_of: date, config: GateConfig) -> dict[str, pl.Expr]:
    """Give every gate by name; an expression is True where the gate is open, null counts as open."""
    today = pl.lit(as_of)
    pay = pl.max_horizontal("p_monthly_low", "p_monthly_high")
    return {
        "registration": C("w_valid_until") >= today,
        "seeking": _available(today),
        "published": C("p_status") == "published",
        "open": (C("p_opened_on") <= today) & (today <= C("p_closes_on")),
        "places": C("p_headcount").is_null() | (C("p_hired") < C("p_headcount")),
        "employer": _employer(today, config),
        "reach": _reach(config),
        "age": _age(as_of) >= config.working_age,
        "form": _form(),
        "certificate": _certificate(),
        "refused": ~C("refused"),
        "pay": pay >= C("w_monthly_low") * config.far_below,
    }


NAMES = (
    "registration", "seeking", "published", "open", "places", "employer", "reach", "age", "form",
    "certificate", "refused", "pay",
)  # fmt: skip
"""The gates in the order people are told of them."""


def worker_ready(workers: pl.DataFrame) -> pl.DataFrame:
    """Add the flat columns the gates read, unless the frame has them already."""
    return workers if "shows_electrician" in workers.columns else worker_columns(workers)


def post_ready(posts: pl.DataFrame) -> pl.DataFrame:
    """Add the flat columns the gates read, unless the frame has them already."""
    return posts if "law_kind" in posts.columns else post_columns(posts)


def _available(today: pl.Expr) -> pl.Expr:
    """Somebody away until a day that has come is back; somebody away without a day is not."""
    back = (C("w_status") == "away") & (C("w_away_until") <= today).fill_null(False)
    return C("w_status").is_in(["seeking", "at_home"]) | back


def _employer(today: pl.Expr, config: GateConfig) -> pl.Expr:
    lapsed = (C("e_verified_until") < today).fill_null(False)
    checked = C("e_verified_on").is_not_null() if config.require_verified else pl.lit(True)
    return ~C("e_suspended").fill_null(False) & ~lapsed & checked


def _reach(config: GateConfig) -> pl.Expr:
    """Daily reach, a place the worker named, lodging for the week, or ready to leave."""
    daily = C("km") <= C("w_max_km").fill_null(config.daily_km)
    lodged = C("p_offer_lodging").fill_null(False) & (C("km") <= config.lodged_km)
    stays = C("w_will_leave") == False  # noqa: E712  (null: not said)
    away = (C("w_will_leave").fill_null(False)) | (lodged & ~stays.fill_null(False))
    return C("km").is_null() | daily | C("place_wanted").fill_null(False) | away


def _age(as_of: date) -> pl.Expr:
    """Full years by month of birth; whoever turns that age later this month already counts."""
    born = C("w_born_month")
    return as_of.year - born.dt.year() - (born.dt.month() > as_of.month).cast(pl.Int32)


def _form() -> pl.Expr:
    accepted = [(C("p_form") == form) & C(f"w_form_{form}") for form in _FORMS]
    return C("w_form_any") | pl.any_horizontal(accepted)


def _certificate() -> pl.Expr:
    """Work the law keeps for holders needs the certificate or a past in that trade (to be shown there)."""
    closed = [(C("p_law_kind") == kind.name) & ~C(f"w_shows_{kind.name}") for kind in BY_LAW]
    return ~pl.any_horizontal(closed).fill_null(False)


_FORMS = ("full", "part", "day")

_SIDES: dict[str, tuple[str, ...]] = {
    "w_": (
        "worker_id", "valid_until", "status", "away_until", "max_km", "will_leave", "wanted_places",
        "born_month", "monthly_low", "lat", "lon", *(f"shows_{kind.name}" for kind in BY_LAW),
    ),
    "p_": (
        "post_id", "status", "opened_on", "closes_on", "headcount", "hired", "lat", "lon", "division", "form",
        "monthly_low", "monthly_high", "age_low", "age_high", "law_kind", "offer_lodging",
    ),
}  # fmt: skip
_FIRM = ("suspended", "verified_on", "verified_until")


def _sided(frame: pl.DataFrame, prefix: str) -> pl.DataFrame:
    forms = [C("forms").list.contains(form).fill_null(False).alias(f"w_form_{form}") for form in _FORMS]
    any_form = (C("forms").list.len().fill_null(0) == 0).alias("w_form_any")
    extra = [*forms, any_form] if prefix == "w_" else []
    return frame.select(*(C(name).alias(prefix + name) for name in _SIDES[prefix]), *extra)


def _beside(many: pl.DataFrame, one: pl.DataFrame) -> pl.DataFrame:
    """Set the one row beside each of the many; scalars are repeated without a join."""
    rows = np.zeros(many.height, dtype=np.int64)
    return many.hstack(one[rows])


def _firms(posts: pl.DataFrame, employers: pl.DataFrame | None) -> pl.DataFrame:
    if employers is None:
        return pl.DataFrame(
            {"e_suspended": [False], "e_verified_on": [None], "e_verified_until": [None]},
            schema={"e_suspended": pl.Boolean, "e_verified_on": pl.Date, "e_verified_until": pl.Date},
        )[np.zeros(posts.height, dtype=np.int64)]
    found = posts.select("employer_id").join(
        employers.select("employer_id", *_FIRM), on="employer_id", how="left", maintain_order="left"
    )
    return found.select(C(name).alias(f"e_{name}") for name in _FIRM)


def _judge(joined: pl.DataFrame, as_of: date, history: History | None, config: GateConfig) -> Gates:
    named = [joined["w_wanted_places"].list.get(k, null_on_oob=True) for k in range(3)]
    lies = joined["p_division"].fill_null("").str.pad_end(12, "0")
    joined = joined.with_columns(
        pl.Series("km", distance_km(joined), nan_to_null=True),
        pl.Series("place_wanted", place_wanted(places(named), places([lies])), nan_to_null=True).cast(
            pl.Boolean
        ),
        _refusals(joined, as_of, history),
    )
    open_ = expressions(as_of, config)
    passed = joined.select(expr.fill_null(True).alias(name) for name, expr in open_.items()).to_numpy()
    closed = ~passed.astype(np.bool_)
    only = closed.sum(axis=1) == 1
    refused = dict(zip(open_, closed.sum(axis=0).tolist(), strict=True))
    brings = dict(zip(open_, (closed & only[:, None]).sum(axis=0).tolist(), strict=True))
    open_to: Mask = np.logical_not(closed.any(axis=1))
    return Gates(open_to, refused, brings, _outside_ages(joined, as_of))


def _refusals(joined: pl.DataFrame, as_of: date, history: History | None) -> pl.Series:
    """Mark posts (n,) that the worker turned down by slip before ``as_of``."""
    if history is None or history.refusals.is_empty():
        return pl.repeat(False, joined.height, eager=True).alias("refused")
    ids = joined.select(C("w_worker_id").alias("worker_id"), C("p_post_id").alias("post_id"))
    said = history.refusals.filter(C("known_on") < as_of).select("worker_id", "post_id").unique()
    found = ids.join(
        said.with_columns(refused=True), on=["worker_id", "post_id"], how="left", maintain_order="left"
    )
    return found["refused"].fill_null(False)


def _outside_ages(joined: pl.DataFrame, as_of: date) -> Mask:
    """Mark pairs (n,) outside the employer's stated range; policy sorts them below, no gate closes."""
    age = _age(as_of)
    outside = (age < C("p_age_low")).fill_null(False) | (age > C("p_age_high")).fill_null(False)
    return joined.select(outside.fill_null(False)).to_series().to_numpy().astype(np.bool_)
