"""Small draws that several parts of the county share."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Yes = npt.NDArray[np.bool_]


def weighted(rng: np.random.Generator, weight: Real, count: int) -> Whole:
    """Draw ``count`` rows with the given weights, by inverse of the running sum."""
    running = np.cumsum(weight)
    shares: Real = running / running[-1]
    return np.searchsorted(shares, rng.random(count), side="right").clip(0, len(weight) - 1)


def shared_out(rng: np.random.Generator, shares: Real, count: int) -> Whole:
    """Give ``count`` class numbers that meet the shares to the last person, in random order."""
    edges = np.floor(np.cumsum(shares) / shares.sum() * count + 0.5).astype(np.int64)
    classes = np.searchsorted(edges, np.arange(count), side="right").clip(max=len(shares) - 1)
    mixed: Whole = rng.permutation(classes)
    return mixed


def weighted_rows(rng: np.random.Generator, weight: Real, rows: Whole) -> Whole:
    """Draw one column for each entry of ``rows`` from that row of the (R, C) weights."""
    running = np.cumsum(weight, axis=1)
    running /= running[:, -1:]
    found = (rng.random(len(rows))[:, None] > running[rows]).sum(axis=1)
    capped: Whole = np.minimum(found, weight.shape[1] - 1)
    return capped


def balanced(table: Real, row_sums: Real, groups: Whole, group_sums: Real) -> Real:
    """Scale a positive (R, C) table until rows, and columns taken by group, meet their sums (raking)."""
    scaled = table.astype(np.float64).copy()
    for _ in range(60):
        scaled *= (row_sums / scaled.sum(axis=1))[:, None]
        have = np.bincount(groups, scaled.sum(axis=0), minlength=len(group_sums))
        scaled *= (group_sums / np.maximum(have, 1e-12))[groups]
    return scaled


def round_to(values: Real, step: int) -> Whole:
    """Round to a multiple of ``step``."""
    return (np.round(values / step) * step).astype(np.int64)


def in_shares(shares: tuple[float, ...], drawn: Real) -> Whole:
    """Give for each number in 0..1 the row of the share it falls into."""
    edges = np.cumsum(shares)[:-1]
    return np.searchsorted(edges, drawn)
