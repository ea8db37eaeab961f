"""Save an index as a folder of readable JSON and native files, each with its checksum."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from features.errors import Integrity
from matching.index.base import IndexConfig

FORMAT = 1


@contextmanager
def writing(folder: Path, kind: str, config: IndexConfig, rows: int, dim: int) -> Iterator[Path]:
    """Give a temporary folder to fill; when done it gets its manifest and takes the place of ``folder``.

    A crash before the end leaves the older folder untouched.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    at = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield at
        sums = {path.name: _sum(path) for path in sorted(at.iterdir())}
        manifest = {"format": FORMAT, "kind": kind, "rows": rows, "dim": dim, "config": asdict(config)}
        (at / "index.json").write_text(json.dumps(manifest | {"sha256": sums}, indent=1) + "\n", "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        at.rename(folder)
    finally:
        shutil.rmtree(at, ignore_errors=True)


def verified(folder: Path, kind: str) -> IndexConfig:
    """Give the saved configuration after checking every file; a difference raises Integrity."""
    manifest = _manifest(folder)
    if manifest.get("format") != FORMAT or manifest.get("kind") != kind:
        raise Integrity("index_foreign", where=str(folder), kind=str(manifest.get("kind")), expected=kind)
    for name, expected in manifest["sha256"].items():
        path = folder / name
        if not path.exists() or _sum(path) != expected:
            raise Integrity("index_broken", where=str(path))
    return IndexConfig(**manifest["config"])


def kind_of(folder: Path) -> str:
    """Give which kind of index was saved in ``folder``; a damaged manifest raises Integrity."""
    return str(_manifest(folder).get("kind"))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "index.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Integrity("index_broken", where=str(folder / "index.json")) from error
    return found


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
