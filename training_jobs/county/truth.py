"""What is really so behind the records: only an evaluator may see it.

Nothing in features, matching, serving or any trainer imports this module; a test holds them to it. The
probabilities depend on visible things (pay, way, trade) and on hidden ones (taste, real reservation pay,
bonds between people and firms, strictness, real conditions), so that no visible feature explains them all.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from features.errors import Integrity, Unavailable
from training_jobs.county.coefficients import Coefficients
from training_jobs.county.parameters import Parameters
from training_jobs.county.places import kilometres

F = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
ABOUT, ARRAYS = "truth.json", "truth.npz"


@dataclass(frozen=True, slots=True)
class WorkerTraits:
    """Hold one row per worker, in the order of the workers' frame; hidden unless said."""

    worker_id: Rows
    trades: Rows
    """(n, 3) what the worker can do, best first"""
    skill: F
    """(n, 3) how well, 0..1"""
    wants: Rows
    """(n, 3) trades really wanted"""
    taste: F
    """(n, families)"""
    log_reserve: F
    """log yuan a month really held out for"""
    km_scale: F
    leave_cost: F
    needs: npt.NDArray[np.bool_]
    """(n, 7) in the order of NEEDS"""
    reliable: F
    homesick: F
    age: F
    level: F
    """schooling on the scale of trades.LEVEL"""
    years: F
    """true years in the best trade"""
    certified: npt.NDArray[np.bool_]
    bond: F
    """(n, 4) what ties people to firms: fellow villagers, foremen, habits"""
    regions: npt.NDArray[np.bool_]
    """(n, 5) whether work in each of REGIONS suits; the county itself always does"""
    lat: F
    lon: F


@dataclass(frozen=True, slots=True)
class PostTraits:
    """Hold one row per post, in the order of the posts' frame; hidden unless said."""

    post_id: Rows
    trade: Rows
    family: Rows
    log_pay: F
    """log yuan a month really paid"""
    offers: npt.NDArray[np.bool_]
    """(n, 7) whether each of NEEDS is met; near_home is always False here"""
    region: Rows
    """row in REGIONS"""
    lat: F
    lon: F
    appeal: F
    ease: F
    strict_skill: F
    strict_age: F
    strict_education: F
    strict_experience: F
    level: F
    """schooling asked"""
    years: F
    """experience asked"""
    certificate: npt.NDArray[np.bool_]
    conditions: F
    replies: F
    bond: F


