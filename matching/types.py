"""What the engine hands upward: frozen, small, without behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coded:
    """Name one occupation for a title. ``score`` is a calibrated confidence in 0..1."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Name one row that a source of candidates brought, and how near it was (cosine, -1..1)."""

    row: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Say one thing that speaks for or against a pair, computed from the scorer itself.

    ``weight`` is its share of log value: positive speaks for, negative against.
    """

    feature: str
    weight: float
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """Set one requirement of the post against what the worker brings; ``met`` None = unknown."""

    name: str
    asked: str
    has: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Stages:
    """Hold the calibrated probability of each stage; None = not learned, never a default.

    accept: the worker takes it up; hire: the employer hires, given that; stay: still there after 90
    days, given that.
    """

    accept: float | None = None
    hire: float | None = None
    stay: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Hold one worker-post pair as shown to people. ``score`` sorts; higher is better."""

    worker_id: int | None
    post_id: int
    rank: int
    score: float
    stages: Stages
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Hold what a ranker says of n pairs: ``value`` (n,) sorts, stages (n,) each or None."""

    value: Floats
    accept: Floats | None = None
    hire: Floats | None = None
    stay: Floats | None = None


@dataclass(frozen=True, slots=True)
class QuotaPrices:
    """Hold what one unit of a quota is worth, in the units of the objective.

    ``invitation`` (p,): one invitation more than the post gives out, at its next weight. ``seat`` (e,): one
    more person at the booth. ``minimum_more`` (e,) and ``floor_more`` (g,): one more that is promised to
    the employer or the group, 0 or negative, nan where it cannot be met; ``minimum_less`` and
    ``floor_less``: one promised less.
    """

    invitation: Floats
    seat: Floats
    minimum_more: Floats
    minimum_less: Floats
    floor_more: Floats
    floor_less: Floats


@dataclass(frozen=True, slots=True)
class Assignment:
    """Hold a whole-campaign allocation; arrays are aligned, one entry per invitation.

    ``worker`` and ``post`` are row numbers of the caller's frames. ``objective`` is the value of the
    stated schedule. Prices are what one more unit would bring: one more invitation per worker, one more
    place per post; ``quotas`` holds those of the other limits. ``gap`` is how much a better choice could at
    most be worth beyond it (couples and crews; 0 where the choice is proven best).
    """

    worker: Ints
    post: Ints
    value: Floats
    objective: float
    worker_price: Floats
    post_price: Floats
    certified: bool
    unserved: Ints
    notes: tuple[str, ...] = field(default=())
    quotas: QuotaPrices | None = None
    gap: float = 0.0
