"""Compare many texts by their character n-grams: one-permutation minwise sketches.

A sketch keeps the smallest hash of each of a fixed number of bins; the share of bins in which two sketches
agree estimates the Jaccard likeness of their n-gram sets (Li, Owen and Zhang 2012). Short texts fill few
bins and are compared almost exactly.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from matching.types import Floats, Ints

Sketches = npt.NDArray[np.uint32]
EMPTY = np.uint32(0xFFFFFFFF)
CHUNK = 200_000
"""Pairs compared at once: bounds the memory."""

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def sketches(texts: pl.Series, gram: int, bins: int) -> Sketches:
    """Give uint32 ``(n, bins)``; ``bins`` is a power of two. A text shorter than ``gram`` stays empty."""
    text = texts.fill_null("")
    lengths = text.str.len_chars().to_numpy().astype(np.int64)
    characters = np.frombuffer("".join(text.to_list()).encode("utf-32-le"), dtype=np.uint32)
    told = np.full((len(text), bins), EMPTY, dtype=np.uint32)
    if len(characters) < gram:
        return told
    owner = np.repeat(np.arange(len(text)), lengths)
    last = len(characters) - gram + 1
    inside = owner[:last] == owner[gram - 1 :]
    hashed = _hashed(characters, gram, last)[inside]
    slot = owner[:last][inside] * bins + (hashed & np.uint64(bins - 1)).astype(np.int64)
    np.minimum.at(told.reshape(-1), slot, (hashed >> np.uint64(33)).astype(np.uint32))
    return told


def _hashed(characters: npt.NDArray[np.uint32], gram: int, last: int) -> npt.NDArray[np.uint64]:
    """Hash every run of ``gram`` characters to 64 well mixed bits."""
    value = np.zeros(last, dtype=np.uint64)
    for offset in range(gram):
        value = (value + characters[offset : offset + last] + np.uint64(1)) * _MIX[offset % len(_MIX)]
        value ^= value >> np.uint64(29)
    value *= _MIX[1]
    return value ^ (value >> np.uint64(32))


def likeness(told: Sketches, a: Ints, b: Ints) -> Floats:
    """Estimate the Jaccard likeness (m,) of rows ``a`` and ``b``; 0 where either is empty."""
    out = np.zeros(len(a), dtype=np.float32)
    for start in range(0, len(a), CHUNK):
        left, right = told[a[start : start + CHUNK]], told[b[start : start + CHUNK]]
        filled = np.count_nonzero((left != EMPTY) | (right != EMPTY), axis=1)
        equal = np.count_nonzero((left == right) & (left != EMPTY), axis=1)
        out[start : start + CHUNK] = equal / np.maximum(filled, 1)
    return out


def cosine(vectors: Floats, a: Ints, b: Ints) -> Floats:
    """Give the cosine (m,) of rows of unit vectors."""
    out = np.zeros(len(a), dtype=np.float32)
    for start in range(0, len(a), CHUNK):
        part = slice(start, start + CHUNK)
        out[part] = np.einsum("ij,ij->i", vectors[a[part]], vectors[b[part]])
    return out
