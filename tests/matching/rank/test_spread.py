"""Lists in turn: what was shown often counts less, what has places for all does not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.metrics import exposure, gini, places
from matching.rank.spread import in_turn, spread


@given(st.integers(0, 100), st.floats(0, 1))
def test_a_post_shown_never_keeps_its_value_and_more_showing_never_raises_it(seed, weight):
    rng = np.random.default_rng(seed)
    value, room = rng.random(30), rng.integers(0, 9, 30).astype(float)
    shown = rng.integers(0, 50, 30).astype(float)
    np.testing.assert_allclose(spread(value, np.zeros(30), room, weight), value)
    assert (spread(value, shown + 1, room, weight) <= spread(value, shown, room, weight) + 1e-12).all()


def test_lists_that_all_want_the_same_posts_are_spread_and_roomy_posts_stay():
    lists, posts = 60, 40
    query, post = np.repeat(np.arange(lists), posts), np.tile(np.arange(posts), lists)
    value = np.tile(np.linspace(1, 0.5, posts), lists)
    room = np.ones(posts)
    alike = exposure(post, places(query, value), posts)
    apart = exposure(post, places(query, in_turn(query, post, value, room)), posts)
    assert gini(apart) < gini(alike) - 0.3
    room[0] = 1000
    kept = exposure(post, places(query, in_turn(query, post, value, room)), posts)
    assert kept[0] == lists


def test_no_lists_are_no_lists():
    none = np.zeros(0, np.int64)
    assert len(in_turn(none, none, np.zeros(0), np.ones(3))) == 0
