"""How much memory and time the reading of one file may take."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """Bound the process that reads a file."""

    model_config = ConfigDict(frozen=True)

    memory_mb: int = Field(4096, ge=1024)
    """Address space in MB (RLIMIT_AS). Libraries reserve about 1 GB of it without using it."""

    seconds: int = Field(600, ge=1)
    """Processor seconds (RLIMIT_CPU); twice as many may pass on the clock."""
