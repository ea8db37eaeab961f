"""What the office can turn about its channels, from ``SPRINGWIND_SERVING__CHANNELS__*``."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class ChannelSettings(BaseModel):
    """Say how long others are waited for, how much is taken from them, and where the province listens."""

    model_config = ConfigDict(frozen=True)

    send_seconds: float = Field(10.0, gt=0, le=120)
    """Longest time one delivery may take from connecting to the last byte of the answer, in seconds."""

    follow_every: float = Field(60.0, ge=1)
    """Seconds between two looks at a followed feed."""

    follow_seconds: float = Field(120.0, gt=0, le=600)
    """Longest time one look at a followed feed may take, in seconds."""

    follow_lines: int = Field(200_000, ge=1)
    """Most posts taken from one followed feed."""

    follow_bytes: int = Field(400_000_000, ge=1_000)
    """Most bytes read from one followed feed in one look."""

    province_url: str = ""
    """Address at which the provincial platform takes files; empty: nothing is uploaded by itself."""

    province_token: SecretStr = SecretStr("")
    """What the provincial platform knows the office by; sent as a bearer token."""

    province_dictionary: Path | None = None
    """The province's own field names and tables; the shipped dictionary where none is named."""

    province_every: float = Field(3600.0, ge=60)
    """Seconds between two uploads to the provincial platform."""

    workers: int = Field(3, ge=1, le=16)
    """Jobs done at the same time in the background: one that waits for a slow receiver holds up no other."""