@dataclass(frozen=True, slots=True)
class Truth:
    """Give true probabilities for rows of workers and posts that broadcast against each other.

    ``truth.accept(w[:, None], p[None, :])`` gives a (W, P) matrix; aligned arrays give one value a pair.
    ``happened`` holds what really became of each referral, told or not: columns referral_id, accepted,
    hired, full (no place was left), stayed (90 days).
    """

    workers: WorkerTraits
    posts: PostTraits
    relation: F
    coefficients: Coefficients
    county_km: float
    happened: dict[str, npt.NDArray[Any]]

    def accept(self, w: Rows, p: Rows) -> F:
        """Give P(the worker takes it up)."""
        c, a, b = self.coefficients, self.workers, self.posts
        way, far = self.way(w, p)
        logit = c.accept_base + b.appeal[p] + c.accept_want * (self.wanted(w, p) - 0.5)
        logit = logit + c.accept_taste * a.taste[w, b.family[p]]
        logit += c.accept_pay * np.clip(self.gain(w, p, far), -0.6, 0.5)
        logit -= c.accept_km * np.where(far, 0, way / a.km_scale[w])
        logit -= np.where(far, c.accept_leave * a.leave_cost[w], 0)
        logit -= c.accept_place * (far & ~a.regions[w, b.region[p]])
        logit -= c.accept_need * self._unmet(w, p, far)
        return _sigmoid(logit + c.accept_bond * self._bond(w, p, 0))

    def hire(self, w: Rows, p: Rows) -> F:
        """Give P(the employer hires, given that the worker takes it up and a place is left)."""
        c, a, b = self.coefficients, self.workers, self.posts
        logit = c.hire_base + b.ease[p] + c.hire_skill * b.strict_skill[p] * (self.ability(w, p) - 0.5)
        gap = np.minimum(a.level[w] - b.level[p], 0)
        logit = logit + c.hire_education * b.strict_education[p] * gap
        logit += c.hire_experience * b.strict_experience[p] * np.clip(a.years[w] - b.years[p], -3, 3) / 3
        papers = a.certified[w] & (self.relation[a.trades[w, 0], b.trade[p]] > 0.5)
        logit -= c.hire_certificate * (b.certificate[p] & ~papers)
        logit -= c.hire_age * b.strict_age[p] * np.clip((a.age[w] - 45) / 10, 0, 2)
        return _sigmoid(logit + c.hire_reliable * a.reliable[w] + c.hire_bond * self._bond(w, p, 2))

    def stay(self, w: Rows, p: Rows) -> F:
        """Give P(still there after 90 days, given the hire)."""
        c, a, b = self.coefficients, self.workers, self.posts
        way, far = self.way(w, p)
        logit = c.stay_base + c.stay_conditions * b.conditions[p] + c.stay_reliable * a.reliable[w]
        logit = logit + c.stay_pay * np.clip(self.gain(w, p, far), -0.5, 0.4)
        logit += c.stay_want * (self.wanted(w, p) - 0.5) + c.stay_taste * a.taste[w, b.family[p]]
        logit -= c.stay_need * self._unmet(w, p, far)
        roofless = far & ~b.offers[p, 0]
        logit -= np.where(far, 0.35 * a.homesick[w], c.stay_km * way / a.km_scale[w]) + c.stay_far * roofless
        return _sigmoid(logit + c.stay_bond * self._bond(w, p, 1))

    def stages(self, w: Rows, p: Rows) -> tuple[F, F, F]:
        """Give P(accept), P(hire | accept), P(stay 90 | hire)."""
        return self.accept(w, p), self.hire(w, p), self.stay(w, p)

    def wanted(self, w: Rows, p: Rows) -> F:
        """Give how near the post's trade is to what the worker really wants, 0..1."""
        return _best(self.relation, self.workers.wants, None, w, self.posts.trade[p])

    def ability(self, w: Rows, p: Rows) -> F:
        """Give how well the worker can do it, 0..1."""
        return _best(self.relation, self.workers.trades, self.workers.skill, w, self.posts.trade[p])

    def worker_rows(self, worker_ids: npt.ArrayLike) -> Rows:
        """Give row numbers of worker ids; an unknown id raises KeyError."""
        return _rows(self.workers.worker_id, worker_ids)

    def post_rows(self, post_ids: npt.ArrayLike) -> Rows:
        """Give row numbers of post ids; an unknown id raises KeyError."""
        return _rows(self.posts.post_id, post_ids)

    def way(self, w: Rows, p: Rows) -> tuple[F, npt.NDArray[np.bool_]]:
        """Give (km, whether it is too far to go home every day)."""
        a, b = self.workers, self.posts
        way = kilometres(a.lat[w], a.lon[w], b.lat[p], b.lon[p])
        return way, way > self.county_km

    def gain(self, w: Rows, p: Rows, far: npt.NDArray[np.bool_]) -> F:
        """Give log real pay over what the worker really holds out for, lodging and the like counted in."""
        c, a, b = self.coefficients, self.workers, self.posts
        way_given = c.gives_way_lodging * b.offers[p, 0] * far + c.gives_way_meals * b.offers[p, 1]
        couple = c.gives_way_couple * (b.offers[p, 3] & a.needs[w, 3])
        over: F = b.log_pay[p] - a.log_reserve[w] + way_given + couple
        return over

    def _unmet(self, w: Rows, p: Rows, far: npt.NDArray[np.bool_]) -> F:
        a, b = self.workers, self.posts
        unmet = np.float32(1.6) * (a.needs[w, 0] & ~b.offers[p, 0] & far)
        for need in (1, 3, 4, 5, 6):
            unmet = unmet + (a.needs[w, need] & ~b.offers[p, need])
        counted: F = unmet + (a.needs[w, 2] & far)
        return counted

    def _bond(self, w: Rows, p: Rows, start: int) -> F:
        a, b = self.workers.bond, self.posts.bond
        tie: F = a[w, start] * b[p, start] + a[w, start + 1] * b[p, start + 1]
        return tie


