"""Name everything that the numbers of a post depend on: model files, our code, the libraries."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from matching.bundle import Bundle
from matching.encode import shipped

_CODE = (
    "features/text.py", "features/text_words.py", "matching/pieces.py", "matching/pairing.py",
    "matching/encode/*.py", "matching/occupations/*.py",
)  # fmt: skip
_LIBRARIES = ("numpy", "polars", "tokenizers", "model2vec")


def stamp(bundle: Bundle) -> str:
    """Give a short name that changes with the encoder, the coder, the code and the libraries under it."""
    digest = sha256()
    for name, told in (*_models(bundle), *_sources()):
        digest.update(f"{name}:{told}\n".encode())
    for library in _LIBRARIES:
        digest.update(f"{library}:{version(library)}\n".encode())
    return digest.hexdigest()[:24]


def _models(bundle: Bundle) -> list[tuple[str, str]]:
    listed = bundle.manifest.get("files", {})
    if listed:
        return sorted((n, sha) for n, sha in listed.items() if n.startswith(("encoder/", "coder/")))
    files = [path for part in ("encoder", "coder") for path in sorted(shipped(part).rglob("*"))]
    return [(path.name, _sha256(path)) for path in files if path.is_file()]


def _sources() -> list[tuple[str, str]]:
    root = Path(__file__).resolve().parents[2]
    return [(path.name, _sha256(path)) for pattern in _CODE for path in sorted(root.glob(pattern))]


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
