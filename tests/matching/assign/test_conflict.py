"""What cannot be met together is named: nothing too much, and every remedy works, tried by every choice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.assign import AssignConfig, Labels, Wishes, assign
from matching.assign.conflict import Contradiction

POSTS, WORKERS = 4, 4
LABELS = Labels(np.arange(WORKERS), np.arange(POSTS), np.arange(2), ("g0", "g1"))


@st.composite
def asked(draw):
    every = [(w, p) for w in range(WORKERS) for p in range(POSTS)]
    pairs = draw(st.lists(st.sampled_from(every), min_size=3, max_size=9, unique=True))
    marks = draw(st.lists(st.sampled_from("fx......"), min_size=len(pairs), max_size=len(pairs)))
    rows = {mark: [pair for pair, m in zip(pairs, marks, strict=True) if m == mark] for mark in "fx"}
    small = st.integers(0, 3)
    wishes = Wishes(
        fixed=columns(rows["f"]),
        forbidden=columns(rows["x"]),
        employer=np.array([0, 0, 1, 1]),
        minimum=np.array([draw(small), draw(small)]),
        capacity=np.array([draw(st.integers(-1, 4)), draw(st.integers(-1, 4))]),
        group=np.array(draw(st.lists(st.integers(-1, 1), min_size=WORKERS, max_size=WORKERS))),
        floor=np.array([draw(small), draw(small)]),
    )
    places = np.array(draw(st.lists(st.integers(0, 2), min_size=POSTS, max_size=POSTS)))
    return pairs, places, wishes, draw(st.integers(1, 2))


def columns(pairs):
    return np.array([w for w, _ in pairs], np.int64), np.array([p for _, p in pairs], np.int64)


def possible(pairs, limit, wishes, per_worker):
    """Try every choice of pairs."""
    pairs = [pair for pair in pairs if pair not in set(zip(*map(tuple, wishes.forbidden), strict=True))]
    fixed = set(zip(*map(tuple, wishes.fixed), strict=True))
    choice = (np.arange(2 ** len(pairs))[:, None] >> np.arange(len(pairs))) & 1
    worker, post = columns(pairs)
    good = np.ones(len(choice), bool)
    for at, pair in enumerate(pairs):
        good &= (choice[:, at] == 1) | (pair not in fixed)
    own = [choice @ (worker == w) for w in range(WORKERS)]
    for n in own:
        good &= n <= per_worker
    for p in range(POSTS):
        good &= choice @ (post == p) <= limit[p]
    for e in range(2):
        n = choice @ (wishes.employer[post] == e)
        good &= (n >= wishes.minimum[e]) & ((wishes.capacity[e] < 0) | (n <= wishes.capacity[e]))
    for g in range(2):
        good &= (
            sum((own[w] > 0 for w in np.flatnonzero(wishes.group == g)), np.zeros(len(good), int))
            >= (wishes.floor[g])
        )
    return bool(good.any())


def only(wishes, demands):
    """Keep these demands alone."""
    values = [dict(one.values) for one in demands]
    kinds = [one.key.partition(".")[2] for one in demands]
    minimum, floor = np.zeros(2, np.int64), np.zeros(2, np.int64)
    for kind, value in zip(kinds, values, strict=True):
        if kind == "minimum":
            minimum[value["employer"]] = value["least"]
        if kind == "floor":
            floor[LABELS.group.index(value["group"])] = value["least"]
    fixed = [(v["worker"], v["post"]) for k, v in zip(kinds, values, strict=True) if k == "fixed"]
    return replace(wishes, minimum=minimum, floor=floor, fixed=columns(fixed))


def remedied(case, remedy):
    """Carry one remedy out."""
    pairs, limit, wishes, per_worker = case
    kind, value = remedy.key.partition(".")[2], dict(remedy.values)
    changed = {name: getattr(wishes, name).copy() for name in ("minimum", "floor", "capacity")}
    if kind == "minimum":
        changed["minimum"][value["employer"]] = value["to"]
    elif kind == "capacity":
        changed["capacity"][value["employer"]] = value["to"]
    elif kind == "floor":
        changed["floor"][LABELS.group.index(value["group"])] = value["to"]
    elif kind == "fixed":
        kept = set(zip(*map(tuple, wishes.fixed), strict=True)) - {(value["worker"], value["post"])}
        changed["fixed"] = columns(sorted(kept))
    elif kind == "forbidden":
        changed["forbidden"] = columns([])
    elif kind == "multiple":
        limit = np.full(POSTS, 99)
    else:
        per_worker = value["to"]
    return pairs, limit, replace(wishes, **changed), per_worker


@given(asked())
@settings(max_examples=100, deadline=None)
def test_the_conflict_is_smallest_and_each_remedy_resolves_it(given_case):
    pairs, places, wishes, per_worker = given_case
    found = refusal(pairs, places, wishes, per_worker)
    limit = 2 * places
    if found is None:
        assert possible(pairs, limit, wishes, per_worker)
        return
    conflict = only(wishes, found.demands)
    assert not possible(pairs, limit, conflict, per_worker)
    for left_out in range(len(found.demands)):
        part = [one for at, one in enumerate(found.demands) if at != left_out]
        assert possible(pairs, limit, only(wishes, part), per_worker)
    assert len(found.remedies) >= len(found.demands)
    for remedy in found.remedies:
        assert possible(*remedied((pairs, limit, conflict, per_worker), remedy))
        _smallest_step((pairs, limit, conflict, per_worker), remedy)


def _smallest_step(case, remedy):
    """A remedy asks for no more than needed: one step less does not do."""
    values = dict(remedy.values)
    if remedy.key in ("remedy.minimum", "remedy.floor", "remedy.capacity", "remedy.per_worker"):
        step = 1 if remedy.key in ("remedy.minimum", "remedy.floor") else -1
        nearly = replace(remedy, values=tuple({**values, "to": values["to"] + step}.items()))
        assert not possible(*remedied(case, nearly))


def refusal(pairs, places, wishes, per_worker):
    """Give the contradiction, None where there is none; wishes refused one by one are tested elsewhere."""
    config = AssignConfig(per_worker=per_worker, oversubscription=2)
    try:
        assign(
            *columns(pairs), np.linspace(1, 0.1, len(pairs)), places=places, workers=WORKERS,
            config=config, wishes=wishes, labels=LABELS,
        )  # fmt: skip
    except Contradiction as error:
        return error
    except Exception as error:
        assume(not getattr(error, "reason", "").startswith("assign_"))
        raise
    return None


def test_people_read_what_clashes_and_what_helps_in_both_languages():
    pairs = [(0, 0), (0, 2), (1, 0), (1, 2)]
    wishes = Wishes(employer=np.array([0, 0, 1, 1]), minimum=np.array([2, 2]))
    with pytest.raises(Contradiction) as caught:
        assign(
            *columns(pairs), np.ones(4), places=np.ones(4, np.int64), workers=2,
            config=AssignConfig(per_worker=1), wishes=wishes, labels=Labels(employer=np.array([71, 72])),
        )  # fmt: skip
    error = caught.value
    assert {one.text("en") for one in error.remedies} == {
        "lower the minimum of employer 71 to 0", "lower the minimum of employer 72 to 0",
        "raise the invitations per worker to 2",
    }  # fmt: skip
    assert "单位 71 至少 2 人；单位 72 至少 2 人" in error.message("zh")
    assert error.to_dict("en")["error"]["code"] == "assign_conflict"
