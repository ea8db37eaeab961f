"""What a letter is worth as evidence, and that the corrections bring chances nearer to the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from features.pairs import HEADS, NAMES
from matching.bundle import default_bundle
from matching.rank import Funnel
from matching.rank.calibrate import Calibrator
from training_jobs.choice import Choice, surprise
from training_jobs.county import Parameters, Size, simulate
from training_jobs.evaluate import correction_of
from training_jobs.evidence import (
    SHIFT,
    SHIFT_SPREAD,
    Correction,
    CorrectionConfig,
    Evidence,
    evidence,
    learn_correction,
    settle,
)
from training_jobs.funnel import Recipe, learn_funnel
from training_jobs.heads import HeadConfig, Known, learn
from training_jobs.labels import labelled
from training_jobs.office import Office
from training_jobs.returns import Returned

UNTIL = date(2026, 4, 15)
QUICK = HeadConfig(trees=40, folds=2)


@pytest.fixture(scope="module")
def county():
    return simulate(Parameters(size=Size(1500, 170, 800)), UNTIL, 21)


@pytest.fixture(scope="module")
def office(county) -> Office:
    r = county.records
    return Office.of(default_bundle(), r.workers, r.posts, r.employers, r.referrals, r.shown)


@pytest.fixture(scope="module")
def letters(office) -> pl.DataFrame:
    return labelled(office.referrals, UNTIL)


def of_slip(found: Evidence, letters: pl.DataFrame, slip: int) -> np.ndarray:
    return found.outcome[(letters["known_slip"][found.rows] == slip).to_numpy()]


def test_an_unreturned_slip_is_evidence_of_nothing(office, letters):
    for config in (CorrectionConfig(), CorrectionConfig.none()):
        found = learn_correction(office, letters, UNTIL, config)
        for stage in HEADS:
            rows = evidence(office, letters, stage, found).rows
            assert letters["known_slip"][rows].null_count() == 0


def test_an_unreturned_slip_planted_as_a_hire_is_caught(office, letters):
    """Whoever counts silence as success raises the share of hires by a third; the evidence does not move."""
    planted = letters.with_columns(
        hire=pl.when(pl.col("known_slip").is_null()).then(pl.lit(1, pl.Int8)).otherwise("hire"),
        accept=pl.when(pl.col("known_slip").is_null()).then(pl.lit(1, pl.Int8)).otherwise("accept"),
    )
    assert planted["hire"].mean() > letters["hire"].mean() + 0.15
    found = Correction()
    for stage in ("accept", "hire"):
        honest, tried = (evidence(office, rows, stage, found) for rows in (letters, planted))
        np.testing.assert_array_equal(honest.rows, tried.rows)
        np.testing.assert_array_equal(honest.outcome, tried.outcome)


def test_each_slip_says_what_it_says_of_each_stage(office, letters):
    found = Correction(Returned(0.8, 0.5), Calibrator(0.0, 0.0, 0.0), None, 0.0, True)
    accept, hire = (evidence(office, letters, stage, found) for stage in ("accept", "hire"))
    assert (of_slip(accept, letters, 1) == 1).all()
    assert (of_slip(accept, letters, 3) == 0).all()
    assert (of_slip(accept, letters, 4) == 1).all()
    assert len(of_slip(accept, letters, 5)) == 0
    assert set(of_slip(accept, letters, 2)) == {0.0, 0.5, 1.0}  # a no-show, nobody knows, the employer saw
    assert {len(of_slip(hire, letters, slip)) for slip in (3, 4, 5)} == {0}
    assert (of_slip(hire, letters, 1) == 1).all()
    assert (of_slip(hire, letters, 2) == 0).all()


def test_with_every_correction_off_the_plain_labels_remain(office, letters):
    found = learn_correction(office, letters, UNTIL, CorrectionConfig.none())
    for stage in HEADS:
        told = evidence(office, letters, stage, found)
        np.testing.assert_array_equal(told.outcome, letters[stage].drop_nulls().to_numpy())
        np.testing.assert_allclose(told.weight, 1)
        assert not told.offset.any()


def test_what_was_learned_of_an_office_is_near_the_truth_and_survives_a_bundle(office, letters, county):
    found = learn_correction(office, letters, UNTIL, CorrectionConfig())
    due = (letters["referred_on"] < UNTIL - timedelta(30)).to_numpy()
    back, hired = letters["known_slip"].is_not_null().to_numpy(), county.truth.happened["hired"]
    hired = hired[letters["referral_id"].to_numpy() - 1]
    assert found.returned.other == pytest.approx(back[due & ~hired].mean(), abs=0.06)
    assert found.returned.hired > found.returned.other
    assert found.choice is not None
    assert found.choice.place < -0.4
    assert found.choice.match > 0.2
    assert Correction.of(found.told()) == found


def test_a_letter_without_a_logged_list_has_the_usual_surprise(office, letters):
    known = Choice(0.8, -0.8, 0.2)
    seen = surprise(office, letters[:50], known)
    assert ((seen >= 0) & (seen < 1)).all()  # 0: a list of one post
    assert len(np.unique(seen)) > 10
    unlogged = replace(office, shown=office.shown.clear())
    np.testing.assert_allclose(surprise(unlogged, letters[:50], known), 0.8)
    assert (surprise(office, letters[:5], Choice()) == 1).all()


def test_many_letters_overrule_what_was_expected_of_a_choice_and_few_do_not():
    rng = np.random.default_rng(0)

    def settled(n: int) -> float:
        margin, surprised = rng.normal(0, 1, n), rng.random(n)
        outcome = (rng.random(n) < 1 / (1 + np.exp(-margin - 1.5 * surprised))).astype(float)
        told = Evidence(np.arange(n), outcome, np.ones(n), SHIFT * surprised)
        return settle(margin, told, SHIFT)[0]

    assert settled(50_000) == pytest.approx(1.5, abs=0.15)
    assert settled(60) == pytest.approx(SHIFT, abs=SHIFT_SPREAD)


def test_corrected_chances_lie_nearer_to_the_truth_where_nobody_chose(office, letters, county):
    truth, shown = county.truth, office.shown[:: max(1, office.shown.height // 4000)]
    rows = truth.worker_rows(shown["worker_id"].to_numpy()), truth.post_rows(shown["post_id"].to_numpy())
    real = truth.accept(*rows).mean()
    pairs = office.pairs(
        office.worker_rows(shown["worker_id"]), office.post_rows(shown["post_id"]), shown["shown_on"]
    )
    said = {}
    for name, recipe in (("with", Recipe(QUICK)), ("without", Recipe.uncorrected(QUICK))):
        funnel = learn_funnel(office, letters, recipe, 0, as_of=UNTIL)
        said[name] = funnel.score(pairs).accept.mean()
        assert (correction_of(funnel) == Correction()) == (name == "without")
    assert said["without"] - real > 0.08
    assert abs(said["with"] - real) < 0.06


def test_a_funnel_remembers_its_corrections_and_its_small_past(office, letters, tmp_path):
    funnel = learn_funnel(
        office, letters[:900], Recipe(replace(QUICK, least_outcomes=100, least_class=20)), 0
    )
    funnel.save(tmp_path)
    back = Funnel.load(tmp_path)
    assert correction_of(back) == correction_of(funnel)
    assert back.missing == funnel.missing
    assert funnel.heads["accept"].booster.num_trees() == QUICK.trees // 2


def test_a_stage_without_labels_is_named_and_never_defaulted(office, letters):
    blank = letters.with_columns(stay=pl.lit(None, pl.Int8))
    funnel = learn_funnel(office, blank, Recipe(QUICK), 0, as_of=UNTIL)
    assert funnel.missing["stay"] == "0 outcomes, 0 positive"
    scores = funnel.score(office.letters(letters[:20]))
    assert scores.stay is None
    np.testing.assert_allclose(scores.value, scores.accept * scores.hire, rtol=1e-6)


def test_recipes_are_told_and_read_back():
    for recipe in (Recipe(), Recipe.uncorrected(QUICK)):
        assert Recipe.of(recipe.to_dict()) == recipe
    before = {key: value for key, value in Recipe().to_dict().items() if key != "corrections"}
    assert Recipe.of(before).corrections == CorrectionConfig.none()


def test_posts_nobody_is_sent_to_speak_of_taking_up_alone(office, letters):
    alone, beside = (
        learn_funnel(office, letters, Recipe(QUICK, per_letter=n), 0, as_of=UNTIL).heads for n in (0, 1)
    )
    for stage, same in (("accept", False), ("hire", True), ("stay", True)):
        told = [heads[stage].booster.model_to_string() for heads in (alone, beside)]
        assert (told[0] == told[1]) == same, stage


def test_trees_carry_the_level_of_their_outcomes_and_not_of_how_they_were_chosen():
    rng = np.random.default_rng(0)
    matrix = rng.normal(0, 1, (4000, len(NAMES))).astype(np.float32)
    offset = np.full(4000, 1.0)
    outcome = (rng.random(4000) < 1 / (1 + np.exp(-(-1.2 + offset)))).astype(float)
    none = np.zeros(0, np.int64)
    known = Known(matrix, outcome, np.arange(4000), matrix[:0], none, 0.0, offset=offset)
    head = learn("accept", known, QUICK, 0).head
    assert head.margin(matrix, 1).mean() == pytest.approx(-1.2, abs=0.15)
    assert head.probability(matrix).mean() == pytest.approx(1 / (1 + np.exp(1.2)), abs=0.03)
    assert head.parts(matrix).sum(axis=1) == pytest.approx(head.margin(matrix, 1), abs=1e-5)
