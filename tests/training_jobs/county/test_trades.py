import csv
import os
import re
from pathlib import Path

import numpy as np
import pytest

from training_jobs.county.details import Skill
from training_jobs.county.parameters import Market, People
from training_jobs.county.trades import load_trades
from training_jobs.county.world import usual_pay

SHARED = Path(os.environ.get("SPRINGWIND_SHARED_DATA", "../shared/data"))


@pytest.fixture(scope="module")
def trades():
    return load_trades("train")


def codes(trades):
    from importlib.resources import files

    text = files("training_jobs.county").joinpath("trades.csv").read_text("utf-8")
    return [row["code"] for row in csv.DictReader(text.splitlines())]


def test_a_county_has_at_least_120_occupations_each_with_its_own_code(trades):
    found = codes(trades)
    assert len(found) == len(trades) == len(set(found)) >= 120
    assert all(re.fullmatch(r"[1-8]-\d\d-\d\d-\d\d", code) for code in found)


def test_the_codes_are_those_of_the_standard(trades):
    path = SHARED / "csco" / "csco22.csv"
    if not path.is_file():
        pytest.skip("the classification is not at SPRINGWIND_SHARED_DATA or ../shared/data")
    with path.open(encoding="utf-8") as lines:
        known = {row["code"] for row in csv.DictReader(lines) if row["level"] == "4"}
    assert [code for code in codes(trades) if code not in known] == []


def test_titles_and_tasks_of_training_and_testing_are_disjoint(trades):
    other = load_trades("test")
    for words in ("titles", "tasks"):
        train = {word for row in getattr(trades, words) for word in row}
        test = {word for row in getattr(other, words) for word in row}
        assert all(getattr(trades, words))
        assert all(getattr(other, words))
        assert not train & test


def test_no_title_names_a_sex(trades):
    for templates in ("train", "test"):
        titles = {title for row in load_trades(templates).titles for title in row}
        assert [title for title in titles if re.search(r"男|女|阿姨|小伙|大姐", title)] == []


def test_pay_meets_the_mean_of_each_industry(trades):
    usual = usual_pay(trades, Market())
    for letter, mean in Market().pay:
        rows = trades.industry == letter
        assert np.average(usual[rows], weights=trades.weight[rows]) == pytest.approx(mean)
    assert {letter for letter, _ in People().industries} == set(trades.industry.tolist())


def test_relation_is_symmetric_and_nearest_to_itself(trades):
    relation = trades.relation(Skill())
    assert np.array_equal(relation, relation.T)
    assert np.array_equal(np.diag(relation), np.ones(len(trades), np.float32))
    sewing, cutting, guard = (trades.names.index(name) for name in ("缝纫工", "裁剪工", "保安员"))
    assert relation[sewing, cutting] > relation[sewing, guard]
