"""Evidence: same, different and unknown are three things; a word shared by many says less."""

import numpy as np
import polars as pl
import pytest

from matching.doubles.employers import core, plain
from matching.doubles.evidence import Evidence, agreement, crowd, overlap
from matching.doubles.weights import COLUMNS, PRECISE, Weights, fitted, foremost, threshold, told_as

A, B = np.array([0, 0, 0]), np.array([1, 2, 3])


def test_what_is_missing_says_neither_same_nor_other() -> None:
    told = Evidence(pl.DataFrame(), A, B)
    told.compare("phone", pl.Series(["1", "1", "2", ""]))
    assert told.columns["same_phone"].tolist() == [1, 0, 0]
    assert told.columns["other_phone"].tolist() == [0, 1, 0]


def test_two_missing_values_are_not_equal() -> None:
    same, both = agreement(pl.Series([None, None], dtype=pl.Int64), np.array([0]), np.array([1]))
    assert not same.any()
    assert not both.any()


def test_crowd_counts_who_shares_a_value() -> None:
    values = pl.Series([7, 7, 8, None])
    assert crowd(values, np.arange(4)).tolist() == pytest.approx([np.log(2), np.log(2), 0, 0])


@pytest.mark.parametrize(("smaller", "share"), [(False, 1 / 3), (True, 1 / 2)])
def test_overlap_of_lists(smaller: bool, share: float) -> None:
    lists = pl.Series([["a", "b"], ["b", "c"], []], dtype=pl.List(pl.String))
    got = overlap(lists, np.array([0, 0]), np.array([1, 2]), smaller=smaller)
    assert got.tolist() == pytest.approx([share, 0])


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("云南省昆明市甲子制衣有限公司", "甲子制衣"),
        ("甲子制衣（昆明）有限责任公司", "甲子制衣"),
        ("甲子制衣厂", "甲子制衣厂"),
        ("昆明市西山区甲子 餐饮店", "甲子餐饮店"),
    ],
)
def test_the_core_of_a_name(name: str, left: str) -> None:
    assert core(plain(pl.Series([name])))[0] == left


def test_weights_are_fitted_to_what_tells_and_written_to_be_read_again() -> None:
    draw = np.random.default_rng(5)
    n = 4000
    one = draw.random(n) < 0.3
    told = Evidence(pl.DataFrame(), np.arange(n), np.arange(n))
    for name in COLUMNS["employer"]:
        told.add(name, draw.random(n) < 0.5)
    told.add("same_core", np.where(one, draw.random(n) < 0.95, draw.random(n) < 0.02))
    told.add("other_place", np.where(one, draw.random(n) < 0.1, draw.random(n) < 0.7))
    weights = fitted("employer", told, one)
    by_name = dict(zip(weights.columns, weights.weights, strict=True))
    assert by_name["same_core"] > 3
    assert by_name["other_place"] < -1
    assert max(abs(by_name[name]) for name in ("core_within", "name_like")) < 0.5
    sure = weights.probability(told)
    assert one[sure >= threshold(sure, one)].mean() >= PRECISE
    assert '"same_core"' in told_as({"employer": weights})
    assert isinstance(weights, Weights)


def test_only_the_likeliest_pairs_of_a_record_stay_and_equals_all_do() -> None:
    a, b = np.array([0, 0, 1, 3]), np.array([1, 2, 2, 4])
    told = Evidence(pl.DataFrame({"n": range(5)}), a, b)
    assert foremost(told, np.array([0.9, 0.4, 0.4, 0.3], np.float32)).tolist() == [True, False, False, True]
    assert foremost(told, np.array([0.9, 0.88, 0.91, 0.3], np.float32)).all()
