"""The hard gates: which pairs are possible at all, and which wish emptied a list.

Each gate is a polars expression over one frame with w_, p_ and e_ columns. The same expressions judge
one worker against many posts, one post against many workers, and any list of pairs. What is not known
never closes a gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain

import numpy as np
import polars as pl

from features.history import History
from features.pairs.certificates import BY_LAW
from features.pairs.derive import post_columns, worker_columns
from matching.pairing import Angles, Places, arc_km, place_wanted, places_of
from matching.types import Ints, Mask

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


@dataclass(frozen=True, slots=True)
class Sided:
    """Hold one side of a judgement made ready once: what the gates read of n workers or n posts."""

    frame: pl.DataFrame
    """Columns with the prefix of the side; beside posts those of their employers."""
    ids: Ints
    spot: tuple[Angles, Angles]
    """North and east (m,), radians, nan where unknown: each place once."""
    at: Ints
    """Which of the places each row (n,) lies in."""
    places: Places

    def __len__(self) -> int:
        return self.frame.height


def workers_sided(workers: pl.DataFrame, places: Places | None = None) -> Sided:
    """Make workers (n rows, prepared or raw) ready to be judged again and again."""
    return _sided(worker_ready(workers), "w_", "worker_id", places)


def posts_sided(posts: pl.DataFrame, employers: pl.DataFrame | None = None) -> Sided:
    """Make posts (n rows, prepared or raw) ready to be judged again and again, with their employers."""
    ready = _sided(post_ready(posts), "p_", "post_id")
    return replace(ready, frame=ready.frame.hstack(_firms(posts, employers)))


def gates(
    worker: pl.DataFrame | Sided,
    posts: pl.DataFrame | Sided,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge one worker (a one-row frame) against posts (n rows); frames may be prepared or raw.

    Posts that were made ready (``posts_sided``) bring their employers with them.
    """
    left = worker if isinstance(worker, Sided) else workers_sided(worker)
    right = posts if isinstance(posts, Sided) else posts_sided(posts, employers)
    return _judge(left, right, as_of, history, config or GateConfig())


def gates_for_post(
    post: pl.DataFrame | Sided,
    workers: pl.DataFrame | Sided,
    as_of: date,
    *,
    employers: pl.DataFrame | None = None,
    history: History | None = None,
    config: GateConfig | None = None,
) -> Gates:
    """Judge one post (a one-row frame) against workers (n rows)."""
    return gates(workers, post, as_of, employers=employers, history=history, config=config)


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
    return gates(workers, posts, as_of, employers=employers, history=history, config=config)


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


def _outside_ages(as_of: date) -> pl.Expr:
    """Say whether a pair lies outside the employer's stated range; policy sorts it below, no gate closes."""
    age = _age(as_of)
    return (age < C("p_age_low")).fill_null(False) | (age > C("p_age_high")).fill_null(False)


def _age(as_of: date) -> pl.Expr:
    """Full years by month of birth, the day being sealed: a year counts once its month is over.

    So nobody under the law's age passes; ``matching.criteria.age_on`` counts alike.
    """
    born = C("w_born_month")
    return as_of.year - born.dt.year() - (born.dt.month() >= as_of.month).cast(pl.Int32)


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
        "valid_until", "status", "away_until", "max_km", "will_leave", "born_month", "monthly_low",
        *(f"shows_{kind.name}" for kind in BY_LAW),
    ),
    "p_": (
        "status", "opened_on", "closes_on", "headcount", "hired", "form", "monthly_low", "monthly_high",
        "age_low", "age_high", "law_kind", "offer_lodging",
    ),
}  # fmt: skip
NAMED_PLACES = 3
"""Places a worker named that open the gate of reach, the first ones."""

_FIRM = ("suspended", "verified_on", "verified_until")