def _best(relation: F, trades: Rows, weight: F | None, w: Rows, trade: Rows) -> F:
    found = np.zeros(np.broadcast_shapes(w.shape, trade.shape), np.float32)
    for k in range(trades.shape[1]):
        near = relation[trades[w, k], trade]
        np.maximum(found, near if weight is None else near * weight[w, k], out=found)
    return found


def _sigmoid(logit: F) -> F:
    return (1 / (1 + np.exp(-logit.astype(np.float32)))).astype(np.float32)


def _rows(ids: Rows, asked: npt.ArrayLike) -> Rows:
    order = np.argsort(ids)
    wanted = np.asarray(asked, dtype=np.int64)
    place = np.searchsorted(ids[order], wanted).clip(max=len(ids) - 1)
    rows: Rows = order[place]
    if not np.array_equal(ids[rows], wanted):
        raise KeyError("an id that the truth does not know")
    return rows


def save_truth(truth: Truth, folder: Path, parameters: Parameters) -> None:
    """Write the truth to a folder outside the store, as arrays and readable JSON; no pickle.

    Each file appears whole or not at all; ``truth.json`` comes last and says the sha256 of the arrays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, npt.NDArray[Any]] = {"relation": truth.relation}
    for name, side in (("workers", truth.workers), ("posts", truth.posts)):
        arrays |= {f"{name}.{f.name}": getattr(side, f.name) for f in fields(side)}
    arrays |= {f"happened.{name}": column for name, column in truth.happened.items()}
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    about = {
        "simulated": True, "parameters": parameters.digest(), "county_km": truth.county_km,
        "arrays": hashlib.sha256(buffer.getvalue()).hexdigest(),
    }  # fmt: skip
    _whole_file(folder / ARRAYS, buffer.getvalue())
    _whole_file(folder / ABOUT, (json.dumps(about, indent=1) + "\n").encode())


def _whole_file(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def load_truth(folder: Path, parameters: Parameters | None = None) -> Truth:
    """Read a truth back.

    Unavailable where there is none; Integrity where it was made with other parameters or is damaged.
    """
    parameters = parameters or Parameters()
    if not (folder / ABOUT).is_file() or not (folder / ARRAYS).is_file():
        raise Unavailable("county_no_truth", where=str(folder))
    about = json.loads((folder / ABOUT).read_text("utf-8"))
    if about["parameters"] != parameters.digest():
        raise Integrity("county_other_parameters", where=str(folder))
    content = (folder / ARRAYS).read_bytes()
    if about["arrays"] != hashlib.sha256(content).hexdigest():
        raise Integrity("county_damaged", where=str(folder / ARRAYS))
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        held = {name: arrays[name] for name in arrays.files}
    return Truth(
        WorkerTraits(**_part(held, "workers.")), PostTraits(**_part(held, "posts.")), held["relation"],
        parameters.truth, about["county_km"], _part(held, "happened."),
    )  # fmt: skip


def _part(held: dict[str, npt.NDArray[Any]], prefix: str) -> dict[str, npt.NDArray[Any]]:
    return {name.removeprefix(prefix): array for name, array in held.items() if name.startswith(prefix)}
