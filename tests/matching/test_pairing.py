"""Pairs joined by row number: the same numbers alone, together, and from a loop."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.pairs import NAMES, compute
from matching.pairing import distance_km, pair_frame, place_wanted, places, posts_from, workers_from
from matching.pieces import overlap, pieces, similarity

DAY = date(2026, 4, 15)


def grid(office, n=200, seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(0, len(office.workers), n), rng.integers(0, len(office.posts), n)


def test_every_column_is_there_and_numbers_are_float32(office):
    worker, post = grid(office)
    joined = pair_frame(office.workers, office.posts, office.employers, worker, post, DAY, office.history)
    features = compute(joined)
    assert features.columns == list(NAMES)
    assert set(features.dtypes) == {pl.Float32}
    assert joined.height == features.height == 200


def test_rows_are_the_rows_asked_for(office):
    worker, post = grid(office)
    joined = pair_frame(office.workers, office.posts, office.employers, worker, post, DAY, office.history)
    assert joined["w_worker_id"].to_list() == office.workers.frame["worker_id"].gather(worker).to_list()
    assert joined["p_post_id"].to_list() == office.posts.frame["post_id"].gather(post).to_list()
    assert joined["e_employer_id"].to_list() == joined["p_employer_id"].to_list()
    dense = [office.workers.vectors[w] @ office.posts.vectors[p] for w, p in zip(worker, post, strict=True)]
    np.testing.assert_allclose(joined["sim_dense"].to_numpy(), dense, rtol=1e-5, atol=1e-6)


def test_a_pair_alone_is_the_pair_among_others(office):
    worker, post = grid(office)
    whole = compute(
        pair_frame(office.workers, office.posts, office.employers, worker, post, DAY, office.history)
    )
    for row in (0, 77, 199):
        alone = pair_frame(
            office.workers, office.posts, office.employers, worker[row : row + 1], post[row : row + 1], DAY,
            office.history,
        )  # fmt: skip
        assert compute(alone).row(0) == pytest.approx(whole.row(row), nan_ok=True)


def test_a_day_per_pair_gives_what_that_day_gives(office):
    worker, post = grid(office, 40)
    dates = [DAY - timedelta(int(i)) for i in range(40)]
    each = compute(
        pair_frame(
            office.workers, office.posts, office.employers, worker, post, pl.Series(dates), office.history
        )
    )
    for row in (0, 13, 39):
        one = slice(row, row + 1)
        alone = pair_frame(
            office.workers, office.posts, office.employers, worker[one], post[one], dates[row], office.history
        )
        assert compute(alone).row(0) == pytest.approx(each.row(row), nan_ok=True)


def test_without_a_history_the_past_is_unknown_and_nothing_breaks(office):
    worker, post = grid(office, 10)
    joined = pair_frame(office.workers, office.posts, office.employers, worker, post, DAY)
    assert joined["h_e_reply_rate"].is_null().all()
    assert compute(joined).height == 10


def test_an_unknown_employer_is_a_row_of_nulls(office):
    worker, post = grid(office, 10)
    none = office.employers.clear()
    for employers in (none, office.employers.filter(pl.col("employer_id") < 0)):
        joined = pair_frame(office.workers, office.posts, employers, worker, post, DAY, office.history)
        assert joined["e_size"].is_null().all()


def test_occupations_share_the_levels_of_the_tree(office):
    worker, post = grid(office, 120)
    joined = pair_frame(office.workers, office.posts, office.employers, worker, post, DAY, office.history)
    for has, asked, shared in joined.select("w_occ_codes", "p_occ_code", "occ_relation").iter_rows():
        best = max(_shared(code, asked) for code in has)
        assert shared == best


def _shared(one: str, other: str) -> int:
    same = 0
    for a, b in zip(one.split("-"), other.split("-"), strict=True):
        if a != b:
            break
        same += 1
    return same


def test_unknown_occupations_are_unknown_not_unrelated(office):
    nobody = office.workers.frame.select(pl.all().exclude("kinds", "tidy")).with_columns(
        occ_codes=pl.lit([]).cast(pl.List(pl.String))
    )
    worker, post = grid(office, 10)
    bare = workers_from(nobody, office.workers.vectors)
    joined = pair_frame(bare, office.posts, office.employers, worker, post, DAY, office.history)
    assert joined["occ_relation"].is_null().all()


@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(-60, 60), st.floats(-179, 179))
def test_distance_is_the_great_circle(lat1, lon1, lat2, lon2):
    frame = pl.DataFrame({"w_lat": [lat1], "w_lon": [lon1], "p_lat": [lat2], "p_lon": [lon2]})
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    expected = 6371.0088 * math.acos(min(1.0, max(-1.0, cosine)))
    assert distance_km(frame)[0] == pytest.approx(expected, abs=0.5)


def test_distance_is_unknown_where_a_place_is():
    frame = pl.DataFrame(
        {"w_lat": [None, 1.0], "w_lon": [1.0, 1.0], "p_lat": [1.0, 1.0], "p_lon": [1.0, 2.0]}
    )
    km = distance_km(frame)
    assert np.isnan(km[0])
    assert km[1] == pytest.approx(111.2, abs=0.3)


def test_wanted_places_are_prefixes_of_division_codes():
    named = places([pl.Series(["32", "320505", None, "3205"]), pl.Series([None, "44", None, None])])
    lies = places([pl.Series(["320505001000", "441900000000", "320505001000", "330200000000"])])
    assert place_wanted(named, lies).tolist()[:2] == [1.0, 1.0]
    assert np.isnan(place_wanted(named, lies)[2])
    assert place_wanted(named, lies)[3] == 0.0


words = st.text("电焊工维修缝纫abc ", max_size=12)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=8))
def test_overlap_of_bits_is_overlap_of_pairs(texts):
    left, right = pieces(pl.Series([a for a, _ in texts])), pieces(pl.Series([b for _, b in texts]))
    near, like = overlap(left, right), similarity(left, right)
    for row, (a, b) in enumerate(texts):
        one, other = _pairs(a), _pairs(b)
        if not one or not other:
            assert np.isnan(near[row])
            assert np.isnan(like[row])
        elif one == other:
            assert near[row] == 1.0
            assert like[row] == pytest.approx(1.0)
        elif not one & other:
            assert near[row] <= 0.5
        else:
            assert near[row] >= len(one & other) / (min(len(one), len(other)) + 1e-9) - 0.5


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if " " not in text[i : i + 2]}


def test_protected_words_in_texts_change_no_vector_of_bits(office):
    raw = office.posts.frame.select(pl.all().exclude("kinds", "tidy"))
    told = [
        raw.with_columns(title=pl.col("title") + title, skills=pl.concat_list("skills", pl.lit([tag])))
        for title, tag in (("(女性优先)", "限女"), ("(男性优先)", "限男"))
    ]
    plain, swapped = (posts_from(frame, office.posts.vectors) for frame in told)
    np.testing.assert_array_equal(plain.bits["title"], swapped.bits["title"])
    sets = (set(row) for row in plain.frame["tidy"])
    assert [set(row) for row in swapped.frame["tidy"]] == list(sets)
