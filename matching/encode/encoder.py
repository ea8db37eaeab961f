"""Hold what an encoder promises, and the static one that the service runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import polars as pl

from features import text as fields
from features.errors import Integrity
from matching.encode.prepare import prepare
from matching.types import Floats

if TYPE_CHECKING:
    from model2vec import StaticModel

CHUNK = 4096
"""Texts pooled at once: bounds the memory that a large frame needs."""


class Encoder(Protocol):
    """Turn texts into unit vectors; a text with nothing known in it becomes a zero row."""

    @property
    def name(self) -> str:
        """Name the model, for cards and manifests."""

    @property
    def dim(self) -> int:
        """Give the number of dimensions."""

    def encode(self, texts: Sequence[str | None]) -> Floats:
        """Give float32 ``(n, dim)``, each row of unit length or all zero."""


class StaticEncoder:
    """Average one learned row per word. Reads a folder that model2vec and sentence-transformers share.

    ``dim`` keeps only the first dimensions of a model trained for it (Matryoshka: 256, 128, 64).
    """

    def __init__(self, folder: Path, dim: int | None = None) -> None:
        self.name = folder.name
        self._model = _open(folder)
        self._table = _table(self._model)[:, :dim]
        self.dim: int = self._table.shape[1]

    def encode(self, texts: Sequence[str | None]) -> Floats:
        """Give float32 ``(n, dim)``, each row of unit length or all zero."""
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), CHUNK):
            self._pool(texts[start : start + CHUNK], out[start : start + CHUNK])
        return unit(out)

    def _pool(self, texts: Sequence[str | None], out: Floats) -> None:
        ids = self._model.tokenize([prepare(text) for text in texts])
        counts = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
        filled = np.flatnonzero(counts)
        if filled.size:
            flat = np.fromiter(chain.from_iterable(ids), dtype=np.int64, count=int(counts.sum()))
            starts = np.concatenate(([0], np.cumsum(counts[filled])[:-1]))
            out[filled] = np.add.reduceat(self._table[flat], starts, axis=0)


def unit(vectors: Floats) -> Floats:
    """Scale every row to length 1; rows that are (nearly) zero become exactly zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    kept = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-6)
    return np.ascontiguousarray(kept, dtype=np.float32)


def encode_posts(encoder: Encoder, posts: pl.DataFrame) -> Floats:
    """Give one unit vector ``(n, dim)`` per post: its fields encoded apart and added by weight."""
    return _combine(encoder, fields.post_fields(posts), posts.height)


def encode_workers(encoder: Encoder, workers: pl.DataFrame) -> Floats:
    """Give one unit vector ``(n, dim)`` per worker: wishes, skills and past jobs added by weight."""
    return _combine(encoder, fields.worker_fields(workers), workers.height)


def _combine(encoder: Encoder, parts: Iterable[fields.Field], height: int) -> Floats:
    total = np.zeros((height, encoder.dim), dtype=np.float32)
    for part in parts:
        distinct, where = np.unique(np.asarray(part.texts, dtype=object), return_inverse=True)
        total += np.float32(part.weight) * encoder.encode(distinct.tolist())[where]
    return unit(total)


def _open(folder: Path) -> StaticModel:
    """Open the folder as model2vec would, without its hub client: that alone takes longer than the model."""
    from model2vec import StaticModel
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        arrays = load_file(folder / "model.safetensors")
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return StaticModel(
            arrays["embeddings"], tokenizer, config, normalize=True, weights=arrays.get("weights"),
            token_mapping=arrays.get("mapping"), max_length=None,
        )  # fmt: skip
    except Exception as error:  # whatever a cut-off or foreign file makes the readers raise
        raise Integrity("encoder_broken", where=str(folder), detail=str(error)) from error


def _table(model: Any) -> Floats:
    rows: Floats = np.asarray(model.embedding, dtype=np.float32)
    if model.token_mapping is not None:
        rows = rows[model.token_mapping]
    if model.weights is not None:
        rows = rows * np.asarray(model.weights, dtype=np.float32)[:, None]
    return rows
