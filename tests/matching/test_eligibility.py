"""Every gate closes for its own reason, alike from both sides, and never for what is not known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from features.pairs.certificates import BY_LAW, law_kind
from features.say import say
from matching.eligibility import (
    NAMES,
    GateConfig,
    expressions,
    gates,
    gates_for_pairs,
    gates_for_post,
    posts_sided,
    workers_sided,
)

DAY = date(2026, 4, 15)


@pytest.fixture
def pair(office):
    """A worker and a post between whom nothing stands."""
    worker = office.workers.frame[:1].with_columns(
        lat=25.3, lon=103.6, max_km=30.0, monthly_low=3000, born_month=date(1980, 5, 1), will_leave=False,
        shows_electrician=True, shows_welder=True, shows_driver=True,
    )  # fmt: skip
    post = office.posts.frame[:1].with_columns(
        lat=25.31, lon=103.61, opened_on=DAY - timedelta(3), closes_on=DAY + timedelta(3),
        monthly_low=4000, monthly_high=5000, age_low=None, age_high=None, headcount=5, hired=0,
        law_kind=pl.lit(None, pl.String), offer_lodging=False,
    )  # fmt: skip
    return worker, post


def closed(worker, post, **more) -> set[str]:
    found = gates(worker, post, DAY, **more)
    assert bool(found.mask[0]) is not any(found.refused.values())
    return {name for name, count in found.refused.items() if count}


def test_nothing_stands_between_them(pair):
    assert closed(*pair) == set()


W, P = 0, 1
CASES = [
    ("registration", W, {"valid_until": DAY - timedelta(1)}),
    ("seeking", W, {"status": "not_seeking"}),
    ("seeking", W, {"status": "away", "away_until": DAY + timedelta(1)}),
    ("seeking", W, {"status": "away", "away_until": None}),
    ("published", P, {"status": "checked"}),
    ("open", P, {"closes_on": DAY - timedelta(1)}),
    ("open", P, {"opened_on": DAY + timedelta(1)}),
    ("places", P, {"hired": 5}),
    ("reach", P, {"lat": 26.3}),
    ("age", W, {"born_month": date(2010, 4, 1)}),
    ("form", W, {"forms": ["part"]}),
    ("certificate", P, {"law_kind": "crane"}),
    ("pay", P, {"monthly_low": 1500, "monthly_high": 1700}),
]


@pytest.mark.parametrize(("gate", "side", "change"), CASES)
def test_each_gate_closes_for_its_own_reason(pair, gate, side, change):
    sides = list(pair)
    literals = {
        k: pl.lit(v) if not isinstance(v, list) else pl.lit([v]).list.first() for k, v in change.items()
    }
    sides[side] = sides[side].with_columns(**{k: v.cast(sides[side].schema[k]) for k, v in literals.items()})
    assert closed(*sides) == {gate}
    assert gates(*sides, DAY).would_bring[gate] == 1
    assert gates_for_post(sides[P], sides[W], DAY).refused[gate] == 1
    assert gates_for_pairs(sides[W], sides[P], DAY).refused[gate] == 1


OPEN = [
    (W, {"status": "at_home"}),
    (W, {"status": "away", "away_until": DAY}),
    (P, {"closes_on": DAY}),
    (P, {"opened_on": DAY}),
    (P, {"headcount": None, "hired": 50}),
    (W, {"lat": None}),
    (W, {"born_month": None}),
    (W, {"born_month": date(2010, 3, 1)}),
    (W, {"monthly_low": None}),
    (P, {"monthly_low": None, "monthly_high": None}),
    (P, {"law_kind": "electrician"}),
]


@pytest.mark.parametrize(("side", "change"), OPEN)
def test_what_is_allowed_or_unknown_closes_nothing(pair, side, change):
    sides = list(pair)
    sides[side] = sides[side].with_columns(
        **{k: pl.lit(v).cast(sides[side].schema[k]) for k, v in change.items()}
    )
    assert closed(*sides) == set()


def test_far_away_opens_with_lodging_for_the_week_or_readiness_to_leave(pair):
    worker, post = pair
    near, far = post.with_columns(lat=26.3), post.with_columns(lat=31.3)
    ready = worker.with_columns(will_leave=True)
    silent = worker.with_columns(will_leave=pl.lit(None, pl.Boolean))
    wanting = worker.with_columns(wanted_places=pl.lit(["9999"]))
    lodged = {"offer_lodging": pl.lit(True)}
    assert closed(ready, far) == set()
    assert closed(wanting, far) == set()
    assert closed(silent, near) == {"reach"}
    assert closed(silent, near.with_columns(**lodged)) == set()
    assert closed(silent, far.with_columns(**lodged)) == {"reach"}
    assert closed(worker, near.with_columns(**lodged)) == {"reach"}


def test_an_earlier_refusal_closes_that_post_from_the_day_after(pair, office):
    worker, post = pair
    known = pl.DataFrame({"worker_id": worker["worker_id"], "post_id": post["post_id"], "known_on": [DAY]})
    from dataclasses import replace

    history = replace(office.history, refusals=known)
    assert closed(worker, post, history=history) == set()
    found = gates(worker, post, DAY + timedelta(1), history=history)
    assert found.refused["refused"] == 1


def test_employers_suspended_or_lapsed_close_and_unverified_by_setting(pair, office):
    worker, post = pair
    firm = office.employers.filter(pl.col("employer_id") == post["employer_id"][0])
    assert closed(worker, post, employers=firm) == set()
    assert closed(worker, post, employers=firm.with_columns(suspended=True)) == {"employer"}
    lapsed = firm.with_columns(verified_until=DAY - timedelta(1))
    assert closed(worker, post, employers=lapsed) == {"employer"}
    bare = firm.with_columns(verified_on=pl.lit(None, pl.Date))
    assert closed(worker, post, employers=bare) == set()
    assert closed(worker, post, employers=bare, config=GateConfig(require_verified=True)) == {"employer"}


def test_an_employers_age_range_sorts_below_and_closes_nothing(pair):
    worker, post = pair
    found = gates(worker, post.with_columns(age_high=40), DAY)
    assert found.mask.all()
    assert found.below.tolist() == [True]
    assert gates(worker, post.with_columns(age_high=60), DAY).below.tolist() == [False]


def test_both_directions_judge_alike(office):
    workers, posts = office.workers.frame, office.posts.frame
    forward = np.stack(
        [gates(workers[i : i + 1], posts, DAY, history=office.history).mask for i in range(len(workers))]
    )
    back = np.stack(
        [
            gates_for_post(posts[i : i + 1], workers, DAY, history=office.history).mask
            for i in range(len(posts))
        ]
    )
    np.testing.assert_array_equal(forward, back.T)
    assert 0 < forward.mean() < 1


def test_lifting_a_gate_brings_what_it_says(office):
    worker, posts = office.workers.frame[3:4], office.posts.frame
    found = gates(worker, posts, DAY)
    eased = worker.with_columns(max_km=1e5)
    assert gates(eased, posts, DAY).mask.sum() == found.mask.sum() + found.would_bring["reach"]


def test_every_gate_has_a_sentence_and_a_place_in_the_order():
    assert tuple(expressions(DAY, GateConfig())) == NAMES
    for name in NAMES:
        assert say(f"gate.{name}", "zh") != say(f"gate.{name}", "en")


def test_law_asks_certificates_of_the_trades_and_not_of_those_beside():
    titles = [
        "维修电工",
        "电焊工",
        "叉车司机",
        "货车司机",
        "电工学徒",
        "电工销售",
        "电气工程师",
        "缝纫工",
        "操作工（会电工优先）",
    ]
    kinds = pl.DataFrame({"t": titles}).select(law_kind(pl.col("t"))).to_series().to_list()
    assert kinds[:4] == ["electrician", "welder", "forklift", "driver"]
    assert kinds[4:] == [None] * 5
    assert {kind.law for kind in BY_LAW} != {""}
    assert all(kind.law for kind in BY_LAW)


def test_sides_made_ready_are_judged_as_frames_are(office) -> None:
    people, posts = office.workers.frame, office.posts.frame
    ready, asked = posts_sided(posts, office.employers), workers_sided(people)
    for number in range(0, len(people), 7):
        told = {"as_of": DAY, "history": office.history}
        plain = gates(people[number], posts, employers=office.employers, **told)
        quick = gates(workers_sided(people[number]), ready, **told)
        assert (plain.refused, plain.would_bring) == (quick.refused, quick.would_bring)
        assert (plain.mask == quick.mask).all()
        assert (plain.below == quick.below).all()
        back = gates_for_post(posts[number], asked, employers=office.employers, **told)
        assert back.mask[number] == plain.mask[number]


def test_refusals_read_alike_from_either_side_and_for_pairs(office) -> None:
    worker, post = np.meshgrid(office.workers.frame["worker_id"], office.posts.frame["post_id"])
    pairs = office.history.refused_among(worker.ravel(), post.ravel(), DAY).reshape(worker.shape)
    assert pairs.any()
    for row in range(len(post)):
        found = office.history.refused_among(worker[row], post[row][:1], DAY)
        assert (found == pairs[row]).all()
    for column in range(worker.shape[1]):
        found = office.history.refused_among(worker[0][column : column + 1], post[:, 0], DAY)
        assert (found == pairs[:, column]).all()
        one = int(worker[0][column])
        assert set(post[:, 0][found]) == set(office.history.refused(one, DAY))
