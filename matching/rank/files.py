"""A ranker on disk: a folder with ``ranker.json`` and the files it names. No pickle anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from features.errors import Integrity
from features.pairs import NAMES, fingerprint

SETTINGS = "ranker.json"


def write_settings(folder: Path, settings: dict[str, Any]) -> None:
    """Write ``ranker.json`` with the list of features it was made for."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {**settings, "features": list(NAMES), "fingerprint": fingerprint()}
    (folder / SETTINGS).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def read_settings(folder: Path, kind: str | None = None) -> dict[str, Any]:
    """Read ``ranker.json``; Integrity if it is missing, cut off, of another kind or of other features."""
    try:
        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Integrity("ranker_broken", where=str(folder / SETTINGS), detail=str(error)) from error
    if not isinstance(settings, dict) or (kind is not None and settings.get("kind") != kind):
        raise Integrity("ranker_broken", where=str(folder / SETTINGS), detail=f"kind {kind}")
    if settings.get("fingerprint") != fingerprint():
        raise Integrity("ranker_features", where=str(folder / SETTINGS), detail=_differences(settings))
    return settings


def _differences(settings: dict[str, Any]) -> str:
    theirs, ours = set(settings.get("features", [])), set(NAMES)
    named = [f"+{name}" for name in sorted(ours - theirs)] + [f"-{name}" for name in sorted(theirs - ours)]
    return " ".join(named[:8]) or "order or direction"
