"""The benchmark of doubles: its simulated registers, and what the search makes of unseen ones."""

import json

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from matching.benchmarks.doubles import MAKERS, SETS, doubles, exact, rates, search


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_a_seed_gives_the_same_register_and_its_truth_lies_in_it(kind: str) -> None:
    (frame, truth), (again, same) = (MAKERS[kind](600, np.random.default_rng(7)) for _ in range(2))
    assert frame.equals(again)
    assert truth == same
    assert frame.height == 600
    assert len(truth) == 30
    assert all(1 <= a < b <= 600 for a, b in truth)
    assert frame[f"{kind}_id"].n_unique() == 600


def test_the_sets_share_no_seed() -> None:
    assert not set(SETS["dev"]) & set(SETS["frozen"])


@pytest.mark.parametrize(("kind", "recall"), [("worker", 0.95), ("post", 0.93), ("employer", 0.92)])
def test_the_search_finds_more_than_exact_keys_and_stays_precise(kind: str, recall: float) -> None:
    frame, truth = MAKERS[kind](3000, np.random.default_rng(11))
    found, precision = rates(search(kind, frame), truth)
    assert found >= recall
    assert precision >= 0.96
    assert found > rates(exact(kind, frame), truth)[0] + 0.05


def test_rates_count_both_sides() -> None:
    assert rates({(1, 2), (3, 4)}, {(1, 2)}) == (1.0, 0.5)
    assert rates(set(), {(1, 2)}) == (0.0, 1.0)


def test_the_plain_method_takes_equal_keys_only() -> None:
    frame = pl.DataFrame({"employer_id": [1, 2, 3], "name": ["a", "a", "b"], "credit_code": [None, "x", "x"]})
    assert exact("employer", frame) == {(1, 2), (2, 3)}


def test_the_benchmark_says_that_it_is_simulated() -> None:
    run = CliRunner().invoke(doubles, ["--records", "400", "--timed", "0", "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.output)
    assert told["simulated"] is True
    assert {(line["kind"], line["seeds"], line["method"]) for line in told["lines"]} == {
        (kind, seeds, method) for kind in MAKERS for seeds in SETS for method in ("springwind", "exact")
    }
