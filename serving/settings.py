"""What the service itself can be told, from ``SPRINGWIND_SERVING__*``; passed in, never read at import."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from features.settings import Settings
from serving.channels import ChannelSettings
from serving.worklist import WorkConfig


class ServingSettings(BaseModel):
    """Say where the service listens, how large an answer may be and how often it looks for news."""

    model_config = ConfigDict(frozen=True)

    host: str = "127.0.0.1"
    """Address to listen on; 0.0.0.0 opens the service to the office's network."""

    port: int = Field(8088, ge=0, le=65535)
    """Port to listen on; 0 takes any free one."""

    office_name: str = ""
    """Name of the office as printed on letters; empty means the generic name."""

    font_dir: str = ""
    """Folder with a font that has Chinese letters, for PDFs; empty means the system's fonts."""

    public_url: str = ""
    """Address under which the public reaches the pages; empty means the address of the request."""

    threads: int = Field(8, ge=1, le=64)
    """Requests worked on at the same time; each lets native libraries use one thread."""

    max_body: int = Field(1_000_000, ge=1_000)
    """Largest request body taken, in bytes."""

    max_matches: int = Field(100, ge=1, le=1000)
    """Longest list of matches given in one answer."""

    follow_seconds: float = Field(1.0, gt=0)
    """Longest pause between two looks for news, in seconds; the database's notice ends it early."""

    session_hours: float = Field(10, gt=0, le=72)
    """How long a sign-in at the window lasts, in hours: one working day."""

    feed_page: int = Field(1000, ge=1, le=10_000)
    """Most changes given in one answer of the change feed."""

    channels: ChannelSettings = ChannelSettings()
    """How posts go out to others and come in from them."""

    work: WorkConfig = WorkConfig()
    """After how many days something stands on the worklist."""


class ServiceSettings(Settings):
    """Be the base settings with the service's own beneath them."""

    serving: ServingSettings = ServingSettings()

    @classmethod
    def over(cls, base: Settings) -> ServiceSettings:
        """Take ``base`` as it is and add the service's own part from the environment."""
        if isinstance(base, cls):
            return base
        return cls(**base.model_dump(exclude={"serving"}))
