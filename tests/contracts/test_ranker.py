"""What every ranker must do, whatever it knows."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from features.errors import Integrity
from features.pairs import HEADS, NAMES, compute
from matching.pairing import pair_frame
from matching.rank import KeepOrder, Pairs, Ranker, Rules, Shuffle, load_ranker


def _frames():
    path = Path(__file__).parents[1] / "matching" / "conftest.py"
    spec = importlib.util.spec_from_file_location("ranking_frames", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["ranking_frames"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    frames = _frames()
    office = frames.make_office(40, 90, 300)
    rng = np.random.default_rng(3)
    worker, post = rng.integers(0, 40, 600), rng.integers(0, 90, 600)
    joined = pair_frame(
        office.workers, office.posts, office.employers, worker, post, frames.TODAY, office.history
    )
    return Pairs.of(joined)


@pytest.fixture(scope="module")
def funnel(pairs: Pairs):
    from training_jobs.funnel import Recipe  # noqa: F401  (its heads are learned by the same code)
    from training_jobs.heads import HeadConfig, Known, learn

    rng = np.random.default_rng(5)
    like = pairs.features["pay_ratio"].fill_null(1).to_numpy() + rng.normal(0, 0.3, len(pairs))
    outcome = (like > np.median(like)).astype(float)
    ids = pairs.joined["w_worker_id"].to_numpy()
    none = np.zeros((0, len(NAMES)), np.float32)
    known = Known(pairs.matrix(), outcome, ids, none, np.zeros(0, np.int64), 0.3)
    from matching.rank import Funnel

    learned = {name: learn(name, known, HeadConfig(trees=30), 1).head for name in HEADS[:2]}
    return Funnel(learned, {"stay": "0 outcomes, 0 positive"})


@pytest.fixture(params=["keep_order", "shuffle", "rules", "funnel"])
def ranker(request, funnel) -> Ranker:
    return {"keep_order": KeepOrder(), "shuffle": Shuffle(4), "rules": Rules(), "funnel": funnel}[
        request.param
    ]


def test_it_is_a_ranker(ranker):
    assert isinstance(ranker, Ranker)


def test_values_are_finite_and_one_per_pair(ranker, pairs):
    value = ranker.score(pairs).value
    assert value.shape == (len(pairs),)
    assert value.dtype == np.float32
    assert np.isfinite(value).all()


def test_order_of_rows_changes_no_score(ranker, pairs):
    turned = np.arange(len(pairs))[::-1].copy()
    value = ranker.score(pairs).value
    np.testing.assert_array_equal(ranker.score(pairs.take(turned)).value, value[turned])


def test_one_pair_alone_scores_as_among_others(ranker, pairs):
    value = ranker.score(pairs).value
    for row in (0, 17, 300):
        alone = ranker.score(pairs.take(np.array([row]))).value
        np.testing.assert_allclose(alone, value[row : row + 1], rtol=1e-6)


def test_nothing_to_score_gives_nothing(ranker, pairs):
    assert ranker.score(pairs.take(np.zeros(0, np.int64))).value.shape == (0,)


def test_probabilities_are_probabilities(ranker, pairs):
    scores = ranker.score(pairs)
    learned = [stage for stage in (scores.accept, scores.hire, scores.stay) if stage is not None]
    assert len(learned) == (2 if ranker.kind == "funnel" else 0)
    for stage in learned:
        assert ((stage > 0) & (stage < 1)).all()


def test_saved_and_loaded_it_scores_the_same(ranker, pairs, tmp_path):
    ranker.save(tmp_path / "ranker")
    again = load_ranker(tmp_path / "ranker")
    assert again.kind == ranker.kind
    np.testing.assert_array_equal(again.score(pairs).value, ranker.score(pairs).value)
    np.testing.assert_array_equal(again.contributions(pairs), ranker.contributions(pairs))


def test_no_file_is_a_pickle(ranker, tmp_path):
    ranker.save(tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} <= {".json", ".txt"}


def test_contributions_have_one_column_per_feature(ranker, pairs):
    assert ranker.contributions(pairs).shape == (len(pairs), len(NAMES))


def test_protected_fields_change_no_score(ranker, pairs):
    import polars as pl

    swapped = pairs.joined.with_columns(
        w_sex=pl.lit("male"), w_groups=pl.lit([]).cast(pl.List(pl.String)),
        w_born_month=pl.lit(None, pl.Date),
        p_age_low=pl.lit(18), p_age_high=pl.lit(30), w_division=pl.lit(""),
    )  # fmt: skip
    before, after = ranker.score(pairs), ranker.score(Pairs(swapped, compute(swapped)))
    np.testing.assert_array_equal(before.value, after.value)


def test_a_cut_off_file_is_refused(ranker, tmp_path):
    ranker.save(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(Integrity) as caught:
            load_ranker(tmp_path)
        assert str(path) in caught.value.message("zh")
        path.write_bytes(whole)
    assert load_ranker(tmp_path).kind == ranker.kind


def test_another_list_of_features_is_refused(ranker, tmp_path):
    ranker.save(tmp_path)
    told = json.loads((tmp_path / "ranker.json").read_text("utf-8"))
    told["features"] = told["features"][1:]
    told["fingerprint"] = "0" * 64
    (tmp_path / "ranker.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(Integrity) as caught:
        load_ranker(tmp_path)
    assert NAMES[0] in caught.value.message("en")
