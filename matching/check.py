"""What ``springwind doctor`` asks of the engine: the shipped models, and the library LightGBM needs."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes.util import find_library

from features.cli import language
from features.doctor import Check
from features.errors import SpringwindError
from features.say import say
from features.settings import Settings


def checks(settings: Settings) -> Iterator[Check]:
    """Open the shipped encoder and coder, and look for libgomp."""
    yield _models()
    lang, found = language(), find_library("gomp")
    yield Check("libgomp1", found is not None, found or "-", "" if found else say("check.libgomp", lang))


def _models() -> Check:
    from matching.bundle import default_bundle

    lang = language()
    try:
        bundle = default_bundle()
    except SpringwindError as error:
        return Check("models", False, error.message(lang), say("check.models", lang))
    return Check("models", True, say("check.models.found", lang, dim=bundle.encoder.dim))