_WANTED = [
    *(C("forms").list.contains(form).fill_null(False).alias(f"w_form_{form}") for form in _FORMS),
    (C("forms").list.len().fill_null(0) == 0).alias("w_form_any"),
]
_READ = {
    side: [*(C(name).alias(side + name) for name in names), *(_WANTED if side == "w_" else ())]
    for side, names in _SIDES.items()
}


def _sided(frame: pl.DataFrame, prefix: str, key: str, places: Places | None = None) -> Sided:
    numbers, divisors = places or places_of(frame)
    named = numbers[:, :NAMED_PLACES], divisors[:, :NAMED_PLACES]
    ids = frame[key].fill_null(-1).to_numpy().astype(np.int64)
    return Sided(frame.select_seq(_READ[prefix]), ids, *_spots(frame), named)


def _spots(frame: pl.DataFrame) -> tuple[tuple[Angles, Angles], Ints]:
    """Give the distinct coordinates (m,) in radians and which of them each row has; many share a village."""
    degrees = np.stack([frame[name].to_numpy().astype(np.float64) for name in ("lat", "lon")], axis=1)
    if len(degrees) > 1:
        degrees, at = np.unique(degrees, axis=0, return_inverse=True)
    else:
        at = np.zeros(len(degrees), dtype=np.int64)
    north, east = np.radians(degrees).T
    return (north, east), at.astype(np.int64)


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


def _judge(left: Sided, right: Sided, as_of: date, history: History | None, config: GateConfig) -> Gates:
    joined = _joined(left, right, as_of, history)
    said = joined.select_seq(_questions(as_of, config))
    *open_, below = (answer.to_numpy().astype(np.bool_, copy=False) for answer in said.get_columns())
    shut = [~gate for gate in open_]
    count = np.zeros(len(below), dtype=np.uint8)
    for gate in shut:
        count += gate
    only = count == 1
    refused = {name: int(np.count_nonzero(gate)) for name, gate in zip(NAMES, shut, strict=True)}
    brings = {name: int(np.count_nonzero(gate & only)) for name, gate in zip(NAMES, shut, strict=True)}
    return Gates(count == 0, refused, brings, below)


@lru_cache(maxsize=64)
def _questions(as_of: date, config: GateConfig) -> list[pl.Expr]:
    """Give every gate in the order of ``NAMES``, and last the stated ages; the same all day long."""
    gates = expressions(as_of, config)
    return [gates[name].fill_null(True).alias(name) for name in NAMES] + [_outside_ages(as_of).alias("below")]


def _joined(left: Sided, right: Sided, as_of: date, history: History | None) -> pl.DataFrame:
    """Set both sides beside each other; one row stands as constants against many, without being copied."""
    both = _beside(left, right)
    n = both.height
    refused = (
        np.zeros(n, dtype=np.bool_) if history is None else history.refused_among(left.ids, right.ids, as_of)
    )
    inside = place_wanted(left.places, right.places)
    return both.with_columns(
        pl.Series("km", np.broadcast_to(_km(left, right), n), nan_to_null=True),
        pl.Series("place_wanted", np.broadcast_to(inside, n), nan_to_null=True).cast(pl.Boolean),
        pl.Series("refused", refused),
    )


def _km(left: Sided, right: Sided) -> Angles:
    """Give the way (n,) in km; from one place to many, each distinct place is measured once."""
    if len(left) == 1:
        return arc_km(*left.spot, *right.spot)[right.at]
    if len(right) == 1:
        return arc_km(*left.spot, *right.spot)[left.at]
    sides = ([angle[side.at] for angle in side.spot] for side in (left, right))
    return arc_km(*chain.from_iterable(sides))


def _beside(left: Sided, right: Sided) -> pl.DataFrame:
    if len(left) == len(right):
        return left.frame.hstack(right.frame)
    many, one = (right, left) if len(left) == 1 else (left, right)
    told = one.frame.row(0)
    fixed = zip(one.frame.schema.items(), told, strict=True)
    return many.frame.with_columns(pl.lit(value, dtype).alias(name) for (name, dtype), value in fixed)
