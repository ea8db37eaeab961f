"""Hold couples, relatives and crews, and list the visits each of them could make together.

A party visits booths together: at every visit each member has exactly one invitation, and all members have
as many invitations as one another. ``post``: a visit is one post for all. ``employer``: one employer, each
member at the own best post there. ``near``: the leader's post, and for each other member a post within
``km`` of it (by arc).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.errors import InputError
from matching.assign.problem import Doubles, Problem
from matching.types import Ints

EARTH = 6371.0
"""Radius in km; spherical, as everywhere in the engine."""

TOGETHER = ("post", "employer", "near")


@dataclass(frozen=True, slots=True)
class Parties:
    """Hold who belongs together: aligned member rows, and per party how near.

    ``party`` (m,) and ``worker`` (m,): party rows from 0 and worker rows, the leader of each party first.
    ``together`` and ``km``: one entry per party. ``employer`` (p,): employer row of each post. ``spot``
    (p, 2): degrees north and east, nan where not known; needed for ``near`` alone.
    """

    party: Ints
    worker: Ints
    together: tuple[str, ...]
    km: Doubles
    employer: Ints
    spot: Doubles | None = None

    def __len__(self) -> int:
        return len(self.together)


@dataclass(frozen=True, slots=True)
class Visits:
    """Hold every way to take part in a joint visit, sorted by party, site and member (aligned arrays).

    ``pair`` is the row of the candidate pair, ``cell`` numbers party x site x member from 0, ``site`` numbers
    party x site from 0, each rising. ``of_site`` gives the party of each site, ``of_cell`` the site and
    ``member`` the worker row of each cell.
    """

    pair: Ints
    cell: Ints
    of_cell: Ints
    member: Ints
    of_site: Ints
    sizes: Ints


def visits(problem: Problem, parties: Parties) -> Visits:
    """List the joint visits of every party over the candidate pairs; InputError names what is no party."""
    _refuse(problem, parties)
    table = pl.concat([part for kind in TOGETHER for part in _options(problem, parties, kind)])
    sizes = np.bincount(parties.party, minlength=len(parties))
    whole = pl.col("worker").n_unique().over("party", "site") == pl.Series(sizes).gather(table["party"])
    table = table.filter(whole).sort("party", "site", "worker", "pair")
    site = table.select(pl.struct("party", "site").rle_id()).to_series().to_numpy().astype(np.int64)
    cell = table.select(pl.struct("party", "site", "worker").rle_id()).to_series().to_numpy().astype(np.int64)
    first_cell, first_site = (np.flatnonzero(np.diff(ids, prepend=-1)) for ids in (cell, site))
    member, party = table["worker"].to_numpy(), table["party"].to_numpy()
    return Visits(
        table["pair"].to_numpy(), cell, site[first_cell], member[first_cell], party[first_site], sizes
    )


SCHEMA = {"party": pl.Int64, "site": pl.Int64, "worker": pl.Int64, "pair": pl.Int64}


def _options(problem: Problem, parties: Parties, kind: str) -> Iterator[pl.DataFrame]:
    """Give party, site, worker, pair of one kind of party."""
    yield pl.DataFrame(schema=SCHEMA)
    mine = np.array([each == kind for each in parties.together], np.bool_)[parties.party]
    if not mine.any():
        return
    leads = np.diff(parties.party, prepend=-1) != 0
    people = pl.DataFrame({"party": parties.party, "worker": parties.worker, "leads": leads})
    pairs = pl.DataFrame({"worker": problem.worker, "post": problem.post}).with_row_index("pair")
    pairs = pairs.with_columns(pl.col("pair").cast(pl.Int64))
    own = people.filter(pl.Series(mine)).join(pairs, on="worker", maintain_order="left")
    if kind == "near":
        yield _near(parties, own)
        return
    site = pl.col("post") if kind == "post" else pl.Series(parties.employer).gather(own["post"])
    yield own.with_columns(site=site).select(*SCHEMA)


def _near(parties: Parties, own: pl.DataFrame) -> pl.DataFrame:
    """Set each post of the leader beside the other members' posts within reach of it."""
    anchors = own.filter("leads").select("party", site="post")
    both = anchors.join(own, on="party", maintain_order="left")
    there, here = both["site"].to_numpy(), both["post"].to_numpy()
    within = _km(parties, there, here) <= parties.km[both["party"].to_numpy()]
    itself = both["leads"].to_numpy()
    return both.filter(pl.Series(np.where(itself, there == here, within | (there == here)))).select(*SCHEMA)


def _km(parties: Parties, one: Ints, other: Ints) -> Doubles:
    """Give the arc in km between posts; nan where a place is not known (haversine)."""
    if parties.spot is None:
        return np.full(len(one), np.nan)
    (north, east), (to_north, to_east) = (np.radians(parties.spot[rows]).T for rows in (one, other))
    half = np.sin((to_north - north) / 2) ** 2
    half += np.cos(north) * np.cos(to_north) * np.sin((to_east - east) / 2) ** 2
    arc: Doubles = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return arc


def _refuse(problem: Problem, parties: Parties) -> None:
    labels, worker = problem.labels, parties.worker
    unknown = [each for each in parties.together if each not in TOGETHER]
    if unknown:
        raise InputError("assign_party_kind", found=unknown[0], known=", ".join(TOGETHER))
    if ((worker < 0) | (worker >= problem.workers)).any():
        raise InputError("assign_wish_range", where="parties", name="parties")
    twice = np.flatnonzero(np.bincount(worker, minlength=1) > 1)
    if len(twice):
        raise InputError("assign_party_twice", worker=labels.of("worker", int(twice[0])))
    alone = np.flatnonzero(np.bincount(parties.party, minlength=len(parties)) < 2)
    if len(alone):
        raise InputError("assign_party_size", party=int(alone[0]) + 1)
    fixed = np.intersect1d(problem.worker[problem.fixed], worker)
    if len(fixed):
        raise InputError("assign_party_fixed", worker=labels.of("worker", int(fixed[0])))
    near = np.array([each == "near" for each in parties.together], np.bool_)
    if not (np.isfinite(parties.km[near]) & (parties.km[near] >= 0)).all():
        raise InputError("assign_party_km", party=int(np.flatnonzero(near)[0]) + 1)
