"""A whole training run on a small simulated county, promotion, rollback, and what goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.errors import Conflict, InputError, Integrity, NotFound
from matching.bundle import MANIFEST, load_bundle
from training_jobs import promotion, report
from training_jobs.county import Parameters, Size, simulate
from training_jobs.county.keep import truth_folder, write_county
from training_jobs.evaluate import EvaluateConfig
from training_jobs.funnel import Recipe, learn_funnel
from training_jobs.gates import GateConfig
from training_jobs.heads import HeadConfig
from training_jobs.labels import labelled
from training_jobs.office import Office
from training_jobs.ranker import TrainConfig, train_ranker
from training_jobs.tracking import address
from training_jobs.truth import true_value
from training_jobs.unreferred import draw

UNTIL = date(2026, 4, 15)
QUICK = TrainConfig(
    Recipe(HeadConfig(trees=25, folds=2)), evaluate=EvaluateConfig(lists=60, resamples=50),
    gates=GateConfig(champion_margin=1, calibration=1, group=1, congestion=1),
)  # fmt: skip


@pytest.fixture(scope="module")
def county():
    return simulate(Parameters(size=Size(900, 100, 550)), UNTIL, 3)


@pytest.fixture
def office_store(store, settings, county):
    write_county(store, county, truth_folder(settings))
    return store


@pytest.fixture(autouse=True)
def _local_tracker(monkeypatch):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


@pytest.mark.filterwarnings("ignore")
def test_train_promote_retrain_and_roll_back(office_store, settings):
    steps: list[str] = []
    truth = true_value(truth_folder(settings))
    run = train_ranker(office_store, settings, UNTIL, QUICK, truth=truth, who="test", say=steps.append)
    assert steps == ["read", "learn", "evaluate", "relearn", "bundle", "track"]
    new, rules = run.found.standings["challenger"], run.found.standings["shuffle"]
    assert new.ndcg.mean > rules.ndcg.mean
    assert new.best.mean > rules.best.mean + 0.1
    assert run.tracked.problem == ""
    held = load_bundle(settings.bundles_dir / run.sha256)
    assert held.sha256 == run.sha256
    assert held.manifest["simulated"] is True
    assert "simulated county" in (settings.bundles_dir / run.sha256 / "card.md").read_text("utf-8")
    json.dumps(report.as_dict(run))
    report.show(run, "en")

    promotion.promote(office_store, settings, run.sha256, "test", "first")
    again = train_ranker(office_store, settings, UNTIL, replace(QUICK, promote=False), who="test")
    assert "champion" in again.found.standings
    assert office_store.bundles.champion() == run.sha256
    gain = again.found.gain("champion", "challenger")
    assert (gain.low, gain.high) == (0, 0)
    promotion.promote(office_store, settings, again.sha256, "test", "second")
    back, tracked = promotion.rollback(office_store, settings, "test", "try")
    assert back == run.sha256 == office_store.bundles.champion()
    assert tracked.problem == ""
    assert not list(settings.bundles_dir.glob(".making-*"))


@pytest.mark.filterwarnings("ignore")
def test_a_tracker_that_is_down_stops_nothing(office_store, settings, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    run = train_ranker(office_store, settings, UNTIL, QUICK, who="test")
    assert run.tracked.run_id is None
    assert run.tracked.problem
    assert (settings.bundles_dir / run.sha256).is_dir()


def test_tracker_is_local_unless_named(tmp_path, monkeypatch):
    assert address(tmp_path) == f"sqlite:///{(tmp_path / 'mlflow' / 'mlflow.db').resolve()}"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://tracker")
    assert address(tmp_path) == "http://tracker"


@pytest.mark.filterwarnings("ignore")
def test_no_letters_no_training_and_the_champion_stays(store, settings):
    with pytest.raises(InputError) as caught:
        train_ranker(store, settings, UNTIL, QUICK)
    assert caught.value.reason == "train_too_short"
    assert store.bundles.champion() is None


@pytest.fixture(scope="module")
def ready(county) -> Office:
    from matching.bundle import default_bundle

    records = county.records
    return Office.of(default_bundle(), records.workers, records.posts, records.employers, records.referrals)


def test_one_class_only_is_not_learned_and_named(ready):
    rows = labelled(ready.referrals, UNTIL).with_columns(hire=pl.lit(1, pl.Int8))
    funnel = learn_funnel(ready, rows, QUICK.recipe, 0)
    assert "hire" not in funnel.heads
    assert "positive" in funnel.missing["hire"]
    scores = funnel.score(ready.letters(rows[:50]))
    assert scores.hire is None
    np.testing.assert_allclose(
        scores.value, scores.accept * (1 if scores.stay is None else scores.stay), rtol=1e-6
    )


def test_a_letter_about_nobody_is_named(county):
    from matching.bundle import default_bundle

    records = county.records
    wrong = records.referrals.with_columns(
        worker_id=pl.when(pl.col("referral_id") == 5).then(10**9).otherwise("worker_id")
    )
    with pytest.raises(InputError) as caught:
        Office.of(default_bundle(), records.workers, records.posts, records.employers, wrong)
    assert str(10**9) in caught.value.message("zh")


def test_the_same_seed_gives_the_same_model(ready):
    rows = labelled(ready.referrals, UNTIL)
    one, other = (learn_funnel(ready, rows, QUICK.recipe, 4) for _ in range(2))
    for name, head in one.heads.items():
        assert head.booster.model_to_string() == other.heads[name].booster.model_to_string()
        assert head.calibrator == other.heads[name].calibrator


def test_learned_trees_never_value_less_pay_or_a_longer_way_higher(ready):
    from features.pairs import NAMES

    rows = labelled(ready.referrals, UNTIL)
    funnel = learn_funnel(ready, rows, QUICK.recipe, 0)
    matrix = ready.letters(rows[:300]).matrix()
    for head in funnel.heads.values():
        before = head.probability(matrix)
        for name, step in (("pay_ratio", 0.5), ("pay_over_wish", 800), ("km", -10), ("km_log", -1)):
            moved = matrix.copy()
            moved[:, NAMES.index(name)] += step
            assert (head.probability(moved) >= before - 1e-6).all(), name


def test_outcomes_of_the_future_change_no_input(ready, county):
    """Rub out everything that became known after a day: features of letters up to then stay as they are."""
    from matching.bundle import default_bundle

    day = date(2026, 1, 15)
    records = county.records
    later = ("slip_on", "stayed_30_on", "stayed_90_on")
    blank = records.referrals.filter(pl.col("referred_on") < day).with_columns(
        slip=pl.when(pl.col("slip_on") < day).then("slip"),
        wages_on_time=pl.when(pl.max_horizontal("stayed_30_on", "stayed_90_on") < day).then("wages_on_time"),
        stayed_30=pl.when(pl.col("stayed_30_on") < day).then("stayed_30"),
        stayed_90=pl.when(pl.col("stayed_90_on") < day).then("stayed_90"),
        **{column: pl.when(pl.col(column) < day).then(column) for column in later},
    )
    then = Office.of(default_bundle(), records.workers, records.posts, records.employers, blank)
    rows = records.referrals.filter(pl.col("referred_on") < day)[-300:]
    np.testing.assert_array_equal(then.letters(rows).matrix(), ready.letters(rows).matrix())


def test_unreferred_posts_were_open_and_never_sent(ready):
    rows = ready.referrals[:400]
    drawn = draw(ready, rows, 2, np.random.default_rng(0))
    assert 500 < len(drawn.worker_ids) <= 800
    assert set(drawn.worker_ids) <= set(rows["worker_id"])


def test_promotion_refuses_what_is_broken_or_unknown(office_store, settings, tmp_path):
    from datetime import UTC, datetime

    from matching.bundle import save_bundle
    from matching.rank import Rules

    with pytest.raises(NotFound):
        promotion.promote(office_store, settings, "f" * 64, "test", "")
    with pytest.raises(Conflict):
        promotion.rollback(office_store, settings, "test", "")
    with promotion.aside(settings.bundles_dir) as folder:
        sha256 = save_bundle(folder, Rules(), datetime.now(UTC), {}, "")
        target = promotion.install(folder, sha256, settings.bundles_dir)
    office_store.bundles.add(sha256, {}, "test")
    assert promotion.full_sha(office_store, sha256[:8]) == sha256
    (target / MANIFEST).write_text("{")
    with pytest.raises(Integrity):
        promotion.promote(office_store, settings, sha256, "test", "")
    assert office_store.bundles.champion() is None


def test_killed_while_writing_leaves_no_bundle_and_is_swept(tmp_path):
    code = (
        "import os, signal, sys; from pathlib import Path; from training_jobs.promotion import aside\n"
        "with aside(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'half').write_text('x'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ran.returncode == -signal.SIGKILL
    left = list(tmp_path.iterdir())
    assert [path.name.startswith(".making-") for path in left] == [True]
    with promotion.aside(tmp_path) as folder:
        assert folder.name == f".making-{os.getpid()}"
        assert not left[0].exists()
    assert list(Path(tmp_path).iterdir()) == []


def test_command_lists_its_rooms():
    from click.testing import CliRunner

    from training_jobs.command import train

    shown = CliRunner().invoke(train, ["--help"])
    assert shown.exit_code == 0
    for name in ("ranker", "promote", "rollback", "compare", "encoder", "coder", "county"):
        assert name in shown.output
