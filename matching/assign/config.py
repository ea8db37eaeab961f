"""State what an allocation maximises and within which limits."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, model_validator

from features.errors import InputError

Weights = tuple[float, ...]


class AssignConfig(BaseModel):
    """Hold the limits and the concave schedule of one allocation.

    Maximised is, over all invitations: the sum of values, less for each post ``crowding x
    (1 - place weight) x`` the mean value of its best candidates for every invitee beyond the first per
    place, less for each worker ``crowding x (1 - worker weight) x`` the mean value of the own best posts
    for every invitation beyond the first, plus ``service_bonus`` for every worker invited to anything.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    per_worker: int = 3
    """Most invitations one worker gets."""

    oversubscription: float = 2.0
    """Most invitations a post gives out, as a multiple of its places (rounded down)."""

    place_weights: Weights = (1.0, 0.7, 0.5, 0.35)
    """Worth of the 1st, 2nd, ... invitee for one and the same place; never rising, the last one repeats."""

    worker_weights: Weights = (1.0, 0.6, 0.36)
    """Worth of a worker's 1st, 2nd, ... invitation; never rising, the last one repeats."""

    from_chance: bool = True
    """Where the chance of each pair is given, weights follow from it, post by post and worker by worker
    (see ``schedule.chance_weights``), and the two lists above are not used."""

    crowding: float = 0.35
    """How much of the mean value of the best is lost where a further invitation is worth nothing. A sum
    cannot multiply each pair's value by its weight; 0.2 to 0.5 came nearest to simulated days
    (``springwind bench campaign``)."""

    service_bonus: float = 1.0
    """Worth, in lasting placements, of a worker being invited at all. Raised where needed so that nobody
    is left with nothing while an acceptable place remains; 0 switches this floor of service off."""

    resolution: int = 10**8
    """Steps into which the largest worth is cut for the integer solver; lowered where it would overflow."""

    @model_validator(mode="after")
    def _refuse_nonsense(self) -> AssignConfig:
        if not 1 <= self.per_worker <= 100:
            raise InputError("assign_per_worker", where="per_worker", found=self.per_worker)
        if not (math.isfinite(self.oversubscription) and self.oversubscription >= 1):
            raise InputError("assign_oversubscription", where="oversubscription", found=self.oversubscription)
        if not 0 <= self.crowding <= 1:
            raise InputError("assign_crowding", where="crowding", found=self.crowding)
        if not (math.isfinite(self.service_bonus) and self.service_bonus >= 0):
            raise InputError("assign_service_bonus", where="service_bonus", found=self.service_bonus)
        if not 100 <= self.resolution <= 10**12:
            raise InputError("assign_resolution", where="resolution", found=self.resolution)
        _refuse_weights("place_weights", self.place_weights)
        _refuse_weights("worker_weights", self.worker_weights)
        return self


def _refuse_weights(name: str, weights: Weights) -> None:
    falling = all(a >= b for a, b in pairwise(weights))
    if not weights or weights[0] != 1 or not falling or weights[-1] < 0:
        raise InputError("assign_weights", where=name, name=name, found=list(weights))


def weights_to(weights: Weights, length: int) -> npt.NDArray[np.float64]:
    """Give the first ``length`` weights, the last one repeated."""
    return np.array([weights[min(k, len(weights) - 1)] for k in range(length)], np.float64)
