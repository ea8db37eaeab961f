from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from matching.index import ExactIndex, FaissIndex, IndexConfig

_spec = importlib.util.spec_from_file_location(
    "index_contract", Path(__file__).parents[2] / "contracts" / "index_contract.py"
)
assert _spec is not None
assert _spec.loader is not None
contract = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(contract)


class TestExactIndex(contract.IndexContract):  # type: ignore[name-defined,misc]
    kind = ExactIndex


class TestFlatFaissIndex(contract.IndexContract):  # type: ignore[name-defined,misc]
    kind = FaissIndex


class TestClusteredFaissIndex(contract.IndexContract):  # type: ignore[name-defined,misc]
    kind = FaissIndex
    config = IndexConfig(flat_up_to=20, scan=contract.N)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.3, 1.0])
def test_clustered_recall_does_not_fall_under_filters(share: float) -> None:
    rng = np.random.default_rng(4)
    centres = contract.unit_rows(60, 5, 32)
    rows = centres[rng.integers(0, 60, 20_000)] + 0.25 * contract.unit_rows(20_000, 6, 32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ids, queries, allowed = np.arange(20_000), rows[:20], rng.random(20_000) < share
    index = FaissIndex.build(rows, ids, IndexConfig(flat_up_to=1000, scan=6000))
    assert not index.exact
    near = index.search(queries, 50, allowed)[1]
    truth = ExactIndex.build(rows, ids).search(queries, 50, allowed)[1]
    recall = np.mean([np.isin(t, n).mean() for t, n in zip(truth, near, strict=True)])
    assert recall >= 0.97


def test_clusters_that_hold_too_few_are_widened() -> None:
    rows = contract.unit_rows(3000, 6, 16)
    index = FaissIndex.build(rows, np.arange(3000), IndexConfig(flat_up_to=100, scan=1, scan_per_hit=1))
    found = index.search(rows[:3], 2500)[1]
    assert found.shape == (3, 2500)
    assert all(len(set(line)) == 2500 for line in found.tolist())
