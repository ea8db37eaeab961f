"""What was worked out of posts, kept on disk: a restart reads it back where a post has not changed.

The file is a cache and nothing else. It is named by all that the numbers depend on (model files, the
code and the libraries that made them); one that is broken or foreign is passed over and written anew.
"""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.encode import encode_posts
from matching.occupations import code_posts
from matching.pairing import Engine, Prepared, post_bits, posts_from
from matching.pieces import WORDS
from matching.types import Coded, Floats, Ints, Mask

log = logging.getLogger("springwind.matching")

Array = npt.NDArray[Any]
Arrays = dict[str, Array]

DIGEST = 16
"""Bytes of the digest of what a post says."""

_BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile)


class Kept:
    """Keep vectors and pieces of posts and the occupations of titles in one ``.npz`` file, or nowhere."""

    def __init__(self, path: Path | None, dim: int) -> None:
        self.path, self._dim = path, dim
        self._found = _none(dim)
        self.titles: dict[str, Coded | None] = {}
        if path is not None and path.exists():
            self._read(path)

    def prepare(self, engine: Engine, posts: pl.DataFrame) -> Prepared:
        """Make posts ready as ``prepare_posts`` does, working out only those that are not kept."""
        at = self._rows(posts)
        fresh = at < 0
        part = posts.filter(pl.Series(fresh))
        with ThreadPoolExecutor(max_workers=1) as beside:  # encoding leaves the other core free
            encoded = beside.submit(encode_posts, engine.encoder, part)
            bits, coded = post_bits(part), code_posts(engine.coder, posts)
            made: Arrays = {"vectors": encoded.result(), **bits}
        whole = {name: _merged(self._found[name], at, fresh, made[name]) for name in made}
        vectors: Floats = whole.pop("vectors")
        return posts_from(coded, vectors, whole)

    def save(self, prepared: Prepared, titles: dict[str, Coded | None]) -> None:
        """Write the file anew where it lacks a post or a title; a full disk is no reason to stop."""
        whole = titles.keys() <= self.titles.keys() and not (self._rows(prepared.frame) < 0).any()
        if self.path is None or whole:
            return
        told = json.dumps([[title, best and asdict(best)] for title, best in titles.items()])
        arrays: Arrays = {
            "digests": _digests(prepared.frame), "vectors": prepared.vectors, **prepared.bits,
            "titles": np.frombuffer(told.encode(), np.uint8),
        }  # fmt: skip
        try:
            _write(self.path, arrays)
        except OSError as error:
            log.warning("what was worked out of the posts is not kept: %s", error)

    def _read(self, path: Path) -> None:
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                arrays = {name: file[name] for name in (*self._found, "titles")}
            told = json.loads(arrays.pop("titles").tobytes())
            titles = {str(title): Coded(**best) if best else None for title, best in told}
            if not _fits(arrays, self._dim):
                raise ValueError("shape")
        except _BROKEN as error:
            log.warning("%s is not what was kept there, and is passed over: %s", path, error)
            return
        self._found, self.titles = arrays, titles

    def _rows(self, posts: pl.DataFrame) -> Ints:
        """Give for each post (n,) where it is kept, -1 where it is not."""
        held = {digest.tobytes(): row for row, digest in enumerate(self._found["digests"])}
        return np.array([held.get(digest.tobytes(), -1) for digest in _digests(posts)], dtype=np.int64)


def _none(dim: int) -> Arrays:
    return {
        "digests": np.zeros((0, DIGEST), np.uint8), "vectors": np.zeros((0, dim), np.float32),
        "title": np.zeros((0, WORDS), np.uint64), "content": np.zeros((0, WORDS), np.uint64),
    }  # fmt: skip


def _fits(arrays: Arrays, dim: int) -> bool:
    n = len(arrays["digests"])
    told = _none(dim).items()
    return all(arrays[name].shape == (n, *a.shape[1:]) and arrays[name].dtype == a.dtype for name, a in told)


def _merged(found: Array, at: Ints, fresh: Mask, made: Array) -> Array:
    whole = np.empty((len(at), made.shape[1]), made.dtype)
    whole[~fresh], whole[fresh] = found[at[~fresh]], made
    return whole


def _digests(posts: pl.DataFrame) -> npt.NDArray[np.uint8]:
    """Give a digest (n, DIGEST) of all that vectors and pieces of a post are made from."""
    said = posts.select("title", pl.col("skills").list.join("\x1e", ignore_nulls=True), "duties")
    told = said.select(pl.concat_str(pl.all().fill_null("\x1d"), separator="\x1f")).to_series()
    joined = b"".join(blake2b(text.encode(), digest_size=DIGEST).digest() for text in told.to_list())
    return np.frombuffer(joined, np.uint8).reshape(-1, DIGEST)


def _write(path: Path, arrays: Arrays) -> None:
    """Write beside and move into place, so that a crash leaves the older file; others' files go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.savez(file, allow_pickle=False, **arrays)
    Path(file.name).replace(path)
    for older in path.parent.glob("posts-*.npz"):
        if older != path:
            older.unlink(missing_ok=True)
