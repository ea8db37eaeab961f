"""Load the message files once and fill them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Lang = Literal["zh", "en"]


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Give all messages as ``{key: {"zh": ..., "en": ...}}``; two files may not define the same key."""
    messages: dict[str, dict[str, str]] = {}
    for path in sorted(files("features.say").joinpath("messages").iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".toml"):
            continue
        for key, texts in tomllib.loads(path.read_text("utf-8")).items():
            if key in messages:
                raise ValueError(f"message {key!r} is defined twice, again in {path.name}")
            messages[key] = texts
    return messages


def say(key: str, lang: Lang = "zh", **values: Any) -> str:
    """Give message ``key`` in ``lang`` with its placeholders filled; an unknown key raises KeyError."""
    return catalogue()[key][lang].format(**values)
