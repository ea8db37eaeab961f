"""Save a coder as a folder: arrays in safetensors, words in JSON; open it again."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from features.errors import InputError, Integrity
from matching.encode import Encoder, load_encoder, shipped
from matching.occupations.coder import Coder, CoderConfig
from matching.types import Floats

_PROBE = ("缝纫工", "电焊工", "厨师", "software engineer", "truck driver")
"""Texts whose vectors tell whether the encoder is the one the coder learned with."""


def save_coder(coder: Coder, folder: Path) -> None:
    """Write ``coder.json`` and ``coder.safetensors`` (half precision; known titles as int8)."""
    folder.mkdir(parents=True, exist_ok=True)
    words = {
        "config": asdict(coder.config), "names": coder.names, "codes": coder.codes, "grams": coder.grams,
        "dim": coder.encoder.dim, "encoder": fingerprint(coder.encoder),
    }  # fmt: skip
    arrays = {
        "gram_weight": coder.gram_weight.astype(np.float32),
        "gram_rows": _small(coder.gram_rows), "gram_scale": _scale(coder.gram_rows),
        "gram_out": coder.gram_out.astype(np.float16), "dense_out": coder.dense_out.astype(np.float16),
        "known": _small(coder.known), "known_scale": _scale(coder.known), "known_start": coder.known_start,
    }  # fmt: skip
    save_file(
        {name: np.ascontiguousarray(array) for name, array in arrays.items()}, folder / "coder.safetensors"
    )
    (folder / "coder.json").write_text(json.dumps(words, ensure_ascii=False) + "\n", "utf-8")


def load_coder(path: str | Path | None = None, encoder: Encoder | None = None) -> Coder:
    """Open the shipped coder or the one at a folder, with its encoder (the shipped one unless given).

    Raises InputError where there is no coder, Integrity where files are damaged or the encoder is
    another than the one it learned with.
    """
    folder = shipped("coder") if path is None else Path(path)
    if not (folder / "coder.json").exists():
        raise InputError("coder_unknown", where=str(folder))
    try:
        words = json.loads((folder / "coder.json").read_text("utf-8"))
        arrays = load_file(folder / "coder.safetensors")
    except (ValueError, OSError, SafetensorError) as error:
        raise Integrity("coder_broken", where=str(folder), detail=str(error)) from error
    used = encoder or load_encoder()
    if used.dim != words["dim"] or fingerprint(used) != words["encoder"]:
        raise Integrity("coder_foreign", where=str(folder), encoder=used.name)
    return Coder(
        encoder=used, config=_config(words["config"]), names=words["names"],
        codes=tuple(words["codes"]), grams=tuple(words["grams"]),
        gram_weight=arrays["gram_weight"], gram_rows=_large(arrays, "gram_rows", "gram_scale"),
        gram_out=arrays["gram_out"].astype(np.float32), dense_out=arrays["dense_out"].astype(np.float32),
        known=_large(arrays, "known", "known_scale"), known_start=arrays["known_start"].astype(np.int64),
    )  # fmt: skip


def _config(said: dict[str, Any]) -> CoderConfig:
    held: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in said.items()}
    return CoderConfig(**held)


def fingerprint(encoder: Encoder) -> str:
    """Give a short hash of what the encoder makes of five fixed texts, coarse enough for any processor."""
    return sha256(np.rint(encoder.encode(_PROBE) * 50).astype(np.int8).tobytes()).hexdigest()[:16]


def _scale(rows: Floats) -> Floats:
    scale: Floats = (np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127).astype(np.float32)
    return scale


def _small(rows: Floats) -> np.ndarray:
    return np.asarray(np.rint(rows / _scale(rows)[:, None]), dtype=np.int8)


def _large(arrays: dict[str, np.ndarray], rows: str, scale: str) -> Floats:
    large: Floats = arrays[rows].astype(np.float32) * arrays[scale][:, None]
    return large
