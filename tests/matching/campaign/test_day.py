"""The simulated day obeys headcount and matches a plain simulation one visit at a time."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from matching.campaign.compare import gini
from matching.campaign.day import lasting_placements
from matching.campaign.scored import score_rows


def scored(placed, stay, places, pairs):
    candidates = pl.DataFrame(
        {
            "worker_id": [w for w, _ in pairs],
            "post_id": [p for _, p in pairs],
            "value": np.asarray(placed) * np.asarray(stay),
            "accept": placed,
            "hire": np.ones(len(pairs)),
            "stay": stay,
        }
    )
    workers = pl.DataFrame({"worker_id": sorted({w for w, _ in pairs})})
    ids = list(range(len(places)))
    posts = pl.DataFrame({"post_id": ids, "employer_id": ids, "places": places})
    return score_rows(candidates, workers, posts)


def test_a_place_is_taken_once_and_a_worker_takes_one_job():
    pairs = [(w, p) for w in range(5) for p in range(2)]
    sure = scored(np.ones(10), np.ones(10), [2, 1], pairs)
    assert lasting_placements(sure, np.ones(10, bool), 4, 0).tolist() == [3, 3, 3, 3]
    plenty = scored(np.ones(10), np.ones(10), [9, 9], pairs)
    assert lasting_placements(plenty, np.ones(10, bool), 2, 0).tolist() == [5, 5]


def test_only_the_chosen_pairs_are_visited():
    pairs = [(w, 0) for w in range(4)]
    sure = scored(np.ones(4), np.full(4, 0.5), [9], pairs)
    assert lasting_placements(sure, np.array([True, False, True, False]), 1, 0).tolist() == [1.0]


def test_the_mean_is_that_of_independent_visits():
    """One place, two workers who pass with 0.5 and 0.4: it is filled with 1 - 0.5 x 0.6 = 0.7."""
    two = scored(np.array([0.5, 0.4]), np.ones(2), [1], [(0, 0), (1, 0)])
    days = lasting_placements(two, np.ones(2, bool), 4000, 1)
    assert days.mean() == pytest.approx(0.7, abs=0.03)


def test_without_stages_the_value_counts_as_a_lasting_hire_but_is_not_learned():
    candidates = pl.DataFrame({"worker_id": [1], "post_id": [2], "value": [0.25]})
    workers = pl.DataFrame({"worker_id": [1]})
    posts = pl.DataFrame({"post_id": [2], "employer_id": [3], "places": [1]})
    plain = score_rows(candidates, workers, posts)
    assert not plain.learned
    assert lasting_placements(plain, np.ones(1, bool), 4000, 1).mean() == pytest.approx(0.25, abs=0.03)


def test_a_stage_that_was_not_learned_is_no_certainty():
    candidates = pl.DataFrame(
        {"worker_id": [1, 2, 3], "post_id": [2, 2, 2], "value": [0.25, 0.2, 1.7],
         "accept": [None, 0.5, None], "hire": [None, 0.5, 0.5], "stay": [None, None, 0.9]}
    )  # fmt: skip
    workers = pl.DataFrame({"worker_id": [1, 2, 3]})
    posts = pl.DataFrame({"post_id": [2], "employer_id": [3], "places": [1]})
    found = score_rows(candidates, workers, posts)
    assert found.placed.tolist() == [0.25, 0.25, 1.0]
    assert found.stay.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("share", "expected"),
    [([1, 1, 1], 0.0), ([0, 0, 1], 2 / 3), ([0, 1, 2], 4 / 9), ([0, 0], 0.0), ([], 0.0)],
)
def test_gini(share, expected):
    assert gini(np.array(share, np.float64)) == pytest.approx(expected)
