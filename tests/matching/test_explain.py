"""Reasons come from the scorer, are true, and add up."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from features.pairs import NAMES, PAIR_FEATURES
from matching.explain import LEAST, facts, reasons
from matching.pairing import pair_frame
from matching.rank import Funnel, KeepOrder, Pairs, Rules
from training_jobs.heads import HeadConfig, Known, learn

DAY = date(2026, 4, 15)


@pytest.fixture(scope="module")
def pairs(office) -> Pairs:
    rng = np.random.default_rng(2)
    worker, post = rng.integers(0, len(office.workers), 800), rng.integers(0, len(office.posts), 800)
    return Pairs.of(
        pair_frame(office.workers, office.posts, office.employers, worker, post, DAY, office.history)
    )


@pytest.fixture(scope="module")
def funnel(pairs) -> Funnel:
    rng = np.random.default_rng(5)
    like = pairs.features["pay_ratio"].to_numpy() - pairs.features["km_log"].to_numpy() / 3
    outcome = (like + rng.normal(0, 0.2, len(pairs)) > np.median(like)).astype(float)
    ids = pairs.joined["w_worker_id"].to_numpy()
    known = Known(
        pairs.matrix(), outcome, ids, np.zeros((0, len(NAMES)), np.float32), np.zeros(0, np.int64), 0.3
    )
    return Funnel({name: learn(name, known, HeadConfig(trees=40), 1).head for name in ("accept", "hire")})


def test_parts_add_up_to_the_margin_exactly(funnel, pairs):
    matrix = pairs.matrix()
    for head in funnel.heads.values():
        np.testing.assert_allclose(head.parts(matrix).sum(axis=1), head.margin(matrix, 1), atol=1e-6)


def test_shares_are_the_slope_of_log_value(funnel, pairs):
    """To first order: a small step of the margin moves log value by slope times step."""
    head, matrix = funnel.heads["accept"], pairs.matrix()
    parts, shares = head.parts(matrix), head.log_shares(matrix)
    margin, step = parts.sum(axis=1), 1e-4
    rise = np.log(head.calibrator.probability(margin + step)) - np.log(head.calibrator.probability(margin))
    moved = parts[:, :-1].sum(axis=1)
    np.testing.assert_allclose(shares.sum(axis=1), rise / step * moved, rtol=2e-3, atol=1e-5)


def test_rules_shares_add_up_to_log_value_but_for_a_constant(pairs):
    log_value = np.log(Rules().score(pairs).value)
    rest = log_value - Rules().contributions(pairs).sum(axis=1)
    assert rest.std() < 1e-5


@pytest.mark.parametrize("which", ["rules", "funnel"])
def test_a_reason_is_true_and_points_where_the_scorer_moved(which, funnel, pairs):
    ranker = Rules() if which == "rules" else funnel
    rows = np.arange(60)
    good, bad = facts(pairs.take(rows).joined)
    said = reasons(ranker, pairs, rows)
    assert sum(map(len, said)) > 60
    for row, told in enumerate(said):
        for reason in told:
            column = NAMES.index(reason.feature)
            assert (good if reason.weight > 0 else bad)[row, column]
            assert abs(reason.weight) >= LEAST
            assert reason.zh != reason.en


def test_at_most_so_many_each_way_and_the_weightiest_first(pairs):
    for told in reasons(Rules(), pairs, np.arange(40), top=2):
        up = [reason.weight for reason in told if reason.weight > 0]
        down = [reason.weight for reason in told if reason.weight < 0]
        assert len(up) <= 2
        assert len(down) <= 2
        assert up == sorted(up, reverse=True)
        assert down == sorted(down)


def test_pay_is_said_once_with_its_figures(pairs):
    pay = [
        f.name
        for f in PAIR_FEATURES
        if f.name.startswith("pay_") and f.name not in ("pay_spread", "pay_stated")
    ]
    for row, told in enumerate(reasons(Rules(), pairs, np.arange(60), top=5)):
        of_pay = [reason for reason in told if reason.feature in pay]
        assert len(of_pay) <= 1
        middle = pairs.joined["p_pay_mid"][row]
        if of_pay and of_pay[0].feature == "pay_ratio":
            assert f"{middle:.0f}" in of_pay[0].zh or f"{middle:.0f}" in of_pay[0].en


def test_a_ranker_that_asked_nothing_gives_no_reason(pairs):
    assert reasons(KeepOrder(), pairs, np.arange(5)) == [()] * 5


def test_no_reason_names_sex_age_or_group(pairs):
    words = " ".join(reason.zh for told in reasons(Rules(), pairs, np.arange(100), top=9) for reason in told)
    assert not any(word in words for word in ("男", "女", "岁", "困难人员", "民族"))


def test_unknown_values_are_never_spoken_of(pairs):
    blank = pairs.joined.with_columns(pl.lit(None).cast(pairs.joined.schema["p_pay_mid"]).alias("p_pay_mid"))
    told = reasons(Rules(), Pairs.of(blank), np.arange(50), top=9)
    assert not any(
        reason.feature in ("pay_ratio", "pay_over_wish", "pay_market") for each in told for reason in each
    )
