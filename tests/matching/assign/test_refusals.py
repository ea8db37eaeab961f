"""Every contradiction is refused by a sentence that names it."""

from __future__ import annotations

import numpy as np
import pytest

from features.errors import InputError
from matching.assign import AssignConfig, Labels, Wishes, assign

W = np.array([0, 0, 1, 1, 2], np.int64)
P = np.array([0, 1, 0, 1, 1], np.int64)
V = np.array([0.5, 0.4, 0.3, 0.2, 0.1])
PLACES = np.array([1, 2], np.int64)
LABELS = Labels(worker=np.array([71, 72, 73]), post=np.array([81, 82]), employer=np.array([91, 92]))
NONE = np.empty(0, np.int64)


def pairs(*found):
    return np.array([w for w, _ in found], np.int64), np.array([p for _, p in found], np.int64)


def refused(wishes=None, **changes):
    given = {"worker": W, "post": P, "value": V, "places": PLACES, **changes}
    arrays = [given.pop(name) for name in ("worker", "post", "value")]
    with pytest.raises(InputError) as caught:
        assign(*arrays, wishes=wishes or Wishes(), labels=LABELS, **given)
    error = caught.value
    assert error.message("zh") != error.message("en")
    return error


BOOTHS = {"employer": np.array([0, 1])}
ONE = AssignConfig(per_worker=1)

CONTRADICTIONS = [
    ("assign_fixed_forbidden", Wishes(fixed=pairs((1, 0)), forbidden=pairs((1, 0))), {}, ("72", "81")),
    ("assign_fixed_unknown", Wishes(fixed=pairs((2, 0))), {}, ("73", "81")),
    ("assign_fixed_worker", Wishes(fixed=pairs((0, 0), (0, 1))), {"config": ONE}, ("71", "2", "1")),
    (
        "assign_fixed_post",
        Wishes(fixed=pairs((0, 0), (1, 0))),
        {"config": AssignConfig(oversubscription=1)},
        ("81", "2", "1"),
    ),
    (
        "assign_fixed_booth",
        Wishes(fixed=pairs((0, 1), (1, 1)), capacity=np.array([-1, 1]), **BOOTHS),
        {},
        ("92", "2", "1"),
    ),
    (
        "assign_minimum_capacity",
        Wishes(minimum=np.array([2, 0]), capacity=np.array([1, -1]), **BOOTHS),
        {},
        ("91", "2", "1"),
    ),
    ("assign_minimum_posts", Wishes(minimum=np.array([0, 4]), **BOOTHS), {}, ("92", "4", "3")),
    (
        "assign_conflict",
        Wishes(minimum=np.array([2, 2]), **BOOTHS),
        {"config": ONE, "worker": W[:4], "post": P[:4], "value": V[:4]},
        ("91", "92", "2"),
    ),
    ("assign_floor_groups", Wishes(floor=np.array([1])), {}, ("0", "3")),
    ("assign_floor_groups", Wishes(group=np.array([0, -1]), floor=np.array([1])), {}, ("2", "3")),
    ("assign_floor_range", Wishes(group=np.array([0, -1, 0]), floor=np.array([-1])), {}, ()),
    ("assign_floor_range", Wishes(group=np.array([0, -1, 1]), floor=np.array([1])), {}, ()),
    ("assign_employer_missing", Wishes(minimum=np.array([1])), {}, ()),
    ("assign_per_post", Wishes(employer=np.array([0])), {}, ("employer", "1", "2")),
    ("assign_per_post", Wishes(oversubscription=np.array([2.0])), {}, ("oversubscription", "1", "2")),
    ("assign_oversubscription", Wishes(oversubscription=np.array([2.0, 0.5])), {}, ("82", "0.5")),
    ("assign_booth_range", Wishes(employer=np.array([0, -1])), {}, ()),
    ("assign_wish_range", Wishes(fixed=pairs((9, 0))), {}, ("fixed",)),
    ("assign_length", None, {"value": V[:2]}, ("5", "2")),
    ("assign_range", None, {"places": PLACES[:1]}, ("post", "1")),
    ("assign_range", None, {"workers": 2}, ("worker", "2")),
    ("assign_value", None, {"value": np.array([0.5, np.nan, 0.3, 0.2, 0.1])}, ("71", "82")),
    ("assign_value", None, {"value": np.array([0.5, 0.1, 0.3, -0.2, 0.1])}, ("72", "82", "-0.2")),
    ("assign_chance", None, {"chance": np.array([0.5, 0.1, 1.3, 0.2, 0.1])}, ("2", "1.3")),
    ("assign_chance_length", None, {"chance": V[:3]}, ("3", "5")),
    ("assign_places", None, {"places": np.array([1, -2])}, ("82", "-2")),
    ("assign_double", None, {"post": np.array([0, 0, 0, 1, 1])}, ("71", "81")),
]


@pytest.mark.parametrize(("code", "wishes", "changes", "named"), CONTRADICTIONS)
def test_a_contradiction_is_named(code, wishes, changes, named):
    error = refused(wishes, **changes)
    assert error.reason == code
    for name in named:
        assert name in error.message("en")
        assert name in error.message("zh")


WRONG = [
    ("assign_per_worker", {"per_worker": 0}),
    ("assign_oversubscription", {"oversubscription": 0.5}),
    ("assign_oversubscription", {"oversubscription": float("nan")}),
    ("assign_crowding", {"crowding": 1.5}),
    ("assign_service_bonus", {"service_bonus": -1.0}),
    ("assign_resolution", {"resolution": 1}),
    ("assign_weights", {"place_weights": (1.0, 0.5, 0.6)}),
    ("assign_weights", {"worker_weights": (0.9,)}),
    ("assign_weights", {"worker_weights": ()}),
    ("assign_weights", {"worker_weights": (1.0, float("nan"))}),
]


@pytest.mark.parametrize(("code", "wrong"), WRONG)
def test_a_wrong_setting_is_named(code, wrong):
    with pytest.raises(InputError) as caught:
        AssignConfig(**wrong)
    assert caught.value.reason == code
    assert next(iter(wrong)) == caught.value.where


def test_nothing_to_allocate_leaves_everybody_unserved():
    found = assign(NONE, NONE, np.empty(0), places=PLACES, workers=3)
    assert found.certified
    assert found.unserved.tolist() == [0, 1, 2]
    assert found.objective == 0
    nobody = assign(NONE, NONE, np.empty(0), places=NONE, workers=0)
    assert nobody.certified
    assert len(nobody.worker) == len(nobody.unserved) == len(nobody.post_price) == 0


def test_forbidding_every_pair_leaves_everybody_unserved():
    found = assign(W, P, V, places=PLACES, wishes=Wishes(forbidden=(W, P)))
    assert found.unserved.tolist() == [0, 1, 2]


def test_a_multiple_of_its_own_widens_one_post():
    narrow = AssignConfig(oversubscription=1)
    before = assign(W, P, V, places=PLACES, config=narrow)
    wider = Wishes(oversubscription=np.array([2.0, 1.0]))
    after = assign(W, P, V, places=PLACES, config=narrow, wishes=wider)
    assert np.bincount(before.post).tolist() == [1, 2]
    assert np.bincount(after.post).tolist() == [2, 2]
