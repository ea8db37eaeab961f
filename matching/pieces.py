"""Texts as sets of hashed character pairs, so that a million overlaps cost one pass over bits.

The hash is our own arithmetic over code points: the same text gives the same bits in every process.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

WORDS = 32
"""64-bit words per text: 2,048 bits; a title of 12 characters shares a bit by chance in 1 of 180."""

Sizes = npt.NDArray[np.float32]
Norm = Callable[[Sizes, Sizes], Sizes]
Bits = npt.NDArray[np.uint64]
_CHUNK = 20_000


def pieces(texts: pl.Series) -> Bits:
    """Give the bits (n, WORDS) of the pairs of neighbouring characters of each text."""
    chunks = [_bits(texts.slice(at, _CHUNK)) for at in range(0, len(texts), _CHUNK)]
    return np.concatenate(chunks) if chunks else np.zeros((0, WORDS), dtype=np.uint64)


def overlap(left: Bits, right: Bits) -> npt.NDArray[np.float32]:
    """Give shared pairs over those of the shorter text (n,), nan where one has none."""
    return _ratio(left, right, np.minimum)


def similarity(left: Bits, right: Bits) -> npt.NDArray[np.float32]:
    """Give the cosine (n,) of both sets, nan where one is empty."""
    return _ratio(left, right, lambda a, b: np.sqrt(a * b))


def _ratio(left: Bits, right: Bits, norm: Norm) -> npt.NDArray[np.float32]:
    sizes = norm(_size(left), _size(right))
    out: Sizes = np.full(len(left), np.nan, dtype=np.float32)
    np.divide(_size(left & right), sizes, out=out, where=sizes > 0)
    return out


def _size(bits: Bits) -> npt.NDArray[np.float32]:
    counts: Sizes = np.bitwise_count(bits).sum(axis=1, dtype=np.float32)
    return counts


def _bits(texts: pl.Series) -> Bits:
    joined = "\n".join(text.replace("\n", " ") for text in texts.fill_null(""))
    letters = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    row = np.cumsum(letters == ord("\n"))
    first, second = letters[:-1], letters[1:]
    real = (first > ord("/")) & (second > ord("/"))
    mixed = (first * np.uint64(0x9E3779B97F4A7C15)) ^ (second * np.uint64(0xC2B2AE3D27D4EB4F))
    slot = (mixed >> np.uint64(40)) % np.uint64(WORDS * 64)
    held = np.zeros((len(texts), WORDS * 64), dtype=np.bool_)
    held[row[:-1][real], slot[real]] = True
    return np.packbits(held, axis=1, bitorder="little").view(np.uint64)
