"""Blocks: every pair of a small block once, neighbours only in a large one, nothing across keys."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from matching.doubles.blocks import candidates, keys_of, neighbours


def test_a_key_with_a_missing_part_is_no_key() -> None:
    frame = pl.DataFrame({"a": [1, 1, None, 1], "b": ["x", "x", "x", None]})
    key = keys_of(frame, [pl.col("a"), pl.col("b")])
    assert key[0] == key[1] >= 0
    assert key[2:].tolist() == [-1, -1]


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=14))
def test_with_a_wide_window_all_pairs_of_a_key_are_compared(values: list[int | None]) -> None:
    frame = pl.DataFrame({"k": pl.Series(values, dtype=pl.Int64)})
    a, b = candidates(frame, [[pl.col("k")]], np.arange(len(values)), window=20)
    wanted = {
        (i, j) for i in range(len(values)) for j in range(i + 1, len(values))
        if values[i] is not None and values[i] == values[j]
    }  # fmt: skip
    got = list(zip(a.tolist(), b.tolist(), strict=True))
    assert set(got) == wanted
    assert len(got) == len(wanted)


def test_a_large_block_is_walked_in_its_order() -> None:
    codes = neighbours(np.zeros(5, np.int64), np.array([4, 3, 2, 1, 0]), window=1)
    assert sorted((c // 5, c % 5) for c in codes.tolist()) == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_a_pair_found_by_two_keys_comes_once() -> None:
    frame = pl.DataFrame({"x": [1, 1], "y": [2, 2]})
    a, _ = candidates(frame, [[pl.col("x")], [pl.col("y")]], np.arange(2), window=5)
    assert a.tolist() == [0]
