"""Open a saved index of whichever kind."""

from __future__ import annotations

from pathlib import Path

from matching.index.base import Index
from matching.index.exact import ExactIndex
from matching.index.faiss_index import FaissIndex
from matching.index.files import kind_of


def load_index(folder: Path) -> Index:
    """Open whichever index was saved in ``folder``; damaged files raise Integrity."""
    return FaissIndex.load(folder) if kind_of(folder) == "faiss" else ExactIndex.load(folder)
