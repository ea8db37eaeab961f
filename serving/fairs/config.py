"""What an organiser can turn when a fair is planned."""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from matching.assign import AssignConfig
from matching.campaign import CampaignConfig


class Wish(Protocol):
    """Be what a form or a request says: invitations per worker, and most per place (None = not said)."""

    @property
    def per_worker(self) -> int:
        """Give the most invitations one worker gets."""
        ...

    @property
    def per_place(self) -> float | None:
        """Give the most invitations per place."""
        ...


class FairConfig(BaseModel):
    """Hold the limits of one fair's plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    per_worker: int = Field(3, ge=1, le=20)
    """Most invitations one worker gets: what a person can visit in a morning."""

    per_place: float | None = None
    """Most invitations per place, 1 or more (less is refused by name when the plan is made). None: as many
    as the place is expected to need, at most eight."""

    reserves: int = Field(2, ge=0, le=20)
    """Reserves named for each worker and for each place."""

    candidates: int = Field(50, ge=1, le=1000)
    """Posts scored for each worker."""

    places_unsaid: int = Field(1, ge=0, le=100)
    """Places counted for a post whose headcount was not said (若干)."""

    notice_days: int = Field(7, ge=0, le=60)
    """Days before the fair by which the public notice should be out; the office's own rule."""

    @classmethod
    def of(cls, wish: Wish | None) -> FairConfig:
        """Take a wish over, the rest as it stands; a config is taken as it is."""
        if isinstance(wish, cls):
            return wish
        return cls() if wish is None else cls(per_worker=wish.per_worker, per_place=wish.per_place)

    @property
    def campaign(self) -> CampaignConfig:
        """Give the same limits as the engine wants them."""
        if self.per_place is None:
            limits, most = AssignConfig(per_worker=self.per_worker), 8.0
        else:
            limits = AssignConfig(per_worker=self.per_worker, oversubscription=self.per_place)
            most = self.per_place
        return CampaignConfig(
            assign=limits, most_per_place=most, candidates=self.candidates, reserves=self.reserves
        )
