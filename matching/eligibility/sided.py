"""One side of a judgement made ready once: what the gates read of n workers or n posts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from features.pairs.certificates import BY_LAW
from features.pairs.derive import post_columns, worker_columns
from matching.eligibility.conditions import FORMS
from matching.pairing import Angles, Places, places_of
from matching.types import Ints

C = pl.col

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
    *(C("forms").list.contains(form).fill_null(False).alias(f"w_form_{form}") for form in FORMS),
    (C("forms").list.len().fill_null(0) == 0).alias("w_form_any"),
]
_READ = {
    side: [*(C(name).alias(side + name) for name in names), *(_WANTED if side == "w_" else ())]
    for side, names in _SIDES.items()
}


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


def worker_ready(workers: pl.DataFrame) -> pl.DataFrame:
    """Add the flat columns the gates read, unless the frame has them already."""
    return workers if "shows_electrician" in workers.columns else worker_columns(workers)


def post_ready(posts: pl.DataFrame) -> pl.DataFrame:
    """Add the flat columns the gates read, unless the frame has them already."""
    return posts if "law_kind" in posts.columns else post_columns(posts)


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
