"""Write an encoder folder that model2vec and sentence-transformers both open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from matching.types import Floats

_MODULES = "sentence_transformers.sentence_transformer.modules"


def save(folder: Path, rows: Floats, tokens: Tokenizer) -> None:
    """Write rows as int8 with one scale per row, the tokenizer and the files each library looks for."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
    small = np.rint(rows / scale[:, None]).astype(np.int8)
    save_file({"embeddings": small, "weights": scale.astype(np.float32)}, folder / "model.safetensors")
    tokens.save(str(folder / "tokenizer.json"), pretty=False)
    _json(folder / "config.json", {
        "model_type": "model2vec", "architectures": ["StaticModel"], "normalize": True, "max_length": None,
        "hidden_dim": int(rows.shape[1]), "embedding_dtype": "int8",
    })  # fmt: skip
    _json(folder / "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": f"{_MODULES}.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{_MODULES}.Normalize"},
    ])  # fmt: skip
    _json(folder / "config_sentence_transformers.json", {
        "model_type": "SentenceTransformer", "prompts": {}, "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    })  # fmt: skip
    (folder / "1_Normalize").mkdir(exist_ok=True)
    _json(folder / "1_Normalize" / "config.json", {})


def _json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
