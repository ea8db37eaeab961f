"""A model bundle is a folder: manifest, encoder, coder, ranker, card. Saved, loaded, verified; no pickle.

``manifest.json`` names every file with its sha256, the list of features it was made for, the data
cut-off, and made-up golden inputs with the values they must give again. The bundle's own name is the
sha256 of its manifest, so that one changed byte anywhere is another bundle.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from features.errors import Integrity
from features.pairs import NAMES, fingerprint
from matching.encode import Encoder, load_encoder, shipped
from matching.rank import Funnel, Pairs, Ranker, Rules, load_ranker
from matching.types import Floats

FORMAT = 1
MANIFEST = "manifest.json"
GOLDEN_ROWS = 12
TOLERANCE = 1e-5
"""How far a golden value may lie from what it was: sums of floats differ by machine in the last digits."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Hold what answers a question: encoder, coder, ranker, and where they came from."""

    sha256: str
    """name of the bundle; empty for the parts shipped with the program"""
    manifest: Mapping[str, Any]
    encoder: Encoder
    coder: Any
    ranker: Ranker


def default_bundle() -> Bundle:
    """Give the shipped encoder and coder with the rules: what serves before anything was learned."""
    encoder = load_encoder()
    return Bundle("", {"format": FORMAT, "ranker": Rules.kind}, encoder, _coder(None, encoder), Rules())


def save_bundle(
    folder: Path,
    ranker: Ranker,
    created: datetime,
    told: Mapping[str, Any],
    card: str,
    parts: Mapping[str, Path] | None = None,
) -> str:
    """Write a bundle into an empty folder and give its sha256; ``parts`` names encoder and coder folders."""
    sources = parts or {"encoder": shipped("encoder"), "coder": shipped("coder")}
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    ranker.save(folder / "ranker")
    (folder / "card.md").write_text(card, "utf-8")
    manifest = {
        "format": FORMAT, "created": created.isoformat(), "ranker": ranker.kind, "features": list(NAMES),
        "fingerprint": fingerprint(), **told, "golden": _golden(ranker), "files": _digests(folder),
    }  # fmt: skip
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text, "utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def verify_bundle(folder: Path) -> Mapping[str, Any]:
    """Check every file against the manifest and give it.

    Integrity: ``bundle_missing`` (no readable manifest), ``bundle_format``, ``bundle_changed`` (a file is
    cut off, changed, missing or was added), ``ranker_features`` (made for another list of features).
    """
    manifest = _read(folder)
    if manifest.get("format") != FORMAT:
        raise Integrity("bundle_format", where=str(folder), found=manifest.get("format"), known=FORMAT)
    stated, found = manifest.get("files", {}), _digests(folder)
    wrong = sorted(name for name in stated.keys() | found.keys() if stated.get(name) != found.get(name))
    if wrong or not stated:
        raise Integrity("bundle_changed", where=str(folder), files=", ".join(wrong[:5]) or MANIFEST)
    if manifest.get("fingerprint") != fingerprint():
        raise Integrity("ranker_features", where=str(folder / MANIFEST), detail="fingerprint")
    return manifest


def load_bundle(folder: Path) -> Bundle:
    """Verify a bundle, open its parts and check the golden values; Integrity says what does not fit."""
    manifest = verify_bundle(folder)
    ranker = load_ranker(folder / "ranker")
    if not _same(_golden(ranker), manifest.get("golden", [])):
        raise Integrity("bundle_golden", where=str(folder))
    sha256 = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    if len(folder.name) == len(sha256) and folder.name != sha256:
        raise Integrity("bundle_changed", where=str(folder), files=MANIFEST)
    encoder = load_encoder(folder / "encoder")
    return Bundle(sha256, manifest, encoder, _coder(folder / "coder", encoder), ranker)


def _coder(folder: Path | None, encoder: Encoder) -> Any:
    from matching.occupations import load_coder

    return load_coder(folder, encoder)


def _read(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Integrity("bundle_missing", where=str(folder / MANIFEST), detail=str(error)) from error
    if not isinstance(manifest, dict):
        raise Integrity("bundle_missing", where=str(folder / MANIFEST), detail="{}")
    return manifest


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _golden(ranker: Ranker) -> list[float]:
    """Give the values of made-up inputs; a ranker that reads more than the features has none."""
    if not isinstance(ranker, (Funnel, Rules)):
        return []
    spread = np.random.default_rng(20260217).normal(0.5, 1.0, (GOLDEN_ROWS, len(NAMES)))
    inputs: Floats = (spread * np.array([1, 10, 1000])[np.arange(GOLDEN_ROWS) % 3, None]).astype(np.float32)
    features = pl.DataFrame(inputs, schema=list(NAMES))
    return [round(float(value), 9) for value in ranker.score(Pairs(features, features)).value]


def _same(ours: list[float], theirs: list[float]) -> bool:
    return len(ours) == len(theirs) and np.allclose(ours, theirs, rtol=0, atol=TOLERANCE)
