"""The base settings, from the environment (``SPRINGWIND_*``); passed in, never read at import.

Each package nests its own under this class (``SPRINGWIND_SERVING__PORT`` and so on).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from features.errors import InputError
from features.say import Lang


class Settings(BaseSettings):
    """Say where data lies, which database is used and which language is spoken first."""

    model_config = SettingsConfigDict(
        env_prefix="SPRINGWIND_", env_nested_delimiter="__", frozen=True, extra="ignore"
    )

    data_dir: Path = Path("var")
    """Folder of the embedded database, keys, bundles, kept files and exports."""

    database_url: str | None = None
    """A PostgreSQL of the office's own (``postgresql://...``); without it the embedded one is started."""

    language: Lang = "zh"
    """Language of messages where the caller names none."""

    scope: str = ""
    """Division-code prefix the command may see; empty means the whole office."""

    keep_ledger_days: int = Field(730, ge=730)
    """How long ledgers are kept, in days. 人力资源市场暂行条例 asks for two years at least."""

    import_memory_mb: int = Field(4096, ge=1024)
    """Address space in MB of the process that reads an imported file; libraries reserve 1 GB of it unused."""

    import_seconds: int = Field(600, ge=1)
    """Processor seconds the reading of one imported file may take."""

    import_apart: bool = True
    """Read imported files in a process of their own; False saves 0.5 s (files of one's own making)."""

    @property
    def bundles_dir(self) -> Path:
        """Folder with one sub-folder per verified bundle, named by its sha256."""
        return self.data_dir / "bundles"

    @model_validator(mode="wrap")
    @classmethod
    def _named(cls, told: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Name the variable that cannot be taken, instead of the field inside the program."""
        try:
            return handler(told)
        except ValidationError as error:
            first = error.errors()[0]
            name = "SPRINGWIND_" + "__".join(str(part) for part in first["loc"]).upper()
            raise InputError("setting", where=name, value=first["input"], detail=first["msg"]) from error
