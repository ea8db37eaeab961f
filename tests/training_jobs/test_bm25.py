"""BM25 by its own formula, on posts small enough to reckon by hand."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from matching.encode import prepare
from training_jobs.bm25 import K1, B, _tables, texts


def test_the_weights_are_those_of_the_formula():
    told = ["welder welder shop", "cook", "driver truck long road"]
    asked, weighed = _tables(["welder", "truck driver", "nothing"], told)
    scores = (asked @ weighed.T).toarray()
    lengths = [len(prepare(text).split()) for text in told]
    rare = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    damp = 2 + K1 * (1 - B + B * lengths[0] / np.mean(lengths))
    assert scores[0, 0] == pytest.approx(rare * 2 * (K1 + 1) / damp)
    assert scores[0, 1] == scores[0, 2] == 0
    assert scores[1].argmax() == 2
    assert (scores[2] == 0).all()


def test_lists_and_missing_fields_become_one_text():
    frame = pl.DataFrame({"wanted": [["电焊工", "厨师"], None], "skills": ["电焊证", None]})
    assert texts(frame, ("wanted", "skills")) == ["电焊工 厨师 电焊证", ""]
