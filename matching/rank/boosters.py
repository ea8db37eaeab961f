"""The one way to LightGBM: without the libraries it would pull in beside it.

``import lightgbm`` looks for scikit-learn, pandas, matplotlib and more and imports what it finds. The
service needs none of them, so they are hidden while it is imported and put back right after.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from features.errors import Integrity

HIDDEN = (
    "sklearn",
    "pandas",
    "matplotlib",
    "dask",
    "distributed",
    "datatable",
    "graphviz",
    "cffi",
    "pyarrow",
)
_lock = Lock()


def lightgbm() -> Any:
    """Give the lightgbm module, imported at the first call."""
    with _lock:
        if "lightgbm" not in sys.modules:
            with _hidden():
                import lightgbm  # noqa: F401
        return sys.modules["lightgbm"]


def read_booster(path: Path) -> Any:
    """Read a model written as text; Integrity if it is missing or cut off."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise Integrity("ranker_broken", where=str(path), detail=str(error)) from error
    if "end of trees" not in text or "end of parameters" not in text:
        raise Integrity("ranker_broken", where=str(path), detail="end of trees")
    try:
        return lightgbm().Booster(model_str=text)
    except Exception as error:  # lightgbm raises its own kinds, by version
        raise Integrity("ranker_broken", where=str(path), detail=str(error)) from error


@contextmanager
def _hidden() -> Iterator[None]:
    """Make imports of the hidden names fail, as they do where these are not installed."""
    kept = {name: sys.modules[name] for name in HIDDEN if name in sys.modules}
    sys.modules.update(dict.fromkeys(HIDDEN))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in HIDDEN:
            sys.modules.pop(name, None)
        sys.modules.update(kept)
