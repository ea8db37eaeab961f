import json
from dataclasses import fields, replace

import numpy as np
import pytest

from features.errors import Integrity, Unavailable
from training_jobs.county import Parameters
from training_jobs.county.truth import load_truth, save_truth


@pytest.fixture(scope="module")
def letters(county):
    referrals = county.records.referrals
    return county.truth.worker_rows(referrals["worker_id"]), county.truth.post_rows(referrals["post_id"])


def test_rows_follow_the_frames(county):
    assert county.truth.workers.worker_id.tolist() == county.records.workers["worker_id"].to_list()
    assert county.truth.posts.post_id.tolist() == county.records.posts["post_id"].to_list()
    assert county.truth.post_rows([3, 1]).tolist() == [2, 0]
    with pytest.raises(KeyError):
        county.truth.worker_rows([0])
    with pytest.raises(KeyError):
        county.truth.worker_rows([10**9])


def test_a_matrix_and_its_pairs_agree(county):
    w, p = np.arange(40), np.arange(25)
    whole = county.truth.stages(w[:, None], p[None, :])
    pairs = county.truth.stages(np.repeat(w, 25), np.tile(p, 40))
    for matrix, line in zip(whole, pairs, strict=True):
        assert matrix.shape == (40, 25)
        assert matrix.dtype == np.float32
        assert ((matrix > 0) & (matrix < 1)).all()
        np.testing.assert_allclose(matrix.ravel(), line, rtol=1e-5)


def test_the_truth_is_what_happened(county, letters):
    """Among pairs with a given chance, that share really came about."""
    chance, happened = county.truth.accept(*letters), county.truth.happened["accepted"]
    for low in (0.0, 0.25, 0.5, 0.75):
        inside = (chance >= low) & (chance < low + 0.25)
        noise = 4 * 0.5 / np.sqrt(inside.sum())
        assert happened[inside].mean() == pytest.approx(chance[inside].mean(), abs=noise)
    hired = county.truth.happened["hired"]
    stay = county.truth.stay(*letters)[hired]
    assert county.truth.happened["stayed"][hired].mean() == pytest.approx(
        stay.mean(), abs=4 * 0.5 / np.sqrt(hired.sum())
    )


@pytest.mark.parametrize("stage", ["accept", "hire", "stay"])
def test_the_truth_is_not_a_function_of_what_is_visible(county, letters, stage):
    """Without taste, bonds, reliability and conditions the chances are others, by a wide margin."""
    truth = county.truth
    flat = {"taste": 0, "bond": 0, "reliable": 0, "homesick": 1}
    workers = replace(
        truth.workers, **{k: np.full_like(getattr(truth.workers, k), v) for k, v in flat.items()}
    )
    zero = {k: np.zeros_like(getattr(truth.posts, k)) for k in ("appeal", "ease", "conditions", "bond")}
    strict = {k: np.ones_like(getattr(truth.posts, k)) for k in ("strict_skill", "strict_education")}
    visible = replace(truth, workers=workers, posts=replace(truth.posts, **zero, **strict))
    real, shown = getattr(truth, stage)(*letters), getattr(visible, stage)(*letters)
    assert np.abs(real - shown).mean() > 0.05
    assert 0.4 < np.corrcoef(real, shown)[0, 1] < 0.97


def test_directions_are_those_of_sense(county, letters):
    truth = county.truth
    richer = replace(truth, posts=replace(truth.posts, log_pay=truth.posts.log_pay + np.float32(0.2)))
    assert (richer.accept(*letters) >= truth.accept(*letters)).all()
    assert (richer.stay(*letters) >= truth.stay(*letters)).all()
    lodged = truth.posts.offers.copy()
    lodged[:, 0] = True
    housed = replace(truth, posts=replace(truth.posts, offers=lodged))
    assert (housed.accept(*letters) >= truth.accept(*letters) - 1e-6).all()
    assert (housed.stay(*letters) >= truth.stay(*letters) - 1e-6).all()
    abler = replace(truth, workers=replace(truth.workers, skill=np.minimum(truth.workers.skill + 0.1, 1)))
    assert (abler.hire(*letters) >= truth.hire(*letters) - 1e-6).all()


def test_saved_and_loaded_it_is_the_same(county, tmp_path):
    save_truth(county.truth, tmp_path / "truth", county.parameters)
    back = load_truth(tmp_path / "truth")
    for side in ("workers", "posts"):
        for f in fields(getattr(back, side)):
            np.testing.assert_array_equal(
                getattr(getattr(back, side), f.name), getattr(getattr(county.truth, side), f.name)
            )
    for name, column in county.truth.happened.items():
        np.testing.assert_array_equal(back.happened[name], column)
    assert back.county_km == county.truth.county_km
    about = json.loads((tmp_path / "truth" / "truth.json").read_text("utf-8"))
    assert about["simulated"] is True
    assert sorted(path.name for path in (tmp_path / "truth").iterdir()) == ["truth.json", "truth.npz"]


def test_a_missing_a_damaged_and_a_foreign_truth_are_refused(county, tmp_path):
    with pytest.raises(Unavailable) as none:
        load_truth(tmp_path)
    assert "train county" in none.value.message("en")
    save_truth(county.truth, tmp_path, county.parameters)
    other = Parameters(staff=replace(Parameters().staff, near=1.0))
    with pytest.raises(Integrity):
        load_truth(tmp_path, other)
    arrays = tmp_path / "truth.npz"
    arrays.write_bytes(arrays.read_bytes()[:-100])
    with pytest.raises(Integrity) as cut:
        load_truth(tmp_path)
    assert "truth.npz" in cut.value.message("zh")
