"""State how a campaign is planned, and what its organiser demands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from features.errors import InputError
from matching.assign import AssignConfig, Labels, Pairs, Parties, Wishes
from matching.assign.problem import Doubles
from matching.types import Ints

PAIR = {"worker_id": pl.Int64(), "post_id": pl.Int64()}
BOOTHS = {"employer_id": pl.Int64(), "minimum": pl.Int64(), "capacity": pl.Int64()}
MEMBERS = {"worker_id": pl.Int64(), "group": pl.String()}
FLOORS = {"group": pl.String(), "least": pl.Int64()}


class CampaignConfig(BaseModel):
    """Hold the schedule, how many reserves are named and how the day is simulated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    assign: AssignConfig = Field(default_factory=AssignConfig)
    """Limits and schedule of the allocation."""

    candidates: int = Field(50, ge=1, le=1000)
    """Posts scored for each worker."""

    most_per_place: float = Field(8.0, ge=1, le=100)
    """A post's multiple is raised above the config's until its places are expected to fill, at most to
    this; a multiple of its own (``CampaignWishes.multiples``) is left as it is."""

    headroom: float = Field(1.5, ge=1, le=10)
    """Hires a place is expected to need among its invitees, since some are hired elsewhere before they
    come. 1.5 was best of 1 to 3 on simulated counties (``springwind bench placements``, other seeds)."""

    reserves: int = Field(2, ge=0, le=20)
    """Reserves named for each worker, and for each place of a post."""

    draws: int = Field(20, ge=1, le=1000)
    """Simulated days that the three ways of inviting are compared on."""

    seed: int = 0
    """Seed of the simulated days."""


@dataclass(frozen=True, slots=True)
class CampaignWishes:
    """Hold the organiser's demands by id.

    ``fixed`` and ``forbidden``: frames worker_id, post_id. ``booths``: employer_id, minimum, capacity (null
    = no limit) and, where the hall is known, booth. ``multiples``: post_id, multiple, for posts that invite
    more or fewer than the config says. ``floors``: group, least (people of a priority group who are to be
    served); ``members``: worker_id, group. Who belongs to several groups with a floor counts for the one
    that stands first in ``floors``. ``parties``: party, worker_id, together (``post``, ``employer``,
    ``near``), km (for ``near``), for couples, relatives and crews; the first row of a party leads it.
    """

    fixed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PAIR))
    forbidden: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PAIR))
    booths: pl.DataFrame | None = None
    multiples: pl.DataFrame | None = None
    floors: pl.DataFrame | None = None
    members: pl.DataFrame | None = None
    parties: pl.DataFrame | None = None

    @property
    def group_names(self) -> tuple[str, ...]:
        """Give the priority groups that have a floor, in order."""
        return () if self.floors is None else tuple(self.floors["group"])

    def in_rows(self, labels: Labels, employer: Ints, multiple: npt.NDArray[np.float64]) -> Wishes:
        """Give the same demands by row; ids that are not part of the campaign raise InputError.

        ``employer`` and ``multiple`` (p,) are the employer rows and the multiples of all posts.
        """
        worker_ids, post_ids, employer_ids = labels.worker, labels.post, labels.employer
        assert worker_ids is not None
        assert post_ids is not None
        assert employer_ids is not None
        minimum, capacity = self._booths(employer_ids)
        group, floor = self._floors(worker_ids)
        return Wishes(
            fixed=self._pairs(self.fixed, worker_ids, post_ids),
            forbidden=self._pairs(self.forbidden, worker_ids, post_ids),
            employer=None if self.booths is None else employer,
            minimum=minimum,
            capacity=capacity,
            oversubscription=self._multiples(post_ids, multiple),
            group=group,
            floor=floor,
        )

    def party_rows(self, worker_ids: Ints, employer: Ints, spot: Doubles | None) -> Parties | None:
        """Give the parties by row; ``employer`` (p,) and ``spot`` (p, 2) are those of all posts."""
        if self.parties is None or self.parties.is_empty():
            return None
        with_km = self.parties if "km" in self.parties.columns else self.parties.with_columns(km=None)
        table = with_km.with_columns(
            row=pl.col("party").rank("dense").cast(pl.Int64) - 1, km=pl.col("km").cast(pl.Float64)
        ).sort("row", maintain_order=True)
        each = table.group_by("row", maintain_order=True).first()
        return Parties(
            table["row"].to_numpy(), rows_of("worker", table["worker_id"].to_numpy(), worker_ids),
            tuple(each["together"]), each["km"].fill_null(np.nan).to_numpy(), employer, spot,
        )  # fmt: skip

    def _pairs(self, frame: pl.DataFrame, worker_ids: Ints, post_ids: Ints) -> Pairs:
        workers, posts = frame["worker_id"].to_numpy(), frame["post_id"].to_numpy()
        return rows_of("worker", workers, worker_ids), rows_of("post", posts, post_ids)

    def _booths(self, employer_ids: Ints) -> tuple[Ints | None, Ints | None]:
        if self.booths is None:
            return None, None
        rows = rows_of("employer", self.booths["employer_id"].to_numpy(), employer_ids)
        least, most = np.zeros(len(employer_ids), np.int64), np.full(len(employer_ids), -1, np.int64)
        least[rows] = self.booths["minimum"].fill_null(0).to_numpy()
        most[rows] = self.booths["capacity"].fill_null(-1).to_numpy()
        return least, most

    def _floors(self, worker_ids: Ints) -> tuple[Ints | None, Ints | None]:
        """Give each worker's group row (w,), -1 = none, and the floors (g,) in the order of the frame."""
        if self.floors is None or self.floors.is_empty():
            return None, None
        group = np.full(len(worker_ids), -1, np.int64)
        members = self.members if self.members is not None else pl.DataFrame(schema=MEMBERS)
        for row, name in reversed(list(enumerate(self.floors["group"]))):
            inside = members.filter(pl.col("group") == name)["worker_id"].to_numpy()
            group[rows_of("worker", inside, worker_ids)] = row
        return group, self.floors["least"].to_numpy().astype(np.int64)

    def _multiples(self, post_ids: Ints, multiple: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if self.multiples is None:
            return multiple
        own = multiple.copy()
        own[rows_of("post", self.multiples["post_id"].to_numpy(), post_ids)] = self.multiples["multiple"]
        return own


def rows_of(kind: str, wanted: Ints, ids: Ints) -> Ints:
    """Give the rows of ``wanted`` among the rising ``ids``; InputError names the first that is missing."""
    rows = np.searchsorted(ids, wanted)
    known = np.zeros(len(wanted), np.bool_)
    inside = rows < len(ids)
    known[inside] = ids[rows[inside]] == np.asarray(wanted)[inside]
    if not known.all():
        raise InputError(f"campaign_unknown_{kind}", id=int(np.asarray(wanted)[~known][0]))
    return rows.astype(np.int64)
