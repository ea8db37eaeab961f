"""How wide the search for doubles is and how sure it must be."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DoublesConfig(BaseModel):
    """Hold the settings of one search."""

    model_config = ConfigDict(frozen=True)

    window: int = Field(10, ge=1, le=200)
    """Neighbours each record is compared with within a block, in the block's order (sorted neighbourhood,
    Hernández and Stolfo 1995). Blocks up to this size are compared whole."""

    threshold: float | None = Field(None, gt=0.0, lt=1.0)
    """Least probability at which a pair is proposed; None = the one the weights were fitted with."""
